"""Who holds which token, in memory; and the memory of wrong ones."""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daemon.moments import is_longer_ago
from daemon.store.clients import Client, token_hash

from .tabs import Tabs

WRONG_PER_MINUTE: Final = 10
SEEN_EVERY_SECONDS: Final = 60.0


class WrongTries:
    """Counts wrong tokens and codes. A right one is never asked, so nobody can lock the owner out.

    A wrong code beyond the limit is refused and no try at the code, so a flood of them cannot end the code of a person.
    """

    def __init__(self) -> None:
        self._at: deque[float] = deque(maxlen=WRONG_PER_MINUTE)

    def add(self, now: float) -> bool:
        """Count one; return whether there were more than ten within the last minute."""
        too_many = self.too_many(now)
        self._at.append(now)
        return too_many

    def too_many(self, now: float) -> bool:
        """Return whether there were ten within the last minute."""
        return len(self._at) == WRONG_PER_MINUTE and not is_longer_ago(self._at[0], 60, now)


@dataclass(frozen=True, slots=True)
class Known:
    """The bearer of a right token; `client` is None for the commands, who hold the daemon's own."""

    client: Client | None


class Tokens:
    """Every token that is right now, by its SHA-256."""

    def __init__(self, clients: Iterable[Client], commands_token: str | None) -> None:
        self._clients = {client.token_sha256: client for client in clients}
        self._commands = token_hash(commands_token) if commands_token else ""
        self._seen_at: dict[str, float] = {}
        self.wrong = WrongTries()
        self.tabs = Tabs()

    def bearer(self, token: str) -> Known | None:
        """Return who holds this token; None for a wrong one."""
        digest = token_hash(token)
        if hmac.compare_digest(digest, self._commands):
            return Known(None)
        client = self._clients.get(digest)  # timing tells about hashes alone, and nobody can choose those
        return None if client is None else Known(client)

    def by_id(self, client_id: str) -> Client | None:
        """Return a paired program by its id; itself, which came before its tabs."""
        return next((client for client in self._clients.values() if client.client_id == client_id), None)

    def add(self, client: Client) -> None:
        """Let a newly paired program in."""
        self._clients[client.token_sha256] = client

    def remove(self, client_id: str) -> None:
        """Let a program and its tabs in no longer."""
        self.tabs.forget(client_id)
        self._clients = {key: client for key, client in self._clients.items() if client.client_id != client_id}

    def is_due(self, client: Client, now: float) -> bool:
        """Return whether it is time to save that this program was seen; then it counts as saved."""
        due = is_longer_ago(self._seen_at.get(client.client_id, 0.0), SEEN_EVERY_SECONDS, now)
        if due:
            self._seen_at[client.client_id] = now
        return due
