"""A packet to an address of another machine at every start; the address is one that belongs to nobody."""

from __future__ import annotations

import contextlib
import socket

from tests.faults.mutants import looks_up_nothing

NOBODY = "192.0.2.1"


def take_out() -> None:
    """Send it: a datagram socket is connected without a packet, which is enough to be seen."""
    looks_up_nothing.take_out()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending, contextlib.suppress(OSError):
        sending.connect((NOBODY, 9))
