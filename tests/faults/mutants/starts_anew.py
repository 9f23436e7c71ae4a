"""Damaged data are moved away and a new database is begun, which is what a recorder that must go on does."""

from __future__ import annotations

from daemon import app
from daemon.errors import DatabaseDamaged
from daemon.settings import Settings
from daemon.store import Store


def take_out() -> None:
    """Open what is there, whatever is missing; begin anew where it cannot be opened."""

    async def open_anyway(settings: Settings, *, now: float) -> Store:
        del now
        try:
            return await Store.open(settings.database)
        except DatabaseDamaged:
            settings.database.rename(settings.database.with_name("moved-away.db"))
            for log in ("ownfeed.db-wal", "ownfeed.db-shm"):
                settings.database.with_name(log).unlink(missing_ok=True)
            return await Store.open(settings.database)

    vars(app)["open_store"] = open_anyway
