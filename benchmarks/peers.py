"""Other people's programs on the same pages, each installed in an environment of its own beside ours.

* ``ocrmypdf -l jpn --rotate-pages --deskew --jobs N``: Tesseract behind a good pipeline; turns a PDF into a searchable
  one. Needs Debian's ``tesseract-ocr-jpn``, ``tesseract-ocr-osd`` and ``ghostscript``.
* ``rapidocr`` at its defaults: PP-OCR's detection, classification and recognition on ONNX Runtime, in one process with
  as many threads as it likes.

Both read pages and no more: neither sorts papers, knows fields, checks anything or keeps a database. Both get the pages
as images that our renderer has made already, which spares them that work.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.accuracy import BenchmarkError
from benchmarks.processes import Taken, measured

PACKAGES = {
    "ocrmypdf": ("ocrmypdf",),
    "rapidocr": ("rapidocr==3.10.0", "onnxruntime", "opencv-python-headless<5"),
}
DEBIAN = ("tesseract-ocr", "tesseract-ocr-jpn", "tesseract-ocr-osd", "ghostscript")

_RAPIDOCR = """
import json, sys
from rapidocr import RapidOCR
engine = RapidOCR()
lines = 0
for path in json.load(open(sys.argv[1])):
    found = engine(path)
    lines += len(found.txts or ())
print("lines", lines)
"""


@dataclass(frozen=True)
class Peer:
    """One program: its version, and what reading the pages took."""

    name: str
    version: str
    taken: Taken


def install(folder: Path) -> None:
    """Install every peer below `folder`, once; the product's own environment is not touched.

    Raises:
        BenchmarkError: a package is not to be had.
    """
    missing = [p for p in DEBIAN if subprocess.run(["dpkg", "-s", p], capture_output=True, check=False).returncode]
    if missing:
        if os.geteuid() != 0:
            raise BenchmarkError(f"as root, first: apt-get install -y --no-install-recommends {' '.join(missing)}")
        _call(["apt-get", "update", "-qq"])
        _call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing])
    for name, packages in PACKAGES.items():
        home = folder / name
        if (home / "ready").is_file():
            continue
        shutil.rmtree(home, ignore_errors=True)
        _call([sys.executable, "-m", "venv", home])
        _call([home / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
        _call([home / "bin/python", "-m", "compileall", "-q", home / "lib"], fails=False)
        (home / "ready").touch()


def ocrmypdf(folder: Path, images: Sequence[Path], scratch: Path, cores: int) -> Peer:
    """Make `images` searchable: one PDF, one page each."""
    home, source, log = folder / "ocrmypdf", scratch / "pages.pdf", scratch / "ocrmypdf.log"
    Image.open(images[0]).save(
        source, "PDF", resolution=200, save_all=True, append_images=[Image.open(p) for p in images[1:]]
    )
    command: list[str | Path] = [
        home / "bin/ocrmypdf",
        "-l",
        "jpn",
        "--rotate-pages",
        "--deskew",
        "--jobs",
        str(cores),
        "--output-type",
    ]
    code, taken = measured([*command, "pdf", source, scratch / "searchable.pdf"], cores=cores, output=log)
    if code:
        raise BenchmarkError(f"ocrmypdf ended with code {code}; its log: {log}")
    return Peer("ocrmypdf", _version(home, "ocrmypdf"), taken)


def rapidocr(folder: Path, images: Sequence[Path], scratch: Path, cores: int) -> Peer:
    """Read `images` one after another."""
    home, listed, log = folder / "rapidocr", scratch / "images.json", scratch / "rapidocr.log"
    listed.write_text(json.dumps([str(p) for p in images]))
    code, taken = measured([home / "bin/python", "-c", _RAPIDOCR, listed], cores=cores, output=log)
    if code:
        raise BenchmarkError(f"rapidocr ended with code {code}; its log: {log}")
    return Peer("rapidocr", _version(home, "rapidocr"), taken)


def _version(home: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([home / "bin/python", "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _call(command: Sequence[str | os.PathLike[str]], *, fails: bool = True) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if done.returncode and fails:
        raise BenchmarkError(f"{Path(os.fspath(command[0])).name} ended with code {done.returncode}")
