"""All of a person's data at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, Literal

from aiohttp import web
from pydantic import BaseModel

from daemon.events import News
from daemon.jobs.backup import write_apart
from daemon.keys import CLOCK, EVENTS, JOBS, RECOMMENDER, SETTINGS, STORE
from daemon.moments import stamp
from daemon.passing_files import delete_all, new_export, waiting
from daemon.rescue import mark
from daemon.store.backup import delete_backups
from daemon.store.export import write_export

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()

PIECE_BYTES: Final = 1 << 18


class WipeIn(Wire):
    """Said in so many words, for there is no way back."""

    confirm: Literal[True]


class WipeOut(BaseModel):
    """It is gone; signals of an older epoch are refused from now on."""

    success: Literal[True] = True
    epoch: int
    backups: int
    """How many were deleted; one holds the data of everybody."""


class BackupOut(BaseModel):
    """A checked copy in the folder of backups."""

    name: str
    size_bytes: int


@routes.add(Route("POST", "/api/data/backup", "Back everything up", reply=BackupOut, may_last=True))
async def back_up(request: web.Request) -> BackupOut:
    """Write everything of everybody into one checked file in the data directory, as `ownfeed backup` does."""
    settings = request.app[SETTINGS]
    target = settings.backups / f"ownfeed-{stamp(request.app[CLOCK]())}.db"
    await write_apart(settings.database, target)
    return BackupOut(name=target.name, size_bytes=target.stat().st_size)


@routes.add(Route("POST", "/api/data/export", "Export as JSON", reply_type="application/zip", may_last=True))
async def export(request: web.Request) -> web.StreamResponse:
    """Stream one zip of what this person did, rated and set, as `ownfeed export` writes it; nothing stays behind."""
    app, user_id = request.app, request[CALLER].user_id
    name = (await app[STORE].users.get(user_id)).name
    file = new_export(app[SETTINGS].uploads, user_id)
    try:
        await asyncio.to_thread(write_export, app[SETTINGS].database, file, name)
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="ownfeed-{stamp(app[CLOCK]())}.zip"',
            }
        )
        response.content_length = file.stat().st_size
        await response.prepare(request)
        with file.open("rb") as content:
            with suppress(PermissionError):  # Windows keeps the name of an open file until it is closed
                file.unlink()
            while piece := await asyncio.to_thread(content.read, PIECE_BYTES):
                await response.write(piece)
        await response.write_eof()
    finally:
        file.unlink(missing_ok=True)
    return response


@routes.add(Route("DELETE", "/api/data", "Delete everything", body=WipeIn, reply=WipeOut, may_last=True))
async def wipe(request: web.Request, _given: WipeIn) -> WipeOut:
    """Delete all data of this person for good, overwritten on the disk, files that wait, and every backup; programs stay paired."""
    user_id, settings, store = request[CALLER].user_id, request.app[SETTINGS], request.app[STORE]
    async with request.app[JOBS].halted(user_id):  # one that went on would write down what it made of the old data
        epoch = await request.app[RECOMMENDER].wipe(user_id)
        # After it: none is begun from the old data.
        await asyncio.to_thread(delete_all, settings.uploads, user_id, await waiting(store, but_of=user_id))
    backups = await asyncio.to_thread(delete_backups, settings.backups)
    await mark(settings, store)
    request.app[EVENTS].tell(News("state", user_id, {"epoch": epoch}))
    return WipeOut(epoch=epoch, backups=backups)
