"""Pages as images and exact text, made in a child process that can do no harm.

What is protected: the process that does the work, from files that a stranger sent. PDFium, Pillow, libheif, libtiff and
pdfminer run only in the child, which has a memory limit (RLIMIT_AS), a time limit for every page (it is killed and a new
one started), no file to write to, none of the parent's environment, and no network where the kernel lets us take it
away. The child answers with plain JSON and raw pixels; nothing is unpickled.

What remains, and is accepted: the child can read the files that its user can read, and tell of them in the text of a
page; a kernel without user namespaces leaves it the network.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

import models.errors
from extractors.files import FileFacts
from models.errors import DamagedFileError, RefusedError, RenderError, RendererUnavailableError, TooLargeError
from models.limits import Limits
from models.pages import TextLine

_HEADER = struct.Struct("<IQ")
#: Starting Python and the libraries takes about a second; a busy machine gets a minute.
_START_SECONDS = 60.0
#: The longest honest answer apart from pixels: the text of one page.
_MAX_JSON = 64 * 1024 * 1024
_MAX_PIXELS_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page as it was delivered (after /Rotate and EXIF), with the text that needs no OCR.

    `image` is height × width × 3 RGB with square pixels, about 200 dpi for a scan, at most 3500 pixels long. `dpi` is
    its resolution (guessed from A4 where the file names none). `lines` are the visible text layer and form values, in
    pixels of `image`. `born_digital` says that they carry the page; on a scan it is False and what stands in an
    invisible layer is `hidden_text`, a hint for people only.
    """

    index: int
    image: npt.NDArray[np.uint8]
    dpi: float
    lines: tuple[TextLine, ...] = ()
    born_digital: bool = False
    hidden_text: str = ""


class Renderer:
    """A long-lived child that renders pages; one call at a time, from any thread.

    Use as a context manager, or call `close`. The child is started on first use, and again after it was killed or died.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def render(self, path: str | os.PathLike[str], page_index: int) -> RenderedPage:
        """Render page `page_index` (from 0) of the delivery stored at `path`.

        Raises:
            RenderError: the page is broken, does not exist, or needs more memory or time than the limits give.
            RefusedError: the file as a whole cannot be opened (see :mod:`extractors.files`).
            RendererUnavailableError: the child cannot be started at all; the page is not to blame.
        """
        answer, pixels = self._ask({"do": "render", "path": _hex(path), "page": page_index})
        height, width, planes = int(answer["height"]), int(answer["width"]), int(answer["planes"])
        if height < 1 or width < 1 or planes not in (1, 3) or height * width * planes != len(pixels):
            raise RenderError("renderer sent pixels of another size")
        image = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, planes)
        return RenderedPage(
            index=page_index,
            image=image if planes == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), np.uint8),
            dpi=float(answer["dpi"]),
            lines=tuple(TextLine.model_validate(line) for line in answer["lines"]),
            born_digital=bool(answer["born_digital"]),
            hidden_text=str(answer["hidden_text"]),
        )

    def inspect(self, path: str | os.PathLike[str]) -> FileFacts:
        """`extractors.files.inspect` in the child: the facts of the file at `path`.

        Raises:
            RefusedError: a subclass says why: `TooLargeError` also when the child ran out of memory or time over it,
                `DamagedFileError` also when a library did not know what to make of it.
            RendererUnavailableError: the child cannot be started at all.
        """
        try:
            answer, _ = self._ask({"do": "inspect", "path": _hex(path)})
        except _OverLimits as error:
            raise TooLargeError(f"inspection failed: {error}") from error
        except RenderError as error:
            raise DamagedFileError(f"inspection failed: {error}") from error
        return FileFacts.model_validate(answer["facts"])

    def close(self) -> None:
        """End the child. The renderer may be used again; it then starts a new one."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, or None."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        with self._lock:
            child = self._running()
            try:
                answer, pixels = self._exchange(child, request, self._limits.render_seconds)
            except _ChildGone as gone:
                self._stop()
                raise _OverLimits(str(gone)) from None
        if "error" in answer:
            raise _error(answer)
        return answer, pixels

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        child = self._start()
        try:
            settings = {"limits": self._limits.model_dump()}
            self._exchange(child, settings, _START_SECONDS)
        except _ChildGone as gone:
            self._stop()
            raise RendererUnavailableError(f"renderer does not start: {gone}") from None
        return child

    def _start(self) -> subprocess.Popen[bytes]:
        root = Path(__file__).resolve().parent.parent
        code = f"import sys; sys.path.insert(0, {str(root)!r}); from extractors.renderchild import main; main()"
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-s", "-P", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_bare_environment(),
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise RendererUnavailableError(f"renderer does not start: {type(error).__name__}") from error
        return self._child

    def _exchange(
        self, child: subprocess.Popen[bytes], request: dict[str, Any], seconds: float
    ) -> tuple[dict[str, Any], bytearray]:
        assert child.stdin is not None and child.stdout is not None
        deadline = time.monotonic() + seconds
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
        except OSError as error:
            raise _ChildGone("renderer died") from error
        fd = child.stdout.fileno()
        text_size, pixel_size = _HEADER.unpack(_read(fd, _HEADER.size, deadline))
        if text_size > _MAX_JSON or pixel_size > _MAX_PIXELS_BYTES:
            raise _ChildGone("renderer sent too much")
        answer = json.loads(bytes(_read(fd, text_size, deadline)))
        return answer, _read(fd, pixel_size, deadline)

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _ChildGone(Exception):
    """The child died or did not answer in time."""


class _OverLimits(RenderError):
    """The work needed more memory or time than the limits give."""


def _read(fd: int, size: int, deadline: float) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    poller = select.poll()
    poller.register(fd, select.POLLIN | select.POLLHUP)
    while view:
        left = deadline - time.monotonic()
        if left <= 0 or not poller.poll(left * 1000):
            raise _ChildGone("over the time limit")
        count = os.readv(fd, [view[: 1 << 20]])
        if not count:
            raise _ChildGone("renderer died, most likely over the memory limit")
        view = view[count:]
    return data


def _hex(path: str | os.PathLike[str]) -> str:
    return os.fsencode(Path(path).absolute()).hex()


def _bare_environment() -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "HOME": "/nonexistent",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _error(answer: dict[str, Any]) -> Exception:
    if answer["error"] == "MemoryError":
        return _OverLimits("over the memory limit")
    kind = getattr(models.errors, str(answer["error"]), None)
    detail, message = str(answer.get("detail", ""))[:200], answer.get("message_ja")
    if isinstance(kind, type) and issubclass(kind, RefusedError | RenderError):
        return kind(detail, message_ja=str(message)[:300] if message else None)
    return RenderError(detail)
