"""The one port on the one address, and who has it when we do not."""

from __future__ import annotations

import socket

from .errors import PortTaken
from .settings import HOST


def bound(port: int) -> socket.socket:
    """Return a socket that listens on our address, or raise PortTaken with the owner's pid where the system shows it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # at once: until then Linux would let a second program bind the same port
    except OSError as error:
        listener.close()
        owner = port_owner(port)
        who = f"process {owner}" if owner else "another program"
        raise PortTaken(
            f"Port {port} is in use by {who}; stop it or start OwnFeed with --port and another number.",
            details={"port": port, "pid": owner},
        ) from error
    return listener


def port_owner(port: int) -> int | None:
    """The pid that listens on a port of this machine; None when nobody does or the system does not tell."""
    import psutil

    try:
        connections = psutil.net_connections("tcp")
    except (psutil.Error, OSError):
        return None
    owners = [each.pid for each in connections if each.laddr and each.laddr.port == port and each.status == "LISTEN"]
    return next((pid for pid in owners if pid), None)
