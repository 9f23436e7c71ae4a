"""HTTP by hand over one socket kept alive: headers no client library would send, a thousand times a second."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

PATIENCE_SECONDS: Final = 60

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` 0 when the other side hung up without a word. `body` is "" of a stream."""

    status: int
    headers: dict[str, str]
    body: str = ""


class Raw:
    """One connection, opened again when the daemon has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None
        self._read = b""

    def ask(self, method: str, path: str, headers: Sequence[Header], body: bytes = b"") -> Answer:
        """Send one request as it is, with a Content-Length where there is a body, and read its answer."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        lines += [f"Content-Length: {len(body)}"] if body else []
        request = "\r\n".join([*lines, "", ""]).encode() + body
        has_body = method != "HEAD"
        answer = self.send(request, has_body=has_body)
        return answer if answer.status else self.send(request, has_body=has_body)

    def send(self, request: bytes, *, has_body: bool = True) -> Answer:
        """Send bytes and read one answer."""
        try:
            self._open().sendall(request)
            return self._answer(has_body)
        except (ConnectionError, EOFError):
            self.close()
            return Answer(0, {})

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _answer(self, has_body: bool) -> Answer:
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        status = int(head[0].split()[1])
        if "content-length" not in headers and status not in (204, 304):
            self.close()  # a stream, whose end nobody waits for
            return Answer(status, headers)
        body = self._exactly(int(headers.get("content-length", 0)) if has_body else 0)
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, body.decode("utf-8", "replace"))

    def _until(self, end: bytes) -> bytes:
        while end not in self._read:
            self._more()
        found, _, self._read = self._read.partition(end)
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _more(self) -> None:
        got = self._open().recv(65_536)
        if not got:
            raise EOFError
        self._read += got

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._read = None, b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
