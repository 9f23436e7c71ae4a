"""Subscriptions and playlists are read by the form of their rows, whatever language their headings are in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from daemon.importers import Record
from tests.daemon.importers.exports import reading, zipped

CHANNEL = "UCuAXFkgsw1L7xaCfnd5JJOw"
AT = 1_772_048_157.0
EXPORTED_AT = 1_780_000_000


def read_table(tmp_path: Path, name: str, text: str) -> list[Record]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (EXPORTED_AT, EXPORTED_AT))
    return reading(path).records


@pytest.mark.parametrize(
    "heading", ["Channel Id,Channel Url,Channel Title", "Kanaal-ID,Kanaal-URL,Kanaaltitel", "チャンネル ID,,"]
)
def test_subscriptions_get_the_time_of_the_export(heading: str, tmp_path: Path) -> None:
    row = f'{CHANNEL},http://www.youtube.com/channel/{CHANNEL},"Rick, Roll & ""Co"""'
    assert read_table(tmp_path, "Abos.csv", f"\ufeff{heading}\r\n{row}\r\n") == [
        Record("subscribe", float(EXPORTED_AT), channel_id=CHANNEL, channel_name='Rick, Roll & "Co"')
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Liked videos-videos.csv", "like"),
        ("Videos mit positiver Bewertung-Videos.csv", "like"),
        ("Vidéos « J'aime »-vidéos.csv", "like"),
        ("Vidéos « J_aime »-vidéos(1).csv", "like"),
        ("Vídeos que me gustan-vídeos.csv", "like"),
        ("高く評価した動画-動画.csv", "like"),
        ("Watch later-videos.csv", "saved"),
        ("Später ansehen-Videos.csv", "saved"),
        ("My favourites videos.csv", "saved"),
    ],
)
def test_a_playlist_gives_likes_or_saved_videos(name: str, kind: str, tmp_path: Path) -> None:
    text = "Video ID,Playlist Video Creation Timestamp\ndQw4w9WgXcQ,2026-02-25T19:35:57+00:00\n\n"
    assert [(r.kind, r.video_id, r.occurred_at) for r in read_table(tmp_path, name, text)] == [
        (kind, "dQw4w9WgXcQ", AT)
    ]


def test_the_playlists_of_2021_are_read_and_their_id_tells_likes(tmp_path: Path) -> None:
    table = (
        "Playlist Id,Channel Id,Time Created,Time Updated,Title,Description,Visibility\n"
        "{id},UCx,2015-01-01 10:00:00 UTC,2021-05-01 10:00:00 UTC,Mine,,Private\n\n"
        "Video Id,Time Added\n dQw4w9WgXcQ,2026-02-25 19:35:57 UTC\n"
    )
    for playlist_id, kind in ((f"LL{CHANNEL[2:]}", "like"), (f"PL{CHANNEL}", "saved")):
        (record,) = read_table(tmp_path, "x.csv", table.format(id=playlist_id))
        assert (record.kind, record.occurred_at) == (kind, AT)


@pytest.mark.parametrize(
    "text",
    [
        "Comment ID,Channel ID,Comment Create Timestamp\nUgxKREWxIgDrw8w2e_Z,UCx,2026-02-25T19:35:57+00:00\n",
        "Video ID,Approx Duration (ms)\ndQw4w9WgXcQ,212000\n",
        f"Channel ID,Channel Country\n{CHANNEL},AT\n",
        "Video ID,Song Title,Album\ndQw4w9WgXcQ,A song,An album\n",
        'a,"never closed\n' + "x,y\n" * 100,
        "a\x00b,c\n",
        ",\n,,\n",
    ],
)
def test_other_tables_give_nothing(text: str, tmp_path: Path) -> None:
    zipped(tmp_path / "t.zip", {"a.csv": text, "b.csv": f"{CHANNEL},https://www.youtube.com/channel/{CHANNEL},R\n"})
    assert [record.channel_id for record in reading(tmp_path / "t.zip").records] == [CHANNEL]
