"""All of a person's data at once."""

from __future__ import annotations

import asyncio
from typing import Final, Literal

from aiohttp import web
from pydantic import BaseModel

from daemon.events import News
from daemon.keys import EVENTS, RECOMMENDER, SETTINGS, STORE
from daemon.rescue import forget_mark, mark
from daemon.store.backup import delete_backups

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()


class WipeIn(Wire):
    """Said in so many words, for there is no way back."""

    confirm: Literal[True]


class WipeOut(BaseModel):
    """It is gone; signals of an older epoch are refused from now on."""

    success: Literal[True] = True
    epoch: int


@routes.add(Route("DELETE", "/api/data", "Delete everything", body=WipeIn, reply=WipeOut, may_last=True))
async def wipe(request: web.Request, _given: WipeIn) -> WipeOut:
    """Delete all data of this person for good, overwritten on the disk, and every backup; programs stay paired."""
    user_id = request[CALLER].user_id
    forget_mark(request.app[SETTINGS])  # before it, or the next start would miss what is deleted now
    epoch = await request.app[RECOMMENDER].wipe(user_id)
    await asyncio.to_thread(delete_backups, request.app[SETTINGS].backups)  # after it: none is begun from the old data
    await mark(request.app[SETTINGS], request.app[STORE])
    request.app[EVENTS].tell(News("state", user_id, {"epoch": epoch}))
    return WipeOut(epoch=epoch)
