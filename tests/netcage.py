"""Runs a command where no network but loopback answers, and writes down every packet that tries to leave.

Start it in a new network namespace (``unshare --net`` or ``unshare --map-root-user --net``):

    python netcage.py REPORT.json COMMAND ARGUMENT…

The namespace gets loopback and one tunnel device that leads nowhere; the default route points into it. Whatever any
process of the command, Python or native, sends to another machine (a name server included) ends in the tunnel and in
the report: ``{"trap": true, "code": 0, "packets": ["17 10.0.0.2:53"]}``. Without ``/dev/net/tun`` there is no tunnel
and ``trap`` is false; nothing can leave then either, but attempts are not seen.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
from pathlib import Path

SIOCADDRT, SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK, TUNSETIFF = 0x890B, 0x8914, 0x8916, 0x891C, 0x400454CA
IFF_UP, IFF_RUNNING, IFF_TUN, IFF_NO_PI = 0x1, 0x40, 0x1, 0x1000
RTF_UP, RTF_GATEWAY = 0x1, 0x2


def address(ip: str) -> bytes:
    """A struct sockaddr_in."""
    return struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(ip))


def up(control: socket.socket, device: str) -> None:
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", device.encode(), IFF_UP | IFF_RUNNING))


def tunnel(control: socket.socket) -> int:
    """A tunnel device with the default route into it; returns its file descriptor."""
    with contextlib.suppress(OSError):
        Path("/proc/sys/net/ipv6/conf/default/disable_ipv6").write_text("1")  # the kernel's own chatter is no attempt
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", b"trap0", IFF_TUN | IFF_NO_PI))
    fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16s16s", b"trap0", address("192.0.2.1")))
    fcntl.ioctl(control, SIOCSIFNETMASK, struct.pack("16s16s", b"trap0", address("255.255.255.0")))
    up(control, "trap0")
    route = struct.pack(
        "=8x16s16s16sH6x", address("0.0.0.0"), address("192.0.2.2"), address("0.0.0.0"), RTF_UP | RTF_GATEWAY
    )
    fcntl.ioctl(control, SIOCADDRT, route.ljust(120, b"\0"))
    return fd


def named(packet: bytes) -> str:
    """Protocol and destination of an IP packet."""
    if packet[0] >> 4 != 4:
        return "ipv6"
    header = 4 * (packet[0] & 0xF)
    port = struct.unpack(">H", packet[header + 2 : header + 4])[0] if packet[9] in (6, 17) else 0
    return f"{packet[9]} {socket.inet_ntoa(packet[16:20])}:{port}"


def main() -> None:
    report, command = Path(sys.argv[1]), sys.argv[2:]
    packets: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        up(control, "lo")
        try:
            trap: int | None = tunnel(control)
        except OSError:
            trap = None
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    if trap is not None:
        while ready(trap) or process.poll() is None:
            if ready(trap, 0.2):
                packets.append(named(os.read(trap, 65536)))
    code = process.wait()
    report.write_text(json.dumps({"trap": trap is not None, "code": code, "packets": packets}))


def ready(fd: int, seconds: float = 0.2) -> bool:
    return bool(select.select([fd], [], [], seconds)[0])


if __name__ == "__main__":
    main()
