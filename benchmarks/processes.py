"""What a command and everything it starts take: wall time, CPU time, memory. Linux only (it reads /proc)."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Taken:
    """What one command took. `peaks` is the largest resident memory of each of its processes in bytes, by role."""

    wall_s: float
    cpu_s: float
    peaks: dict[str, int] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        """Resident memory of the largest process, in bytes."""
        return max(self.peaks.values(), default=0)


def role(command: str) -> str:
    """What a process of ours does, by its command line; other programs by their name."""
    for words, name in (
        ("prefect.server", "Prefect's server"),
        ("renderchild", "renderer"),
        ("resource_tracker", "Python's resource tracker"),
        ("multiprocessing", "worker"),
        ("uketsuke", "command"),
    ):
        if words in command:
            return name
    return Path(command.split("\0")[0]).name or "?"


def measured(
    command: Sequence[str | os.PathLike[str]],
    *,
    cores: int = 2,
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    every_s: float = 0.25,
) -> tuple[int, Taken]:
    """Run `command` on the first `cores` cores; its exit code and what it took, children included.

    Its output goes to `output`, or to this terminal. Processes that live shorter than `every_s` count for CPU time,
    but may be missed for memory.
    """
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    log = output.open("wb") if output else None
    try:
        process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT if log else None,
            preexec_fn=lambda: os.sched_setaffinity(0, allowed),
        )
        peaks: dict[str, int] = {}
        stop = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, stop, every_s), daemon=True)
        watcher.start()
        code = process.wait()
        stop.set()
        watcher.join()
    finally:
        if log:
            log.close()
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return code, Taken(wall, cpu, peaks)


def cpu_of(pid: int) -> float:
    """User and system time of one process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _watch(root: int, peaks: dict[str, int], stop: threading.Event, every_s: float) -> None:
    while not stop.wait(every_s):
        for pid, resident in _family(root):
            try:
                name = role(Path(f"/proc/{pid}/cmdline").read_text(errors="replace"))
            except OSError:
                continue
            peaks[name] = max(peaks.get(name, 0), resident)


def _family(root: int) -> list[tuple[int, int]]:
    """Process ids of `root` and everything below it, with their resident memory."""
    children: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.name))
        resident[int(entry.name)] = int(fields[21]) * _PAGE
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        todo += children.get(pid, [])
        if pid in resident:
            found.append((pid, resident[pid]))
    return found
