"""The child of :mod:`extractors.rendering`: takes its own rights away, then answers one request at a time.

Requests are JSON, one a line; the first one holds the limits. Answers are a header (two lengths), JSON, raw pixels (RGB or grey).
The end of standard input ends it, and an alarm ends it when nobody is left to do so.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import resource
import signal
import struct
import sys
import warnings
from pathlib import Path
from typing import Any, BinaryIO

from models.errors import RefusedError, RenderError, UketsukeError
from models.limits import Limits

_HEADER = struct.Struct("<IQ")
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Serve until standard input ends."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    limits = Limits.model_validate(json.loads(requests.readline())["limits"])
    cage(limits)
    from extractors.pagework import PageWorker  # heavy, and so after the limits

    worker = PageWorker(limits)
    _send(answers, {"ready": True})
    for line in requests:
        signal.setitimer(signal.ITIMER_REAL, limits.render_seconds + 5)
        answer, pixels = _answer(worker, json.loads(line))
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(answers, answer, pixels)
    sys.stdout = sys.stderr = None
    os._exit(0)


def cage(limits: Limits) -> None:
    """Give up memory beyond the limit, files to write, core dumps, new privileges and the network."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    for what, value in (
        (resource.RLIMIT_AS, limits.render_memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (value, value))


def _answer(worker: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    try:
        if request["do"] == "inspect":
            return {"facts": worker.inspect(path)}, b""
        answer, pixels = worker.render(path, int(request["page"]))
        return answer, pixels
    except (RefusedError, RenderError) as error:
        return {"error": type(error).__name__, "detail": str(error), "message_ja": error.message_ja}, b""
    except UketsukeError as error:
        return {"error": "RenderError", "detail": type(error).__name__}, b""
    except MemoryError:
        return {"error": "MemoryError"}, b""
    except Exception as error:  # a decoder's complaint about this page: its text may hold content, its type does not
        return {"error": "RenderError", "detail": type(error).__name__}, b""


def _send(answers: BinaryIO, answer: dict[str, Any], pixels: bytes = b"") -> None:
    text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    answers.write(_HEADER.pack(len(text), len(pixels)))
    answers.write(text)
    answers.write(pixels)
    answers.flush()
