"""One person's data as plain text for other programs: a zip of JSON, read row by row in one moment of the database."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from daemon.errors import Conflict, DiskFull, InvalidRequest, NotFound
from daemon.moments import EARLIEST, LATEST

from .connection import SQLConnection, opened
from .migrations import require_newest
from .users import epochs
from .videos import thumbnail_url, watch_url

_VIDEOS: Final = """
SELECT v.video_id, title, channel_name, channel_id, channel_handle, duration_seconds, view_count, like_count,
       published_at, is_live, is_short, tags, category, description, language,
       (SELECT rating FROM ratings r WHERE r.user_id = ?1 AND r.video_id = v.video_id AND rating <> 'none') AS rating
FROM videos v
WHERE EXISTS (SELECT 1 FROM video_sources s WHERE s.user_id = ?1 AND s.video_number = v.number)
   OR EXISTS (SELECT 1 FROM signals s WHERE s.user_id = ?1 AND s.video_number = v.number)
ORDER BY v.rowid
"""
_SIGNALS: Final = """
SELECT signal_id AS id, kind AS type, occurred_at, source, video_id, channel_id, channel_name, query, surface, slate_id,
       position, value, watched_seconds, duration_seconds, fraction, parts
FROM signals WHERE user_id = ? ORDER BY sequence
"""
_RATINGS: Final = "SELECT video_id, rating, rated_at FROM ratings WHERE user_id = ? ORDER BY video_id"
_RULES: Final = """
SELECT rule_id AS id, action, match, amount, surfaces, weekdays, starts_at, ends_at, source, text, enabled, created_at
FROM rules WHERE user_id = ? ORDER BY rule_id
"""
_CATEGORIES: Final = """
SELECT name, description, keywords, source, interest_score, active, created_at
FROM categories WHERE user_id = ? ORDER BY category_id
"""
_PERSONAS: Final = """
SELECT position AS "index", label, named_by_person, activity_score, last_activity, video_count, sample_video_ids, weight,
       muted
FROM personas WHERE user_id = ? ORDER BY position
"""
_SETTINGS: Final = "SELECT name, value FROM settings WHERE user_id = ? ORDER BY name"

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_MOMENTS: Final = {"occurred_at", "published_at", "rated_at", "starts_at", "ends_at", "created_at", "last_activity"}
_FLAGS: Final = {"is_live", "is_short", "enabled", "active", "named_by_person", "muted"}
_JSON: Final = {"parts", "tags", "match", "surfaces", "weekdays", "keywords", "sample_video_ids"}


def write_export(database: Path, target: Path, user: str | None) -> None:
    """Write a person's data to a new zip (mode 0600), also while a daemon writes; no user: the first one's.

    Raises InvalidRequest when `target` is there already, NotFound for an unknown person, Conflict when the data were
    wiped meanwhile or are of an older schema, StorageError when the database cannot be read, DiskFull when there is no room
    for the file, OSError when it cannot be written for another reason; nothing is left behind then.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    with opened(database, read_only=True) as connection:
        require_newest(connection)
        connection.execute("BEGIN")  # one moment for all the files
        user_id = _user_id(connection, user)
        exported = dict(epochs(connection))[user_id]
        try:
            descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                os.fchmod(descriptor, 0o600)
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                    _write_all(archive, connection, user_id)
                stream.flush()
                os.fsync(descriptor)
            connection.execute("COMMIT")
            _publish(unfinished, target)
            if dict(epochs(connection)).get(user_id) != exported:  # what a wipe is to forget must not appear after it
                target.unlink()
                raise Conflict("The data were deleted while they were exported, so the export was deleted too.")
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise DiskFull(f"There is no room for {target}; free some space or choose another place.") from error
        finally:
            unfinished.unlink(missing_ok=True)


def _write_all(archive: zipfile.ZipFile, connection: SQLConnection, user_id: int) -> None:
    videos = (_with_addresses(row) for row in _rows(connection, _VIDEOS, user_id))
    _write(archive, "videos.jsonl", (orjson.dumps(row) + b"\n" for row in videos))
    lines = {
        "signals.jsonl": _SIGNALS,
        "ratings.jsonl": _RATINGS,
        "rules.jsonl": _RULES,
        "categories.jsonl": _CATEGORIES,
    }
    for name, statement in lines.items():
        _write(archive, name, (orjson.dumps(row) + b"\n" for row in _rows(connection, statement, user_id)))
    _write(archive, "personas.json", [orjson.dumps(list(_rows(connection, _PERSONAS, user_id)))])
    settings = connection.execute(_SETTINGS, (user_id,))
    _write(archive, "settings.json", [orjson.dumps({name: orjson.loads(value) for name, value in settings})])


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as stream:
        for piece in pieces:
            stream.write(piece)


def _rows(connection: SQLConnection, statement: str, user_id: int) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(statement, (user_id,))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield {name: _as_told(name, value) for name, value in zip(names, row, strict=True)}


def _with_addresses(video: dict[str, Any]) -> dict[str, Any]:
    """Return a video as `GET /api/videos/{video_id}` tells it, as far as that is stored."""
    return {
        **video,
        "categories": [video["category"]] if video["category"] else [],
        "url": watch_url(video["video_id"]),
        "thumbnail_url": thumbnail_url(video["video_id"]),
    }


def _as_told(name: str, value: Any) -> Any:
    """Return a column as the HTTP interface tells it."""
    if value is None:
        return None
    if name in _MOMENTS:
        value = min(max(value, EARLIEST), LATEST)
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    if name in _FLAGS:
        return bool(value)
    return orjson.loads(value) if name in _JSON else value


def _user_id(connection: SQLConnection, name: str | None) -> int:
    statement = "SELECT user_id FROM users WHERE ?1 IS NULL OR name = ?1 ORDER BY user_id LIMIT 1"
    row = connection.execute(statement, (name,)).fetchone()
    if row is None:
        raise NotFound("There is nobody yet." if name is None else f"There is nobody called {name}.")
    return int(row[0])


def _publish(unfinished: Path, target: Path) -> None:
    """Give the finished file its name, never in the place of another, and see that the name is on the disk too."""
    try:
        target.hardlink_to(unfinished)
    except FileExistsError as error:
        raise InvalidRequest(f"{target} is there already; give the export another name.") from error
    except OSError:  # a memory stick knows no links
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
