"""The store as one object: a database, and one attribute per subject."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from daemon.errors import DatabaseDamaged

from .before_schema import keep_older_schema
from .categories import Categories
from .channels import Channels
from .clients import Clients
from .connection import SQLConnection
from .database import Database
from .egress import Egress
from .embedding_service import EmbeddingService
from .evaluations import Evaluations
from .feeds import Feeds
from .histories import Histories
from .imports import Imports
from .jobs import Jobs
from .lookups import Lookups
from .merging import Merging
from .migrations import MIGRATIONS
from .model_use import ModelUse
from .models import Models
from .outcomes import SlateOutcomes
from .pairing_codes import PairingCodes
from .personas import Personas
from .quota import Quota
from .ratings import Ratings
from .rules import Rules
from .schedule import Schedule
from .searches import Searches
from .services import Services
from .settings import Settings
from .signals import Signals
from .slates import Slates
from .transcripts import Transcripts
from .uploads import Uploads
from .users import Users
from .vectors import Vectors
from .videos import Videos
from .wipe import wipe


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored for one person."""

    videos: int
    signals: int
    ratings: int
    vectors: int
    personas: int


class Store:
    """Everything that is kept. Open it with `await Store.open(path)`, end it with `await store.close()`."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self.path = path
        self.users = Users(database)
        self.clients = Clients(database)
        self.pairing_codes = PairingCodes(database)
        self.videos = Videos(database)
        self.vectors = Vectors(database)
        self.embedding = EmbeddingService(database)
        self.signals = Signals(database)
        self.imports = Imports(database)
        self.merging = Merging(database)
        self.histories = Histories(database)
        self.ratings = Ratings(database)
        self.channels = Channels(database)
        self.slates = Slates(database)
        self.outcomes = SlateOutcomes(database)
        self.models = Models(database)
        self.model_use = ModelUse(database)
        self.personas = Personas(database)
        self.categories = Categories(database)
        self.rules = Rules(database)
        self.settings = Settings(database)
        self.quota = Quota(database)
        self.egress = Egress(database)
        self.services = Services(database)
        self.feeds = Feeds(database)
        self.uploads = Uploads(database)
        self.lookups = Lookups(database)
        self.transcripts = Transcripts(database)
        self.searches = Searches(database)
        self.evaluations = Evaluations(database)
        self.jobs = Jobs(database)
        self.schedule = Schedule(database)

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open or make the database; the caller holds the lock of its directory. An older schema is copied before it goes.

        read_only: look beside a running daemon; nothing is migrated, and every write raises StorageError.

        Raises StorageError, or DatabaseTooNew when a newer program wrote it.
        """
        if not read_only:
            await asyncio.to_thread(keep_older_schema, path)
        return cls(await Database.open(path, read_only=read_only), path)

    async def close(self) -> None:
        """Finish every write that waits, then close the file."""
        await self._database.close()

    async def counts(self, user_id: int) -> Counts:
        """Count what is stored for this person; vectors are everybody's."""
        return await self._database.read(lambda connection: _count(connection, user_id))

    async def extent(self) -> tuple[int, int]:
        """Return the place of the newest signal in the order of arrival, 0 for none, and how often somebody's data were deleted."""
        statement = (
            "SELECT (SELECT coalesce(max(sequence), 0) FROM signals), (SELECT coalesce(sum(epoch - 1), 0) FROM users)"
        )
        signals, deletions = await self._database.read(lambda connection: connection.execute(statement).fetchone())
        return int(signals), int(deletions)

    async def schema_version(self) -> tuple[int, int]:
        """Return the schema the file has, and the newest this program knows."""
        found = await self._database.read(lambda connection: connection.execute("PRAGMA user_version").fetchone()[0])
        return int(found), len(MIGRATIONS)

    def when_damaged(self, told: Callable[[DatabaseDamaged], None]) -> None:
        """Have `told(error)` called, in the loop, whenever the file turns out to be damaged."""
        self._database.on_damage = told

    def tell_damaged(self, error: DatabaseDamaged) -> None:
        """Say that the file was found to be damaged by other means than a question to it."""
        self._database.on_damage(error)

    async def check(self, *, thorough: bool = False) -> list[str]:
        """Return what SQLite finds wrong with the file; [] when all is well.

        thorough: compare every index with its table too, which takes some seconds for each 100 MB.
        """
        return await self._database.read(partial(_check, pragma="integrity_check" if thorough else "quick_check"))

    async def require_sound(self) -> None:
        """Have SQLite compare everything with everything; raises DatabaseDamaged, and tells of it, where something is wrong."""
        found = await self.check(thorough=True)
        if found:
            error = DatabaseDamaged(f"The data are damaged ({found[0]}); OwnFeed puts a backup in their place.")
            self.tell_damaged(error)
            raise error

    async def wipe(self, user_id: int) -> int:
        """Delete everything of this person for good and return their new epoch; paired programs stay paired."""
        return await wipe(self._database, user_id)


def _count(connection: SQLConnection, user_id: int) -> Counts:
    row = connection.execute(
        "SELECT (SELECT count(DISTINCT video_number) FROM video_sources WHERE user_id = :user_id), "
        "(SELECT count(*) FROM signals WHERE user_id = :user_id), "
        "(SELECT count(*) FROM ratings WHERE user_id = :user_id AND rating <> 'none'), "
        "(SELECT count(*) FROM video_embeddings), "
        "(SELECT count(*) FROM personas WHERE user_id = :user_id)",
        {"user_id": user_id},
    ).fetchone()
    return Counts(*row)


def _check(connection: SQLConnection, pragma: str) -> list[str]:
    found = [str(message) for (message,) in connection.execute(f"PRAGMA {pragma}")]
    return [] if found == ["ok"] else found
