"""Histories from elsewhere: a batch of records, or a file of any size for a job."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, Literal

from aiohttp import web
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    WrapValidator,
    model_validator,
)

from daemon.disk import require_room
from daemon.errors import TooLarge
from daemon.importers.records import LONGEST
from daemon.jobs.importing import NOT_IMPORTED
from daemon.keys import CLOCK, JOBS, RECOMMENDER, SETTINGS, STORE
from daemon.passing_files import new_upload

from .guard.body import FILE_TYPES
from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment, ShortText, VideoId, Wire

routes: Final = Routes()

MOST_RECORDS: Final = 2_000
CHUNK_BYTES: Final = 1024 * 1024

RecordSource = Literal[
    "takeout", "brave", "chrome", "chromium", "edge", "vivaldi", "opera", "freetube", "newpipe", "invidious",
    "history_page", "api",
]  # fmt: skip


RecordText = Annotated[str, StringConstraints(max_length=LONGEST)]


class RecordIn(Wire):
    """One line of a history; search needs a query, subscribe a channel, the others a video."""

    kind: Literal["watch", "search", "like", "subscribe", "saved"]
    occurred_at: Moment
    video_id: VideoId | None = None
    title: RecordText | None = None
    channel_id: ShortText | None = None
    channel_name: RecordText | None = None
    query: RecordText | None = None
    watch_seconds: Annotated[float, Field(ge=0)] | None = None
    is_undated: bool = False

    @model_validator(mode="after")
    def _has_its_subject(self) -> RecordIn:
        subjects = {"search": self.query, "subscribe": self.channel_id or self.channel_name}
        if not subjects.get(self.kind, self.video_id):
            raise ValueError(f"a record of kind {self.kind} does not say what it is about")
        return self


def _or_nothing(value: Any, validate: Any) -> RecordIn | None:
    """Let one unusable record be counted instead of losing the batch."""
    try:
        record: RecordIn = validate(value)
    except ValidationError:
        return None
    return record


def _few_enough(value: Any) -> Any:
    if isinstance(value, list) and len(value) > MOST_RECORDS:
        raise TooLarge(f"Send at most {MOST_RECORDS} records at once, or a file; these are {len(value)}.")
    return value


class ImportIn(Wire):
    """A batch of records of one source."""

    source: RecordSource
    data: Annotated[list[Annotated[RecordIn, WrapValidator(_or_nothing)]], BeforeValidator(_few_enough)]


class ImportOut(BaseModel):
    """Of a batch: `imported` is `new` (unknown videos) and `existing` (known ones) together. Of a file: its job.

    errors: records that could not be used, and those that lie more than a day in the future, which `future` tells apart.
    """

    imported: int | None = None
    duplicates: int | None = None
    errors: int | None = None
    future: int | None = None
    new: int | None = None
    existing: int | None = None
    job_id: str | None = None


@routes.add(Route("POST", "/api/videos/import", "Take a history in", body=ImportIn, reply=ImportOut, takes_files=True))
async def import_history(request: web.Request, given: ImportIn | None = None) -> ImportOut:
    """Store a batch of records, or keep a streamed file (zip, gzip or octet-stream) and queue a job that reads it; an export of ours too.

    Importing twice is importing once.
    """
    if given is None:
        return await _keep_file(request)
    app, user_id = request.app, request[CALLER].user_id
    records: list[RecordIn | None] = list(given.data)
    usable = [record for record in records if record is not None]
    stored = await app[STORE].imports.add(user_id, given.source, usable, now=app[CLOCK]())
    app[RECOMMENDER].reload_soon(user_id)
    app[JOBS].changed(user_id)
    return ImportOut(
        imported=stored.new + stored.existing,
        duplicates=stored.skipped,
        errors=len(records) - len(usable) + stored.future,
        future=stored.future,
        new=stored.new,
        existing=stored.existing,
    )


async def _keep_file(request: web.Request) -> ImportOut:
    """Write the body to the disk as it comes, so that its size does not matter; a broken upload leaves nothing.

    Raises DiskFull where there is no room for it and its import: before anything is written, if its length is told.
    """
    assert request.content_type in FILE_TYPES
    require_room(request.app[SETTINGS].data_dir, NOT_IMPORTED, for_bytes=request.content_length or 0)
    user_id = request[CALLER].user_id
    path = new_upload(request.app[SETTINGS].uploads, user_id, _suffix(request))
    try:
        await _stream_to(path, request)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    epoch = (await request.app[STORE].users.get(user_id)).epoch
    return ImportOut(job_id=await request.app[JOBS].submit("import", user_id, path=str(path), epoch=epoch))


def _suffix(request: web.Request) -> str:
    return {"application/zip": ".zip", "application/gzip": ".tgz"}.get(request.content_type, "")


async def _stream_to(path: Path, request: web.Request) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        async for chunk in request.content.iter_chunked(CHUNK_BYTES):
            await asyncio.to_thread(_write, file, chunk, path.parent)


def _write(file: BinaryIO, chunk: bytes, folder: Path) -> None:
    require_room(folder, NOT_IMPORTED)  # a body sent in chunks tells no length
    file.write(chunk)
