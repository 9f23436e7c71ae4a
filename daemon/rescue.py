"""A database that is damaged or gone gives way to the best copy there is, and the person is told: never a silent new start."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from .errors import DatabaseDamaged, OwnFeedError
from .settings import Settings
from .store import Store
from .store.backup import (
    check_backup,
    copied_beside,
    count_signals,
    discard_unfinished,
    fold_log,
    newest_first,
    put_back,
    write_backup,
)
from .store.salvage import mend_values
from .whereabouts import write_private

log = logging.getLogger(__name__)

TOLD_FOR_SECONDS: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Rescue:
    """What happened to the data, for the person; `occurred_at` in seconds since the epoch."""

    occurred_at: float
    sentence: str


async def open_store(settings: Settings, *, now: float) -> Store:
    """Open the data; the caller holds their lock. Damaged ones are put aside first and a copy takes their place.

    Raises DatabaseDamaged, and touches nothing, where there is no copy; StorageError as `Store.open` does.
    """
    discard_unfinished(settings.database)  # of a restore that was killed: nobody else is at one
    try:
        _check_noted(settings)
        store = await _complete(settings)
    except DatabaseDamaged as error:
        await asyncio.to_thread(_rescue, settings, error, now)
        store = await Store.open(settings.database)
    await mark(settings, store)
    return store


async def _complete(settings: Settings) -> Store:
    """Open the store; raises DatabaseDamaged when signals are missing that were there, as after a loss of the log."""
    store = await Store.open(settings.database)
    try:
        marked, deletions = _marked(settings)
        signals, deletions_now = await store.extent()
        missing = marked - signals
        if missing > 0 and deletions in (deletions_now, None):  # what was deleted since is not missing
            raise DatabaseDamaged(f"The last {missing:,} signals are missing from the data in {settings.database}.")
    except BaseException:
        await store.close()
        raise
    return store


async def mark(settings: Settings, store: Store) -> None:
    """Note beside the data how many signals they hold and how often data were deleted, for `open_store` to compare."""
    extent = " ".join(map(str, await store.extent()))
    if not settings.begun.exists() or settings.begun.read_text(encoding="ascii") != extent:
        write_private(settings.begun, extent)


def forget_mark(settings: Settings) -> None:
    """Expect nothing of the data any more: they are about to be replaced by older ones."""
    settings.begun.unlink(missing_ok=True)


def _marked(settings: Settings) -> tuple[int, int | None]:
    """Return what was noted; an older version noted no deletions."""
    try:
        signals, *deletions = map(int, settings.begun.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0, None
    return signals, next(iter(deletions), None)


def note_damage(settings: Settings, error: DatabaseDamaged) -> None:
    """Have the next start put the data aside, for nothing can be put in their place while they are open."""
    write_private(settings.suspect, error.message)


def last_rescue(settings: Settings, *, now: float) -> Rescue | None:
    """Return what a person should still be told, for a week."""
    try:
        rescue = Rescue(**json.loads(settings.rescued.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return rescue if now - rescue.occurred_at < TOLD_FOR_SECONDS else None


def _check_noted(settings: Settings) -> None:
    """Raise DatabaseDamaged for what the last run noticed, and for a file that was there and is gone or empty."""
    is_there = settings.database.exists() and settings.database.stat().st_size > 0
    if not is_there and not settings.begun.exists():  # a first start, or the person moved all of it away
        settings.suspect.unlink(missing_ok=True)
    elif settings.suspect.exists():
        raise DatabaseDamaged(settings.suspect.read_text(encoding="utf-8"))
    elif not is_there:
        raise DatabaseDamaged(f"The data in {settings.database} are gone.")


def _rescue(settings: Settings, damage: DatabaseDamaged, now: float) -> None:
    stamp = time.strftime("%Y-%m-%d-%H%M%S", time.gmtime(now))
    settings.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    mended = settings.backups / f"mended-{stamp}.db"
    copy = _best_copy(settings, mended)
    if copy is None:
        raise DatabaseDamaged(
            f"{damage.message} No sound backup is in {settings.backups}: put one of yours in place with `ownfeed restore FILE`, "
            f"or move {settings.database} and {settings.begun.name} away to start anew."
        )
    aside = settings.backups / f"damaged-{stamp}.db"
    put_back(copied_beside(copy, settings.database), settings.database, aside)
    settings.suspect.unlink(missing_ok=True)
    mended.unlink(missing_ok=True)
    _tell(settings, Rescue(now, _sentence(copy, aside, is_mended=copy == mended)))


def _best_copy(settings: Settings, mended: Path) -> Path | None:
    """Return the newest sound backup, or a copy of the damaged data themselves when it holds as much."""
    backup = _newest_sound(settings.backups)
    if not settings.database.exists():
        return backup
    with contextlib.suppress(OwnFeedError, OSError):
        fold_log(settings.database)
        write_backup(settings.database, mended, mend=mend_values)  # of the tables: an index is made anew
        check_backup(mended, thorough=True)
        if backup is None or count_signals(mended) >= count_signals(backup):
            return mended
    return backup


def _newest_sound(backups: Path) -> Path | None:
    for file in newest_first(backups):
        with contextlib.suppress(OwnFeedError):
            check_backup(file, thorough=True)
            mend_values(file)
            return file
    return None


def _sentence(copy: Path, aside: Path, *, is_mended: bool) -> str:
    if is_mended:
        what = "all that could be read was copied into a new file"
    else:
        made_at = time.strftime("%d %B %Y, %H:%M", time.localtime(copy.stat().st_mtime))
        what = f"the backup of {made_at} took its place, and what came after it is missing"
    kept = " The damaged file is kept beside the backups." if aside.exists() else ""
    return f"The file with your data was damaged or gone: {what}.{kept}"


def _tell(settings: Settings, rescue: Rescue) -> None:
    write_private(settings.rescued, json.dumps(asdict(rescue)))
    log.error("%s (%s)", rescue.sentence, settings.backups)
