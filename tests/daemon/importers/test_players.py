"""What FreeTube, NewPipe and Invidious keep is read too, from files made up after theirs."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite

from daemon.errors import UnreadableHistory
from daemon.importers import Record
from tests.daemon.importers.exports import reading, zipped

AT = 1_782_812_537
CHANNEL = "UC0123456789012345678901"
VIDEO = "dQw4w9WgXcQ"
EXPORTED_AT = 1_790_000_000.0


def written(path: Path, content: str) -> Path:
    """A file last changed at EXPORTED_AT."""
    path.write_text(content, encoding="utf-8")
    os.utime(path, (EXPORTED_AT, EXPORTED_AT))
    return path


def lines(*objects: object) -> str:
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects)


def watched(video_id: str = VIDEO, at: int = AT, **more: object) -> dict[str, object]:
    """A line of FreeTube's history.db."""
    facts = {"videoId": video_id, "title": "Über Brot", "author": "Bäckerei", "authorId": CHANNEL, "_id": video_id}
    return {**facts, "timeWatched": 1000 * at + 123, "lengthSeconds": 600, "watchProgress": 0, "type": "video", **more}


def test_freetubes_history_holds_watches_and_how_far_they_were_played(tmp_path: Path) -> None:
    path = written(tmp_path / "history.db", lines(watched(watchProgress=93.5), {"$$indexCreated": {"fieldName": "x"}}))
    assert reading(path).records == [
        Record("watch", float(AT), VIDEO, "Über Brot", CHANNEL, "Bäckerei", watch_seconds=93.5, source="freetube")
    ]


def test_what_was_deleted_in_freetube_is_no_watch(tmp_path: Path) -> None:
    gone = {"$$deleted": True, "_id": VIDEO}
    path = written(tmp_path / "history.db", lines(watched(), gone, watched("abcdefghijk"), gone))
    assert [record.video_id for record in reading(path).records] == ["abcdefghijk"]
    path = written(tmp_path / "history.db", lines(watched(), gone, watched(at=AT + 60)))
    assert reading(path).of("watch")[-1].occurred_at == AT + 60


def test_freetubes_subscriptions_playlists_and_searches_are_read_from_its_folder(tmp_path: Path) -> None:
    profile = {"name": "All Channels", "bgColor": "#AA00FF", "subscriptions": [{"id": CHANNEL, "name": "Bäckerei"}]}
    playlist = {"playlistName": "Favorites", "videos": [{"videoId": VIDEO, "title": "Brot", "timeAdded": 1000 * AT}]}
    written(tmp_path / "profiles.db", lines(profile))
    written(tmp_path / "playlists.db", lines(playlist))
    written(tmp_path / "search-history.db", lines({"_id": "sourdough", "lastUpdatedAt": 1000 * AT}))
    written(tmp_path / "settings.db", lines({"_id": "baseTheme", "value": "dark"}))
    result = reading(tmp_path)
    assert result.of("subscribe") == [
        Record("subscribe", EXPORTED_AT, channel_id=CHANNEL, channel_name="Bäckerei", source="freetube")
    ]
    assert result.of("saved") == [Record("saved", float(AT), VIDEO, "Brot", source="freetube")]
    assert result.of("search") == [Record("search", float(AT), query="sourdough", source="freetube")]
    assert result.skipped == {}


INVIDIOUS = {
    "subscriptions": [CHANNEL, "nobody"],
    "watch_history": ["aaaaaaaaaaa", "bbbbbbbbbbb", VIDEO],
    "preferences": {"dark_mode": "dark", "feed_menu": ["Popular"]},
    "playlists": [{"title": "Later", "description": "", "privacy": "Private", "videos": [VIDEO]}],
}


def test_invidious_tells_the_order_of_what_was_watched_the_newest_last(tmp_path: Path) -> None:
    result = reading(written(tmp_path / "subscription_manager.json", json.dumps(INVIDIOUS)))
    watches = sorted(result.of("watch"), key=lambda record: record.occurred_at)
    assert [watch.video_id for watch in watches] == INVIDIOUS["watch_history"]
    assert watches[-1].occurred_at == EXPORTED_AT
    assert all(watch.is_undated for watch in watches)
    assert [(len(result.of(kind)), result.skipped) for kind in ("saved", "subscribe")] == 2 * [(1, {"unrecognised": 1})]
    assert "holds no times" in result.notes[0]


def test_subscriptions_exported_by_newpipe_are_told_from_those_of_other_sites(tmp_path: Path) -> None:
    def channel(service_id: int) -> dict[str, object]:
        return {"service_id": service_id, "url": f"https://www.youtube.com/channel/{CHANNEL}", "name": "Bäckerei"}

    content = {"app_version": "0.27.2", "app_version_int": 999, "subscriptions": [channel(0), channel(1)]}
    result = reading(written(tmp_path / "newpipe_subscriptions.json", json.dumps(content)))
    assert result.records == [
        Record("subscribe", EXPORTED_AT, channel_id=CHANNEL, channel_name="Bäckerei", source="newpipe")
    ]
    assert result.skipped == {"other": 1}


def newpipe(path: Path, *, journal_mode: str = "WAL", leave_out: str = "downloads") -> Path:
    """A database as NewPipe makes it."""
    database: Any = sqlite.connect(path, isolation_level=None)
    with closing(database):
        database.execute(f"PRAGMA journal_mode = {journal_mode}")
        for table in (
            "`streams` (`uid` INTEGER PRIMARY KEY, `service_id` INTEGER, `url` TEXT, `title` TEXT, `uploader` TEXT, `uploader_url` TEXT)",
            "`stream_history` (`stream_id` INTEGER, `access_date` INTEGER, `repeat_count` INTEGER)",
            "`stream_state` (`stream_id` INTEGER PRIMARY KEY, `progress_time` INTEGER)",
            "`search_history` (`creation_date` INTEGER, `service_id` INTEGER, `search` TEXT, `id` INTEGER PRIMARY KEY)",
            "`subscriptions` (`uid` INTEGER PRIMARY KEY, `service_id` INTEGER, `url` TEXT, `name` TEXT)",
            "`playlist_stream_join` (`playlist_id` INTEGER, `stream_id` INTEGER, `join_index` INTEGER)",
        ):
            database.execute(f"CREATE TABLE {table}")
        channel = f"https://www.youtube.com/channel/{CHANNEL}"
        stream = (f"https://www.youtube.com/watch?v={VIDEO}", "Über Brot", "Bäckerei", channel)
        database.execute("INSERT INTO streams VALUES (1, 0, ?, ?, ?, ?)", stream)
        database.execute("INSERT INTO streams VALUES (2, 1, 'https://soundcloud.com/x', 'A song', 'Y', '')")
        database.executemany("INSERT INTO stream_history VALUES (?, ?, 1)", [(1, 1000 * AT + 5), (2, 1000 * AT)])
        database.execute("INSERT INTO stream_state VALUES (1, 93500)")
        database.execute("INSERT INTO search_history VALUES (?, 0, 'sourdough', 1)", (1000 * AT,))
        database.execute("INSERT INTO subscriptions VALUES (1, 0, ?, 'Bäckerei')", (channel,))
        database.execute("INSERT INTO playlist_stream_join VALUES (1, 1, 0)")
        database.execute(f"DROP TABLE IF EXISTS {leave_out}")
    os.utime(path, (EXPORTED_AT, EXPORTED_AT))
    return path


@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
@pytest.mark.parametrize("packed", [False, True], ids=["alone", "in its zip"])
def test_newpipes_database_holds_watches_searches_playlists_and_subscriptions(
    journal_mode: str, packed: bool, tmp_path: Path
) -> None:
    path = newpipe(tmp_path / "newpipe.db", journal_mode=journal_mode)
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    given = path
    if packed:
        given = zipped(tmp_path / "NewPipeData.zip", {"newpipe.db": path.read_bytes(), "preferences.json": "{}"})
    result = reading(given)
    watch = Record("watch", float(AT), VIDEO, "Über Brot", CHANNEL, "Bäckerei", watch_seconds=93.5, source="newpipe")
    assert result.of("watch") == [watch]
    assert result.of("search") == [Record("search", float(AT), query="sourdough", source="newpipe")]
    assert [(each.video_id, each.is_undated) for each in result.of("saved")] == [(VIDEO, True)]
    assert [each.channel_id for each in result.of("subscribe")] == [CHANNEL]
    assert (path.read_bytes(), sorted(set(tmp_path.iterdir()) - {given} | {path})) == before


def test_a_table_that_another_version_of_newpipe_lacks_hides_no_other(tmp_path: Path) -> None:
    result = reading(newpipe(tmp_path / "newpipe.db", leave_out="search_history"))
    assert [len(result.of(kind)) for kind in ("watch", "search", "subscribe")] == [1, 0, 1]


def test_a_damaged_database_of_newpipes_is_refused(tmp_path: Path) -> None:
    path = newpipe(tmp_path / "newpipe.db", journal_mode="DELETE")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableHistory, match=r"newpipe\.db is damaged; export it again\."):
        reading(path)


def test_a_player_that_is_named_refuses_what_is_anothers(tmp_path: Path) -> None:
    path = written(tmp_path / "history.db", lines(watched()))
    assert reading(path, source="freetube").records
    with pytest.raises(UnreadableHistory, match="is of freetube, not of newpipe; leave out --from"):
        reading(path, source="newpipe")
