"""What a person looks at while the data cannot be written, which must go on, and must not stand still afterwards."""

from __future__ import annotations

import random
from typing import Final

from .telling import Connection, Ledger, until

READ: Final = ("/healthz", "/api/status", "/api/videos?limit=30")


class Reader:
    """One program that only asks."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = Connection(port, token)
        self.times = 0

    def read(self) -> list[str]:
        """Ask everything once; return what was not answered."""
        self.times += len(READ)
        answers = [(path, *self._connection.ask("GET", path)) for path in READ]
        return [f"GET {path} was {status}: {reply}" for path, status, reply in answers if status != 200]

    def goes_on(self, ledger: Ledger, rng: random.Random) -> list[str]:
        """Tell something after all faults; return what stands still all the same."""
        before = self._feed_id()
        self._connection.tell(ledger, rng)
        return [] if until(lambda: self._feed_id() != before) else ["the feed stays as it was"]

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _feed_id(self) -> object:
        return self._connection.ask("GET", READ[-1])[1]["slate_id"]
