"""Programs that tell a daemon what was done, as the extension does, and remember outside of it what it answered."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from tests.daemon.given import card, event
from tests.daemon.serving import PATIENCE_SECONDS

from .looking import looked_at, stored_signals

CLIENTS: Final = 4
VIDEOS: Final = 400
MOST_TOGETHER: Final = 12
KINDS: Final = ("impression", "impression", "watch", "click", "thumbs_up", "thumbs_down", "not_interested")

Event = dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """What was sent and what was answered; one per trial, shared by its tellers."""

    batches: list[tuple[str, ...]] = field(default_factory=list)
    """The ids of every batch that was ever sent, each once."""
    acknowledged: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: deque[list[Event]] = field(default_factory=deque)
    """Batches that were refused or cut off; they are sent again, as from the extension's queue."""

    def take(self, rng: random.Random) -> list[Event]:
        """Return the next batch to send: an old one if there is one, else a new one."""
        try:
            return self.unanswered.popleft()
        except IndexError:
            batch = new_batch(rng)
            self.batches.append(tuple(each["id"] for each in batch))
            return batch


class Connection:
    """One program's connection, kept open as a browser keeps it."""

    def __init__(self, port: int, token: str) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Return status and JSON; raises OSError, HTTPException or ValueError when the daemon dies meanwhile."""
        self._http.request(method, path, None if body is None else json.dumps(body).encode(), self._headers)
        reply = self._http.getresponse()
        return reply.status, json.loads(reply.read())

    def tell(self, ledger: Ledger, rng: random.Random) -> int | None:
        """Send one batch and write down what became of it; return the status, None when the daemon was cut off."""
        batch = ledger.take(rng)
        try:
            status, reply = self.ask("POST", "/api/signals", {"events": batch})
        except (OSError, ValueError, http.client.HTTPException):
            ledger.unanswered.append(batch)
            return None
        ledger.statuses[status] += 1
        if status == 200:
            ledger.acknowledged.update(reply["accepted"], reply["duplicates"])
        else:
            ledger.unanswered.append(batch)
        return status

    def close(self) -> None:
        """Hang up."""
        self._http.close()


def new_batch(rng: random.Random) -> list[Event]:
    """Draw one act, or several at once, half of them about videos that are described."""
    return [_event(rng) for _ in range(rng.choice((1, 1, rng.randint(2, MOST_TOGETHER))))]


def _event(rng: random.Random) -> Event:
    kind = rng.choice(KINDS)
    number = 2 * rng.randrange(VIDEOS) + (kind != "impression")  # seen videos are never clicked, which keeps a count
    more: dict[str, Any] = {"id": UUID(int=rng.getrandbits(128))}
    if rng.random() < 0.5:
        more["video"] = card(number, f"Bread of day {number}", f"Baker {number % 20}")
    if kind == "watch":
        more["watch"] = {"seconds": 60.0, "duration_seconds": 100.0}
    return event(kind, number, **more)


@contextmanager
def telling(port: int, token: str, ledger: Ledger, seed: str, clients: int = CLIENTS) -> Iterator[None]:
    """Have programs tell without a pause until the end of the block, or of the daemon."""
    stop = threading.Event()

    def tell(number: int) -> None:
        rng, connection = random.Random(f"{seed} {number}"), Connection(port, token)
        while not stop.is_set() and connection.tell(ledger, rng) is not None:
            pass
        connection.close()

    threads = [threading.Thread(target=tell, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def broken(database: Path, acknowledged: set[str], batches: Sequence[tuple[str, ...]]) -> list[str]:
    """Return what of the promises does not hold in a database, looked at from outside; [] when all do."""
    stored = stored_signals(database)
    there = set(stored)
    half = [batch for batch in batches if 0 < len(there.intersection(batch)) < len(batch)]
    return [
        *_sentence(len(acknowledged - there), "acknowledged signals are not there"),
        *_sentence(len(stored) - len(there), "signals are there twice"),
        *_sentence(len(half), "batches are there by half"),
        *_sentence(_miscounted(database), "impressions were not counted exactly once"),
        *_sentence(_not_indexed(database), "vectors are not in the index as they are in the table"),
    ]


def _sentence(count: int, what: str) -> Iterator[str]:
    if count:
        yield f"{count} {what}"


def _miscounted(database: Path) -> int:
    """Return by how much what follows from impressions differs from the impressions themselves."""
    statement = (
        "SELECT (SELECT count(*) FROM signals WHERE kind = 'impression'), (SELECT total(times) FROM impressions "
        "WHERE video_id IN (SELECT video_id FROM signals WHERE kind = 'impression'))"
    )
    with looked_at(database) as connection:
        told, counted = connection.execute(statement).fetchone()
    return abs(int(told - counted))


def _not_indexed(database: Path) -> int:
    """Return by how many rows the vector index differs from the vectors, which count; 0 while there is no index."""
    statement = (
        "SELECT (SELECT count(*) FROM video_embeddings WHERE model = (SELECT model FROM vec_index) "
        "AND vector <> zeroblob(length(vector))), (SELECT count(*) FROM vec_videos_rowids)"
    )
    with looked_at(database) as connection:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'vec_videos'").fetchone() is None:
            return 0
        kept, indexed = connection.execute(statement).fetchone()
    return abs(int(kept - indexed))


def until(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS, *, pause_seconds: float = 0.005) -> bool:
    """Look at a state again and again until it holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(pause_seconds)
    return held
