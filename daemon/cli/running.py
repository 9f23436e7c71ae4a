"""A running daemon, as the commands of the same person see it."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from daemon import whereabouts
from daemon.errors import DaemonAway, OwnFeedError, PersonError
from daemon.settings import HOST, Settings

TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where the daemon listens, the commands' token, and the person the requests act for (None: the first one)."""

    port: int
    token: str
    user: str | None = None

    def ensuring(self, user: str | None) -> Daemon:
        """Return the daemon as asked for this person, who is made when new; None stays the first one."""
        if user is None:
            return self
        self.send("POST", "/api/users", {"name": user})
        return replace(self, user=user)

    def get(self, path: str) -> Any:
        """Return the JSON of a GET; raises like `send`."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: object = None, *, patience_seconds: float = TIMEOUT_SECONDS) -> Any:
        """Return the reply's JSON (None for an empty one).

        Raises PersonError or OwnFeedError with the daemon's own sentence, DaemonAway when it does not answer in time.
        """
        content = None if method == "GET" else json.dumps(body or {}).encode()
        return self._ask(method, path, content, self._headers(), patience_seconds)

    def upload(self, path: str, file: Path, content_type: str) -> Any:
        """Send a file piece by piece and return the reply's JSON; raises like `send`."""
        told = {"Content-Type": content_type, "Content-Length": str(file.stat().st_size)}
        with file.open("rb") as content:
            return self._ask("POST", path, content, self._headers() | told)

    def _ask(
        self,
        method: str,
        path: str,
        content: bytes | BinaryIO | None,
        headers: dict[str, str],
        patience_seconds: float = TIMEOUT_SECONDS,
    ) -> Any:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=patience_seconds)
        try:
            connection.request(method, path, content, headers)
            reply = connection.getresponse()
            return _checked(reply.status, reply.read())
        except (OSError, http.client.HTTPException) as error:
            raise DaemonAway(f"The daemon on port {self.port} does not answer ({error}); start it again.") from error
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return headers | ({"OwnFeed-User": quote(self.user)} if self.user else {})


def running(settings: Settings, user: str | None = None) -> Daemon | None:
    """Return the daemon that serves these data, asked for this person, or None."""
    found = whereabouts.find(settings)
    return Daemon(found.port, found.token, user) if found else None


def _checked(status: int, content: bytes) -> Any:
    if status < 400:
        return json.loads(content) if content else None
    message = json.loads(content)["error"]["message"]
    raise PersonError(message) if status < 500 else OwnFeedError(message)
