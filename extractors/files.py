"""What a file is, whether all of it is there, and whether it is within the limits. Content decides; names mean nothing.

`inspect` is meant to run in the capped child (:meth:`extractors.rendering.Renderer.inspect`): it opens PDFs with qpdf
and image headers with Pillow. It renders nothing, so a page that turns out to be broken is found later, as a page.

"Complete" means what each format lets one prove: a PDF ends in its %%EOF and opens, a TIFF's chain of directories ends
and its strips lie inside the file, a JPEG reaches its end marker, a PNG its IEND, a WebP the length its header gives, a
BMP its last row, a HEIC the end of its last box. A file that fails this may still be growing: `IncompleteFileError`.
"""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from extractors import imagestructure, pdfstructure
from models.errors import (
    EmptyFileError,
    IncompleteFileError,
    NotAFileError,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFileError,
)
from models.limits import Limits
from models.pages import Frozen

#: A PDF's header may stand behind other bytes, but not far (Adobe's readers look at the first 1024 bytes).
PDF_HEADER_WITHIN = 1024

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"RIFF", b"%PDF-")


class MediaKind(StrEnum):
    """The kinds of file that are taken."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    BMP = "bmp"
    HEIC = "heic"


class FileFacts(Frozen):
    """What is known of a file that can be taken."""

    kind: MediaKind
    page_count: int
    size: int
    notes: tuple[str, ...] = ()
    """Stable words for what an auditor should know, sorted: ``attachments``, ``form``, ``javascript``, ``launch``,
    ``repaired``, ``restricted``, ``uri``, ``xfa``. Nothing of it is ever run, followed or unpacked."""


def inspect(path: Path, limits: Limits) -> FileFacts:
    """The facts of the file at `path`.

    Raises:
        RefusedError: the subclass says why it cannot be taken. `IncompleteFileError` and `EmptyFileError` may pass
            when the writer has not finished: the caller waits.
    """
    size = readable_size(path)
    if size > limits.max_file_bytes:
        raise TooLargeError(f"{size} bytes")
    kind = kind_of(path)
    if kind is MediaKind.PDF:
        pages, notes = pdfstructure.inspect_pdf(path, limits)
    else:
        pages, notes = imagestructure.inspect_image(path, kind.value, limits), ()
    return FileFacts(kind=kind, page_count=pages, size=size, notes=notes)


def readable_size(path: Path) -> int:
    """Size in bytes of the regular file at `path`, found without opening anything else.

    Raises:
        NotAFileError: a link, directory, FIFO, socket or device.
        UnreadableFileError: it is not there or must not be read; nobody may read it (mode 0), even for root.
        EmptyFileError: it has no bytes.
    """
    try:
        info = os.lstat(path)
    except OSError as error:
        raise UnreadableFileError(type(error).__name__) from error
    if not stat.S_ISREG(info.st_mode):
        raise NotAFileError("not a regular file")
    if not info.st_mode & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH) or not os.access(path, os.R_OK):
        raise UnreadableFileError("no read permission")
    if info.st_size == 0:
        raise EmptyFileError("no bytes")
    return info.st_size


def kind_of(path: Path) -> MediaKind:
    """The kind of the file at `path`, by its first bytes.

    Raises:
        UnsupportedFileError: none of ours; its message names the common cases.
        IncompleteFileError: so short, or so empty at its head, that it may become one of ours.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableFileError(type(error).__name__) from error
    with os.fdopen(fd, "rb") as file:
        return kind_of_head(file.read(PDF_HEADER_WITHIN + 8))


def kind_of_head(head: bytes) -> MediaKind:
    """See `kind_of`; `head` is at least the first 1032 bytes of a longer file, or all of a shorter one."""
    if head.startswith(b"\xff\xd8\xff"):
        return MediaKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaKind.PNG
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return MediaKind.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaKind.WEBP
    if head[4:8] == b"ftyp" and _HEIF_BRANDS & {head[i : i + 4] for i in range(8, min(len(head), 64), 4)}:
        return MediaKind.HEIC
    if (
        head[:2] == b"BM"
        and len(head) >= 26
        and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    ):
        return MediaKind.BMP
    _refuse_known(head)
    if 0 <= head.find(b"%PDF-") <= PDF_HEADER_WITHIN:
        return MediaKind.PDF
    if not head.strip(b"\0") or any(magic.startswith(head) for magic in _MAGICS):
        raise IncompleteFileError("only the first bytes are there")
    raise UnsupportedFileError("unknown kind of file")


def _refuse_known(head: bytes) -> None:
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in head:
            _refuse("Word file", "Wordのファイルです。PDFに書き出すか、印刷してスキャンしたものを入れ直してください。")
        if b"xl/" in head:
            _refuse(
                "Excel file", "Excelのファイルです。PDFに書き出すか、印刷してスキャンしたものを入れ直してください。"
            )
        if b"[Content_Types].xml" in head:
            _refuse(
                "Office file", "Officeのファイルです。PDFに書き出すか、印刷してスキャンしたものを入れ直してください。"
            )
        _refuse("ZIP archive", "圧縮ファイル（ZIP）は受け付けられません。中のファイルを取り出して入れ直してください。")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse("OLE file", "古い形式のWord・Excelなどのファイルです。PDFに書き出したものを入れ直してください。")
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        _refuse("program", "プログラムのファイルです。開かずに、運用担当にお知らせください。")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        _refuse("HTML", "ウェブページ（HTML）です。印刷するか、PDFに書き出したものを入れ直してください。")


def _refuse(detail: str, message_ja: str) -> NoReturn:
    raise UnsupportedFileError(detail, message_ja=message_ja)
