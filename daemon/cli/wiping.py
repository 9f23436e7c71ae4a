"""`ownfeed wipe`: everything of one person deleted for good, and proved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from daemon.errors import InvalidRequest, StorageError
from daemon.passing_files import delete_all, waiting
from daemon.settings import Settings, load_settings

from .data import require_data, with_store
from .options import DataDir, UserName
from .printing import confirmed
from .running import running

if TYPE_CHECKING:
    from daemon.store import Store

PATIENCE_SECONDS: Final = 600.0
"""How long a running daemon may take, as in the extension: a large file is overwritten and written anew."""


def wipe(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    user: UserName = None,
    data_dir: DataDir = None,
) -> None:
    """Delete everything known of a person. The backups in the data directory, too; there is no way back."""
    settings = load_settings(data_dir=data_dir)
    question = "Delete everything OwnFeed knows of this person, backups too? There is no way back"
    if not yes and not confirmed(question, unanswered="Nothing was deleted; where nobody can answer, give --yes."):
        raise InvalidRequest("Nothing was deleted.")
    left, deleted = _wipe(settings, user)
    if any(left.values()):
        raise StorageError(f"Something is left after the deletion ({left}); stop the daemon and try again.")
    backups = "1 backup was" if deleted == 1 else f"{deleted} backups were"
    typer.echo(f"Everything is gone: 0 signals, 0 ratings, 0 personas are left, and {backups} deleted.")


def _wipe(settings: Settings, user: str | None) -> tuple[dict[str, int], int]:
    """Delete and return what is still counted of the person afterwards, and how many backups were deleted."""
    daemon = running(settings, user)
    if daemon is None:
        require_data(settings)
        return with_store(settings, lambda store: _in_store(settings, store, user))
    told = daemon.send("DELETE", "/api/data", {"confirm": True}, patience_seconds=PATIENCE_SECONDS)
    return _of_person(daemon.get("/api/status")["counts"]), told["backups"]


async def _in_store(settings: Settings, store: Store, user: str | None) -> tuple[dict[str, int], int]:
    from daemon.store.backup import delete_backups

    user_id = (await store.users.named(user)).user_id
    await store.wipe(user_id)
    delete_all(settings.uploads, user_id, await waiting(store, but_of=user_id))
    deleted = delete_backups(settings.backups)
    return _of_person(asdict(await store.counts(user_id))), deleted


def _of_person(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in ("signals", "ratings", "personas")}
