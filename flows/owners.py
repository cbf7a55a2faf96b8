"""Who holds a lease or runs a flow: a process, named by machine, process id and a random part."""

from __future__ import annotations

import os
import socket
from uuid import uuid4


def this_process() -> str:
    """A name for this process that no other ever has."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex[:8]}"


def is_dead(owner: str) -> bool | None:
    """Whether the process that `owner` names is no more; None where it ran on another machine, so nobody here knows."""
    host, _, rest = owner.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
