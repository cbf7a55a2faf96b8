"""Pages as images and exact text: every kind of file, hidden text layers, and a child that dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from extractors import renderchild
from extractors.rendering import RenderedPage, Renderer
from models import errors
from models.limits import Limits
from models.pages import Source
from tests.corpus import DEV, hostile_folder, hostile_rows, needs_corpus
from tests.extractors import samples

WIDE = "/XObject<</Im1 10 0 R>>"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer(Limits(render_seconds=30)) as made:
        yield made


def _page(renderer: Renderer, folder: Path, data: bytes, index: int = 0) -> RenderedPage:
    path = folder / "file"
    path.write_bytes(data)
    return renderer.render(path, index)


def _draw(width: float, height: float) -> bytes:
    return f"q {width} 0 0 {height} 0 0 cm /Im1 Do Q\n".encode()


LETTER = samples.text(72, 700, "Application form") + samples.text(72, 600, "Total 100,000 yen")


def test_born_digital_page(renderer: Renderer, tmp_path: Path) -> None:
    page = _page(renderer, tmp_path, samples.pdf([b"", LETTER]), 1)
    assert (page.index, page.born_digital, page.hidden_text) == (1, True, "")
    assert [line.text for line in page.lines] == ["Application form", "Total 100,000 yen"]
    assert page.image.shape == (2339, 1653, 3) and page.image.dtype == np.uint8
    assert page.dpi == pytest.approx(200, abs=1)
    line = page.lines[0]
    assert line.box.x0 == pytest.approx(200, abs=3) and line.char_x is not None and len(line.char_x) == len(line.text)
    x0, y0, x1, y1 = (int(v) for v in (line.box.x0, line.box.y0, line.box.x1, line.box.y1))
    assert page.image[y0:y1, x0:x1].min() < 60, "the ink lies in the box"
    assert page.image[y1 + 20 : y1 + 100].min() > 200, "and not below it"


@pytest.mark.parametrize("mode", [3, 7])
def test_invisible_text_is_a_hint_only(renderer: Renderer, tmp_path: Path, mode: int) -> None:
    page = _page(renderer, tmp_path, samples.pdf([samples.text(72, 700, "Not on the paper", mode=mode)]))
    assert (page.lines, page.born_digital) == ((), False)
    assert "Not on the paper" in page.hidden_text
    assert page.image.min() == 255


@pytest.mark.parametrize("under", [True, False])
def test_text_layer_of_a_scan_is_a_hint_only(renderer: Renderer, tmp_path: Path, under: bool) -> None:
    """Invisible text over the scan, or ordinary text painted before it: neither is on the paper."""
    layer = samples.text(72, 700, "O8I wrong reading", mode=0 if under else 3)
    content = layer + _draw(595, 842) if under else _draw(595, 842) + layer
    page = _page(renderer, tmp_path, samples.pdf([content], resources=WIDE, objects=[samples.image_object(827, 1170)]))
    assert (page.lines, page.born_digital) == ((), False)
    assert "O8I wrong reading" in page.hidden_text


def test_white_text_on_white_is_hidden(renderer: Renderer, tmp_path: Path) -> None:
    """The font is inside the file, so no ink means that nothing is there (a font the system lacks proves nothing)."""
    box = b"<</Length 42>>stream\n600 0 0 0 500 700 d1 0 0 500 700 re f\nendstream"
    to_unicode = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <61> <7a> <0061> endbfrange endcmap"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97/LastChar 122"
        b"/Widths[" + b"600 " * 26 + b"]/Encoding<</Type/Encoding/Differences[97" + b"/box" * 26 + b"]>>"
        b"/CharProcs<</box 11 0 R>>/Resources<<>>/ToUnicode 12 0 R>>"
    )
    cmap = b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode)
    content = samples.text(72, 700, "blackenough").replace(b"/F1", b"/T3")
    content += samples.text(72, 600, "white", colour="1 g").replace(b"/F1", b"/T3")
    # A second /Font entry would be ignored, so the Type 3 font stands in the place of the ordinary one.
    data = samples.pdf([content], objects=[font, box, cmap]).replace(b"/Font<</F1 3 0 R>>", b"/Font<</T3 10 0 R>>")
    page = _page(renderer, tmp_path, data)
    assert [line.text for line in page.lines] == ["blackenough"]
    assert page.hidden_text == "white"


def test_text_typed_onto_a_scan_is_kept_but_does_not_make_it_born_digital(renderer: Renderer, tmp_path: Path) -> None:
    content = _draw(595, 842) + samples.text(72, 700, "received 2025-05-01")
    page = _page(renderer, tmp_path, samples.pdf([content], resources=WIDE, objects=[samples.image_object(827, 1170)]))
    assert [line.text for line in page.lines] == ["received 2025-05-01"]
    assert not page.born_digital


def test_page_turned_by_rotate(renderer: Renderer, tmp_path: Path) -> None:
    page = _page(renderer, tmp_path, samples.pdf([LETTER], page="/Rotate 90"))
    assert page.image.shape[:2] == (1653, 2339)
    assert (page.lines, page.born_digital) == ((), False), "sideways text needs turning first"
    assert "Application form" in page.hidden_text


def test_crop_box_moves_the_text_along(renderer: Renderer, tmp_path: Path) -> None:
    page = _page(renderer, tmp_path, samples.pdf([LETTER], page="/CropBox[50 550 400 800]"))
    assert page.image.shape[:2] == (pytest.approx(695, abs=2), pytest.approx(973, abs=2))
    assert page.lines[0].box.x0 == pytest.approx((72 - 50) / 72 * 200, abs=3)


def test_form_values_are_read_and_shown(renderer: Renderer, tmp_path: Path) -> None:
    value = "佐藤 健一".encode("utf-16-be").hex()
    field = (
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V<feff{value}>/Rect[100 500 300 530]/F 4/DA(/F1 12 Tf 0 g)>>"
    ).encode()
    tick = (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(t)/V/Yes/AS/Yes/Rect[100 400 115 415]/F 4"
        b"/AP<</N<</Yes 12 0 R/Off 12 0 R>>>>>>"
    )
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 15 15]/Length 0>>stream\n\nendstream"
    data = samples.pdf(
        [samples.text(72, 700, "Name")], page="/Annots[10 0 R 11 0 R]", objects=[field, tick, look],
        catalog="/AcroForm<</Fields[10 0 R 11 0 R]/DR<</Font<</F1 3 0 R>>>>/DA(/F1 12 Tf 0 g)>>",
    )  # fmt: skip
    page = _page(renderer, tmp_path, data)
    fields = {line.text: line for line in page.lines if line.source is Source.FORM_FIELD}
    assert set(fields) == {"佐藤 健一", "☑"}
    box = fields["佐藤 健一"].box
    assert (box.x0, box.y0) == (pytest.approx(278, abs=2), pytest.approx((842 - 530) / 72 * 200, abs=2))
    assert page.image[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].min() < 100, "the value is painted"


def test_comb_field_gives_every_character_its_place(renderer: Renderer, tmp_path: Path) -> None:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(1234567)/MaxLen 7/Ff 16777216/Rect[72 500 282 530]/F 4"
        b"/DA(/F1 12 Tf 0 g)>>"
    )
    data = samples.pdf(
        [b""], page="/Annots[10 0 R]", objects=[field],
        catalog="/AcroForm<</Fields[10 0 R]/DR<</Font<</F1 3 0 R>>>>/DA(/F1 12 Tf 0 g)>>",
    )  # fmt: skip
    (line,) = _page(renderer, tmp_path, data).lines
    assert line.char_x is not None
    assert np.diff(line.char_x) == pytest.approx(np.full(6, 30 / 72 * 200), abs=1)


def test_huge_page_is_bounded(renderer: Renderer, tmp_path: Path) -> None:
    page = _page(renderer, tmp_path, samples.pdf([LETTER], media="0 0 20000 20000"))
    assert max(page.image.shape[:2]) <= 3500


def test_scan_in_a_pdf_keeps_its_own_pixels(renderer: Renderer, tmp_path: Path) -> None:
    chess = (np.indices((1169, 827)).sum(axis=0) % 2 * 255).astype(np.uint8)
    body = zlib.compress(chess.tobytes())
    image = (
        b"<</Type/XObject/Subtype/Image/Width 827/Height 1169/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body)
    )
    page = _page(
        renderer,
        tmp_path,
        samples.pdf([_draw(595.44, 841.68)], media="0 0 595.44 841.68", resources=WIDE, objects=[image]),
    )
    assert page.image.shape == (1169, 827, 3)
    assert np.array_equal(page.image[:, :, 0], chess), "no resampling"


def test_fine_scan_is_averaged_down_to_200_dpi(renderer: Renderer, tmp_path: Path) -> None:
    page = _page(
        renderer,
        tmp_path,
        samples.pdf([_draw(595, 842)], resources=WIDE, objects=[samples.image_object(4960, 7016, 90)]),
    )
    assert page.image.shape[:2] == (pytest.approx(2339, abs=1), pytest.approx(1653, abs=1))
    assert page.image.mean() == pytest.approx(90, abs=2)


def test_fax_pixels_become_square(renderer: Renderer, tmp_path: Path) -> None:
    fax = Image.new("1", (1728, 1146), 1)
    page = _page(renderer, tmp_path, samples.encoded(fax, "TIFF", compression="group4", dpi=(204, 98)))
    assert page.image.shape[:2] == (pytest.approx(2386, abs=1), 1728)
    assert page.dpi == pytest.approx(204)


def test_claimed_fax_pixels_that_would_spoil_the_paper_are_not_believed(renderer: Renderer, tmp_path: Path) -> None:
    a4 = Image.new("1", (1240, 1754), 1)
    page = _page(renderer, tmp_path, samples.encoded(a4, "TIFF", compression="group4", dpi=(204, 98)))
    assert page.image.shape[:2] == (1754, 1240)


def test_photographs_are_not_enlarged_and_large_ones_are_bounded(renderer: Renderer, tmp_path: Path) -> None:
    small = _page(renderer, tmp_path, samples.encoded(samples.paper(400, 300), "JPEG", dpi=(72, 72)))
    assert small.image.shape[:2] == (300, 400)
    large = _page(renderer, tmp_path, samples.encoded(Image.new("RGB", (5000, 4000), "white"), "JPEG"))
    assert large.image.shape[:2] == (2800, 3500)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(renderer: Renderer, tmp_path: Path, orientation: int) -> None:
    upright = samples.paper(300, 200)
    turned = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = upright if turned is None else upright.transpose(turned)
    page = _page(renderer, tmp_path, samples.encoded(stored, "PNG", exif=exif))
    assert np.array_equal(page.image, np.asarray(upright))


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "CMYK", {}),
        ("JPEG", "L", {}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}),
        ("PNG", "P", {}),
        ("PNG", "1", {}),
        ("WEBP", "RGB", {}),
        ("BMP", "RGB", {}),
    ],
)
def test_every_kind_comes_out_black_on_white(
    renderer: Renderer, tmp_path: Path, kind: str, mode: str, options: dict[str, object]
) -> None:
    page = _page(renderer, tmp_path, samples.encoded(samples.paper().convert(mode), kind, **options))
    assert samples.is_black_on_white(page.image)


def test_sixteen_bit_grey(renderer: Renderer, tmp_path: Path) -> None:
    values = np.full((200, 300), 65535, dtype=np.uint16)
    values[50:80] = 0
    page = _page(renderer, tmp_path, samples.encoded(Image.fromarray(values), "TIFF"))
    assert (page.image[20].mean(), page.image[60].mean()) == (255, 0)


def test_transparency_lies_on_white(renderer: Renderer, tmp_path: Path) -> None:
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (50, 50, 250, 80))
    page = _page(renderer, tmp_path, samples.encoded(image, "PNG"))
    assert (int(page.image[10, 10, 0]), int(page.image[60, 100, 0])) == (255, 0)


def test_pages_of_a_tiff(renderer: Renderer, tmp_path: Path) -> None:
    pages = [Image.new("RGB", (100, 100), colour) for colour in ("red", "lime", "blue")]
    data = samples.encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    for index in (2, 0, 1):
        assert int(_page(renderer, tmp_path, data, index).image[50, 50].argmax()) == index
    with pytest.raises(errors.RenderError):
        _page(renderer, tmp_path, data, 3)


def test_pages_that_do_not_exist(renderer: Renderer, tmp_path: Path) -> None:
    for index in (-1, 1, 10**9):
        with pytest.raises(errors.RenderError):
            _page(renderer, tmp_path, samples.pdf([LETTER]), index)


def test_file_that_changed_under_its_name_is_read_anew(renderer: Renderer, tmp_path: Path) -> None:
    first = _page(renderer, tmp_path, samples.pdf([samples.text(72, 700, "The first letter")]))
    second = _page(renderer, tmp_path, samples.pdf([samples.text(72, 700, "Another second one")]))
    assert (first.lines[0].text, second.lines[0].text) == ("The first letter", "Another second one")


def test_broken_page_leaves_the_renderer_alive(renderer: Renderer, tmp_path: Path) -> None:
    with pytest.raises((errors.RenderError, errors.RefusedError)):
        _page(renderer, tmp_path, samples.encoded(samples.paper(), "JPEG")[:200])
    assert _page(renderer, tmp_path, samples.pdf([LETTER])).born_digital


def test_password_is_told(renderer: Renderer, tmp_path: Path) -> None:
    import pikepdf

    source, locked = tmp_path / "a", tmp_path / "b"
    source.write_bytes(samples.pdf([LETTER]))
    with pikepdf.open(source) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="geheim", owner="boss"))
    with pytest.raises(errors.PasswordNeededError):
        renderer.render(locked, 0)


def test_killed_child_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf([LETTER]))
    with Renderer() as renderer:
        assert renderer.child_pid is None, "nothing runs before it is needed"
        renderer.render(path, 0)
        first = renderer.child_pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        assert renderer.render(path, 0).born_digital
        assert renderer.child_pid not in (None, first)
        second = renderer.child_pid
    assert renderer.child_pid is None and second is not None
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_time_limit_kills_the_child_and_the_next_page_works(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.pdf", tmp_path / "good.pdf"
    # Each form draws the one before ten times: work grows tenfold a level, the file by a line.
    forms = []
    for depth in range(12):
        inner = b"0 0 1 1 re f\n" if depth == 0 else b"/X Do\n" * 10
        resources = b"" if depth == 0 else b"/Resources<</XObject<</X %d 0 R>>>>" % (10 + depth - 1)
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 600 850]%s/Length %d>>stream\n%s\nendstream"
            % (resources, len(inner), inner)
        )
    slow.write_bytes(samples.pdf([b"/X Do"], resources=f"/XObject<</X {10 + 11} 0 R>>", objects=forms))
    good.write_bytes(samples.pdf([LETTER]))
    with Renderer(Limits(render_seconds=3)) as renderer:
        with pytest.raises(errors.RenderError):
            renderer.render(slow, 0)
        assert renderer.render(good, 0).born_digital


def test_memory_limit_ends_in_an_error_of_the_page(tmp_path: Path) -> None:
    big, good = tmp_path / "big.png", tmp_path / "good.pdf"
    big.write_bytes(samples.encoded(Image.new("RGB", (9000, 9000), "white"), "PNG"))
    good.write_bytes(samples.pdf([LETTER]))
    with Renderer(Limits(render_memory_bytes=600 * 1024 * 1024)) as renderer:
        with pytest.raises(errors.RenderError):
            renderer.render(big, 0)
        assert renderer.render(good, 0).born_digital


def test_child_that_cannot_start_is_not_the_pages_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf([LETTER]))
    with Renderer(Limits(render_memory_bytes=1024)) as renderer, pytest.raises(errors.RendererUnavailableError):
        renderer.render(path, 0)


def test_threads_may_share_a_renderer(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf([samples.text(72, 700, f"This is page {i}") for i in range(4)]))
    seen: dict[int, str] = {}

    def work(index: int) -> None:
        seen[index] = renderer.render(path, index).lines[0].text

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {i: f"This is page {i}" for i in range(4)}


def test_cage_takes_network_and_files_away() -> None:
    """In a child of our own: after the cage, nobody outside can be reached and nothing can be written."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"""
import socket, sys, tempfile
from extractors.renderchild import cage
from models.limits import Limits
socket.create_connection(("127.0.0.1", {port}), timeout=5).close()
cage(Limits())
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=5)
    print("network")
except OSError:
    pass
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with tempfile.TemporaryFile() as f:
        f.write(b"x" * 10); f.flush()
    print("files")
except OSError:
    pass
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
        )
    refused = done.stdout.split()
    assert "files" not in refused
    if _may_unshare():
        assert "network" not in refused


def _may_unshare() -> bool:
    """Whether this kernel lets us take the network away."""
    code = "import ctypes,sys; l=ctypes.CDLL(None); sys.exit(l.unshare(0x40000000) != 0 and l.unshare(0x50000000) != 0)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_child_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UKETSUKE_DATABASE_URL", "postgresql://user:geheim@host/db")
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf([LETTER]))
    with Renderer() as renderer:
        renderer.render(path, 0)
        environment = Path(f"/proc/{renderer.child_pid}/environ").read_bytes()
    assert b"geheim" not in environment


def test_child_ends_when_its_parent_goes() -> None:
    """End of standard input ends it, without a word."""
    child = subprocess.Popen(
        [sys.executable, "-c", "from extractors.renderchild import main; main()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(b'{"limits": {}}\n')
    child.stdin.close()
    assert child.wait(timeout=60) == 0
    child.stdout.close()
    assert renderchild.__doc__


@needs_corpus
def test_every_accepted_hostile_page_renders(renderer: Renderer, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = hostile_folder(tmp_path_factory)
    for row in hostile_rows():
        path = row.path(folder)
        try:
            facts = renderer.inspect(path)
        except errors.RefusedError:
            continue
        for index in range(facts.page_count):
            page = renderer.render(path, index)
            assert max(page.image.shape[:2]) <= 3500
            for wanted in row.must_read:
                assert wanted in [line.text for line in page.lines], row.label
            if row.label == "invisible-text-only.pdf":
                assert not page.lines and not page.born_digital and page.image.min() == 255
            elif row.label not in ("huge-page.pdf",):
                assert samples.is_black_on_white(page.image), row.label


@needs_corpus
@pytest.mark.parametrize("name", ["0005/scan7083.pdf", "0012/SCN_7334.pdf", "0016/Scan22514.pdf", "0030/Scan27113.pdf"])
def test_garbage_layers_of_scanners_never_become_lines(renderer: Renderer, name: str) -> None:
    path = DEV / name
    for index in range(renderer.inspect(path).page_count):
        page = renderer.render(path, index)
        assert (page.lines, page.born_digital) == ((), False)
        assert index or page.hidden_text


@needs_corpus
def test_text_of_an_uploaded_form(renderer: Renderer) -> None:
    page = renderer.render(DEV / "0013" / "交付申請書.pdf", 0)
    found = {line.text.replace(" ", "") for line in page.lines}
    assert page.born_digital and page.hidden_text == ""
    assert {"申請日", "令和6年11月1日", "6340013", "電話番号", "0744(96)1556", "医療法人社団飛鳥会", "補助率"} <= found


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_scan_looks_the_same_whatever_way_its_pixels_are_kept(renderer: Renderer, tmp_path: Path, mode: str) -> None:
    drawn = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(drawn).rectangle((100, 200, 400, 260), fill="black")
    as_image, as_pdf = tmp_path / "scan.png", tmp_path / "scan.pdf"
    drawn.convert(mode).save(as_image, dpi=(150, 150))
    drawn.convert(mode).save(as_pdf, "PDF", resolution=150)
    for path in (as_image, as_pdf):
        page = renderer.render(path, 0)
        assert page.image.shape == (1754, 1240, 3)
        assert page.image[230, 250].tolist() == [0, 0, 0]
        assert page.image[800, 600].tolist() == [255, 255, 255]


def test_a_coloured_stamp_on_a_grey_scan_keeps_its_colour(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    Image.new("L", (1240, 1754), 240).save(path, "PDF", resolution=150)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 1 0 0 rg 100 100 200 200 re f Q")
        pdf.save(path)
    image = renderer.render(path, 0).image
    assert (image[..., 0].astype(int) - image[..., 1] > 100).any()
