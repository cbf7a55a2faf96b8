"""What a file is, whether it is whole, and what is refused: by content, never by name."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractors.files import FileFacts, MediaKind, inspect, kind_of_head
from models import errors
from models.limits import Limits
from tests.corpus import hostile_folder, hostile_rows, needs_corpus
from tests.extractors import samples

LIMITS = Limits(max_pages=50, max_page_pixels=2_000_000, max_stream_bytes=1_000_000, max_file_bytes=5_000_000)
PAPER = samples.paper(206, 292)


def _tiff(pages: int = 1, **options: object) -> bytes:
    return samples.encoded(PAPER, "TIFF", save_all=True, append_images=[PAPER] * (pages - 1), **options)


def _whole_files() -> dict[str, tuple[bytes, MediaKind, int]]:
    return {
        "pdf": (samples.pdf([samples.text(50, 700, "one"), b""]), MediaKind.PDF, 2),
        "jpeg": (samples.encoded(PAPER, "JPEG"), MediaKind.JPEG, 1),
        "progressive jpeg": (samples.encoded(PAPER, "JPEG", progressive=True), MediaKind.JPEG, 1),
        "png": (samples.encoded(PAPER, "PNG"), MediaKind.PNG, 1),
        "webp": (samples.encoded(PAPER, "WEBP"), MediaKind.WEBP, 1),
        "bmp": (samples.encoded(PAPER, "BMP"), MediaKind.BMP, 1),
        "tiff": (_tiff(3), MediaKind.TIFF, 3),
        "fax tiff": (samples.encoded(PAPER.convert("1"), "TIFF", compression="group4"), MediaKind.TIFF, 1),
        "big tiff": (_tiff(2, big_tiff=True), MediaKind.TIFF, 2),
        "heic": (_heic(), MediaKind.HEIC, 1),
    }


def _heic() -> bytes:
    import pillow_heif

    buffer = io.BytesIO()
    pillow_heif.from_pillow(PAPER).save(buffer, quality=50)
    return buffer.getvalue()


WHOLE = _whole_files()


def _put(folder: Path, data: bytes, name: str = "x") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("which", WHOLE)
def test_whole_file_is_taken(tmp_path: Path, which: str) -> None:
    data, kind, pages = WHOLE[which]
    assert inspect(_put(tmp_path, data, "misleading.xyz"), LIMITS) == FileFacts(
        kind=kind, page_count=pages, size=len(data)
    )


@pytest.mark.parametrize("which", WHOLE)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_cut_off_file_may_still_grow(tmp_path: Path, which: str, share: float) -> None:
    data = WHOLE[which][0]
    with pytest.raises(errors.IncompleteFileError):
        inspect(_put(tmp_path, data[: int(len(data) * share)]), LIMITS)


@pytest.mark.parametrize("which", ["pdf", "jpeg", "png", "tiff", "heic"])
def test_file_written_over_reserved_zeros_may_still_grow(tmp_path: Path, which: str) -> None:
    data = WHOLE[which][0]
    half = len(data) // 2
    with pytest.raises(errors.IncompleteFileError):
        inspect(_put(tmp_path, data[:half] + bytes(len(data) - half)), LIMITS)


@settings(max_examples=60, deadline=None)
@given(which=st.sampled_from(sorted(set(WHOLE) - {"pdf"})), share=st.floats(0, 0.999))
def test_no_beginning_of_an_image_is_taken_for_the_whole(
    tmp_path_factory: pytest.TempPathFactory, which: str, share: float
) -> None:
    data = WHOLE[which][0]
    path = _put(tmp_path_factory.getbasetemp(), data[: int(len(data) * share)], f"cut-{os.getpid()}")
    with pytest.raises((errors.IncompleteFileError, errors.EmptyFileError, errors.UnsupportedFileError)):
        inspect(path, LIMITS)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_judged_without_any_other_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = _put(tmp_path_factory.getbasetemp(), data, f"any-{os.getpid()}")
    with pytest.raises(errors.RefusedError):
        inspect(path, LIMITS)


@settings(max_examples=60, deadline=None)
@given(which=st.sampled_from(["tiff", "png", "bmp", "webp", "heic", "jpeg"]), data=st.data())
def test_damaged_headers_end_in_a_refusal_or_in_facts(
    tmp_path_factory: pytest.TempPathFactory, which: str, data: st.DataObject
) -> None:
    good = bytearray(WHOLE[which][0])
    for _ in range(data.draw(st.integers(1, 8))):
        good[data.draw(st.integers(0, min(len(good), 400) - 1))] = data.draw(st.integers(0, 255))
    path = _put(tmp_path_factory.getbasetemp(), bytes(good), f"damaged-{os.getpid()}")
    with contextlib.suppress(errors.RefusedError):
        assert inspect(path, LIMITS).page_count >= 1


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "Word"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", "Excel"),
        (b"PK\x03\x04" + b"\0" * 26 + b"letter.pdf", "ZIP"),
        (b"MZ\x90\0" + b"\0" * 60 + b"%PDF-1.4", "プログラム"),
        (b"<!DOCTYPE html><p>%PDF-1.4", "HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "古い形式"),
    ],
)
def test_common_strangers_are_named(head: bytes, word: str) -> None:
    with pytest.raises(errors.UnsupportedFileError) as caught:
        kind_of_head(head)
    assert word in caught.value.message_ja


def test_pdf_behind_a_mail_header_is_a_pdf(tmp_path: Path) -> None:
    data = b"Content-Type: application/pdf\r\n\r\n" + samples.pdf([b""])
    assert inspect(_put(tmp_path, data), LIMITS).kind is MediaKind.PDF
    with pytest.raises(errors.UnsupportedFileError):
        inspect(_put(tmp_path, b"x" * 2000 + data), LIMITS)


def test_bytes_behind_the_end_of_a_pdf_or_jpeg_do_no_harm(tmp_path: Path) -> None:
    assert inspect(_put(tmp_path, WHOLE["pdf"][0] + b"\r\n--boundary--\r\n"), LIMITS).page_count == 2
    assert inspect(_put(tmp_path, WHOLE["jpeg"][0] + b"SEFH" * 50), LIMITS).kind is MediaKind.JPEG


def test_special_files_are_not_opened(tmp_path: Path) -> None:
    good = _put(tmp_path, WHOLE["pdf"][0], "good.pdf")
    link, fifo = tmp_path / "link.pdf", tmp_path / "fifo.pdf"
    link.symlink_to(good)
    os.mkfifo(fifo)
    for path in (link, fifo, tmp_path):
        with pytest.raises(errors.NotAFileError):
            inspect(path, LIMITS)


def test_mode_zero_is_unreadable_also_for_root(tmp_path: Path) -> None:
    path = _put(tmp_path, WHOLE["pdf"][0])
    path.chmod(0)
    with pytest.raises(errors.UnreadableFileError):
        inspect(path, LIMITS)


def test_empty_and_too_large(tmp_path: Path) -> None:
    with pytest.raises(errors.EmptyFileError):
        inspect(_put(tmp_path, b""), LIMITS)
    with pytest.raises(errors.TooLargeError):
        inspect(_put(tmp_path, WHOLE["pdf"][0]), LIMITS.model_copy(update={"max_file_bytes": 100}))


@pytest.mark.parametrize("which", ["jpeg", "png", "webp", "bmp", "tiff", "heic"])
def test_too_many_pixels_are_refused(tmp_path: Path, which: str) -> None:
    with pytest.raises(errors.TooLargeError):
        inspect(_put(tmp_path, WHOLE[which][0]), LIMITS.model_copy(update={"max_page_pixels": 1000}))


def test_page_limits(tmp_path: Path) -> None:
    two = LIMITS.model_copy(update={"max_pages": 2})
    assert inspect(_put(tmp_path, samples.pdf([b""] * 2)), two).page_count == 2
    for data in (samples.pdf([b""] * 3), _tiff(3)):
        with pytest.raises(errors.TooManyPagesError):
            inspect(_put(tmp_path, data), two)
    with pytest.raises(errors.NoPagesError):
        inspect(_put(tmp_path, samples.pdf([])), two)


def test_tiff_that_chains_in_a_circle_ends(tmp_path: Path) -> None:
    data = bytearray(_tiff(1))
    first = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[first : first + 2])[0]
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    with pytest.raises(errors.DamagedFileError):
        inspect(_put(tmp_path, bytes(data)), LIMITS)


def test_stream_that_inflates_without_bounds_is_refused(tmp_path: Path) -> None:
    once = zlib.compress(b"\0" * 3_000_000, 9)
    for filters, body in ((b"/FlateDecode", once), (b"[/FlateDecode/FlateDecode]", zlib.compress(once, 9))):
        stream = b"<</Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(body), body)
        with pytest.raises(errors.TooLargeError):
            inspect(_put(tmp_path, samples.pdf([b""], objects=[stream])), LIMITS)
    allowed = LIMITS.model_copy(update={"max_stream_bytes": 3_000_000})
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(once), once)
    assert inspect(_put(tmp_path, samples.pdf([b""], objects=[stream])), allowed).page_count == 1


def test_image_of_too_many_pixels_inside_a_pdf_is_refused(tmp_path: Path) -> None:
    data = samples.pdf([b""], objects=[b"<</Subtype/Image/Width 30000/Height 30000/Length 0>>stream\n\nendstream"])
    with pytest.raises(errors.TooLargeError):
        inspect(_put(tmp_path, data), LIMITS)


def test_passwords(tmp_path: Path) -> None:
    path, locked, restricted = _put(tmp_path, WHOLE["pdf"][0]), tmp_path / "locked", tmp_path / "restricted"
    with pikepdf.open(path) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="geheim", owner="boss"))
        document.save(restricted, encryption=pikepdf.Encryption(user="", owner="boss"))
    with pytest.raises(errors.PasswordNeededError):
        inspect(locked, LIMITS)
    assert inspect(restricted, LIMITS).notes == ("restricted",)


@pytest.mark.parametrize(
    ("catalog", "objects", "note"),
    [
        ("/OpenAction<</S/JavaScript/JS(app.alert(1))>>", [], "javascript"),
        ("", [b"<</Type/Action/S/Launch/F(cmd.exe)>>"], "launch"),
        ("", [b"<</Type/Action/S/URI/URI(http://example.invalid/)>>"], "uri"),
        ("", [b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 1 1]>>"], "attachments"),
        ("/AcroForm<</Fields[10 0 R]>>", [b"<</FT/Tx/T(a)>>"], "form"),
    ],
)
def test_what_hides_in_a_pdf_is_noted(tmp_path: Path, catalog: str, objects: list[bytes], note: str) -> None:
    assert inspect(_put(tmp_path, samples.pdf([b""], catalog=catalog, objects=objects)), LIMITS).notes == (note,)


def test_dynamic_form_is_refused(tmp_path: Path) -> None:
    xfa = "/AcroForm<</Fields[]/XFA(x)>>"
    with pytest.raises(errors.DynamicFormError):
        inspect(_put(tmp_path, samples.pdf([b""], catalog=xfa)), LIMITS)
    xfa = "/AcroForm<</Fields[10 0 R]/XFA(x)>>"
    waiting = samples.pdf([samples.text(50, 700, "Please wait...")], catalog=xfa, objects=[b"<</FT/Tx/T(a)>>"])
    with pytest.raises(errors.DynamicFormError):
        inspect(_put(tmp_path, waiting), LIMITS)
    static = samples.pdf([samples.text(50, 700, "Name:")], catalog=xfa, objects=[b"<</FT/Tx/T(a)>>"])
    assert inspect(_put(tmp_path, static), LIMITS).notes == ("form", "xfa")


def test_image_without_a_picture_is_damaged(tmp_path: Path) -> None:
    chunk = b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    with pytest.raises(errors.DamagedFileError):
        inspect(_put(tmp_path, b"\x89PNG\r\n\x1a\n" + chunk), LIMITS)


@needs_corpus
def test_every_hostile_file_is_judged_as_its_table_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = hostile_folder(tmp_path_factory)
    wrong = []
    for row in hostile_rows():
        try:
            inspect(row.path(folder), Limits())
            outcome = "accepted"
        except errors.RefusedError as error:
            outcome = "quarantined"
            assert error.message_ja.endswith("。")
        expected = {"quarantined"} if row.growing else row.outcomes
        if outcome not in expected:
            wrong.append((row.label, outcome))
    assert wrong == []


def test_pillow_reads_what_inspection_took(tmp_path: Path) -> None:
    """The structural check is no stricter and no laxer than the decoder on our own samples."""
    for data, kind, _ in WHOLE.values():
        if kind not in (MediaKind.PDF, MediaKind.HEIC):
            with Image.open(io.BytesIO(data)) as image:
                image.load()
