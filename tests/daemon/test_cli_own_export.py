"""`ownfeed import` of what `ownfeed export` wrote: there and back, and whatever somebody may have made of the file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest

from daemon.errors import InvalidRequest, UnreadableHistory
from daemon.importers import read
from daemon.jobs.importing import own_export
from daemon.jobs.own_export import check_export

from .given import card, event, one_id, video_id
from .serving import ownfeed, serving

TOLD = [
    event("impression", 1, video=card(1, "Bread", "Oven"), surface="home", position=3),
    event("thumbs_up", 1),
    event("clear_rating", 1, at="2026-11-18T11:30:00Z"),
    event("watch", 2, video=card(2, "Half a 💔 and \\u0000", "Café"), watch={"seconds": 60, "duration_seconds": 90}),
    event("search", None, query="sour dough"),
    event("subscribe", None, channel_name="Oven"),
    event("block_channel", None, channel_name="Loud"),
    event("not_interested", 3),
]
FILES = ("videos.jsonl", "signals.jsonl", "ratings.jsonl", "rules.jsonl", "categories.jsonl", "settings.json")
VIDEO = {"video_id": video_id(1), "title": "Bread"}
SIGNAL = {
    "id": one_id(1),
    "type": "click",
    "occurred_at": "2026-11-18T11:00:00Z",
    "source": "api",
    "video_id": video_id(1),
}


def _lines(export: Path) -> dict[str, list[bytes]]:
    with zipfile.ZipFile(export) as archive:
        return {name: archive.read(name).splitlines() for name in FILES}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a daemon's person did and set, under a name that says nothing."""
    folder = tmp_path_factory.mktemp("exported")
    with serving(folder / "data", until="pairing code") as daemon:
        token = daemon.pair(daemon.code or "")["token"]
        status, reply = daemon.ask("POST", "/api/signals", {"events": TOLD}, token=token)
        assert (status, reply["rejected"]) == (200, [])
        assert daemon.ask("PUT", "/api/settings", {"freshness": 2, "mode": {"home": "shelf"}}, token=token)[0] == 200
        assert daemon.ask("POST", "/api/videos/categories", {"name": "Baking"}, token=token)[0] == 200
        assert ownfeed("export", folder / "whatever", data_dir=folder / "data").returncode == 0
    return folder / "whatever"


@pytest.mark.parametrize("is_served", [True, False], ids=["with a daemon", "without a daemon"])
def test_an_export_comes_back_whole_into_an_empty_directory_and_adds_nothing_the_second_time(
    tmp_path: Path, exported: Path, *, is_served: bool
) -> None:
    with serving(tmp_path / "data") if is_served else nullcontext():
        taken = ownfeed("import", exported, "--json", data_dir=tmp_path / "data")
        assert (taken.returncode, taken.stderr) == (0, "")
        assert json.loads(taken.stdout)["new"] == 3 + 8 + 1 + 1 + 2  # videos, signals, rule, topic, settings
        again = ownfeed("import", exported, "--from", "ownfeed", "--json", data_dir=tmp_path / "data")
        assert (json.loads(again.stdout)["new"], json.loads(again.stdout)["existing"]) == (0, 0)
        assert ownfeed("export", tmp_path / "second.zip", data_dir=tmp_path / "data").returncode == 0
    assert _lines(tmp_path / "second.zip") == _lines(exported)


def _written(path: Path, changed: dict[str, bytes] | None = None, left_out: str = "") -> Path:
    """A whole small export, with some files of it changed or another one added."""
    files = {
        **dict.fromkeys(FILES, b""),
        "videos.jsonl": json.dumps(VIDEO).encode() + b"\n",
        "signals.jsonl": json.dumps(SIGNAL).encode() + b"\n",
        "settings.json": b"{}",
        "personas.json": b"[]",
        **(changed or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if name != left_out:
                archive.writestr(name, content)
    return path


def _line(facts: Mapping[str, object], **changed: object) -> bytes:
    return json.dumps({**facts, **changed}).encode() + b"\n"


HOSTILE: dict[str, dict[str, bytes]] = {
    "a file outside of it": {"../evil.txt": b"x"},
    "an absolute name": {"/etc/evil.json": b"x"},
    "a bomb": {"signals.jsonl": b" " * 50_000_000},
    "a bomb of a setting": {"settings.json": b" " * 50_000_000},
    "a bomb of personas": {"personas.json": b" " * 50_000_000},
    "a line of 100 MB": {"videos.jsonl": b'{"title":"' + b"a" * 100_000_000 + b'"}\n'},
    "no JSON": {"signals.jsonl": b"hello\n"},
    "an empty line": {"signals.jsonl": b"\n"},
    "a list": {"signals.jsonl": b"[]\n"},
    "NaN": {"signals.jsonl": _line(SIGNAL, value=float("nan"))},
    "an endless number": {"signals.jsonl": _line(SIGNAL, value=0).replace(b'"value": 0', b'"value": 1e999')},
    "too large a number": {"videos.jsonl": _line(VIDEO, view_count=10**30)},
    "a negative number": {"videos.jsonl": _line(VIDEO, view_count=-1)},
    "half a character": {"videos.jsonl": _line(VIDEO, title="\ud83d")},
    "no UTF-8": {"videos.jsonl": b'{"title": "\xff"}\n'},
    "NUL": {"videos.jsonl": _line(VIDEO, title="a\0b")},
    "endless nesting": {"rules.jsonl": b"[" * 100_000 + b"\n"},
    "a number for a title": {"videos.jsonl": _line(VIDEO, title=5)},
    "a word for a number": {"videos.jsonl": _line(VIDEO, view_count="5")},
    "an id that is none": {"videos.jsonl": _line(VIDEO, video_id="'; DROP")},
    "an act that is none": {"signals.jsonl": _line(SIGNAL, type="obey")},
    "an act without its video": {"signals.jsonl": _line(SIGNAL, video_id=None)},
    "a time without a zone": {"signals.jsonl": _line(SIGNAL, occurred_at="2026-11-18T11:00:00")},
    "a time that is none": {"signals.jsonl": _line(SIGNAL, occurred_at=1e18)},
    "a rating that is none": {"ratings.jsonl": _line({"video_id": video_id(1), "rating": "x", "rated_at": 0})},
    "a bound of words": {"rules.jsonl": _line({"id": one_id(1), "action": "limit", "match": {"max_seconds": "long"}})},
    "a rule of numbers": {"rules.jsonl": _line({"id": one_id(1), "action": "block", "match": {"channel_name": 5}})},
    "a dial out of range": {"settings.json": b'{"freshness": 1e9}'},
    "a dial of another type": {"settings.json": b'{"hide_watched": "yes"}'},
    "settings that are a list": {"settings.json": b"[]"},
}


@pytest.mark.parametrize("changed", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_as_we_wrote_it_is_refused_in_one_sentence(tmp_path: Path, changed: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableHistory) as refused:
        check_export(_written(tmp_path / "mine.zip", changed))
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 300


@pytest.mark.parametrize("name", [*FILES, "personas.json"])
def test_an_export_without_one_of_its_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableHistory):
        check_export(_written(tmp_path / "mine.zip", left_out=name))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_export_with_a_file_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(_written(tmp_path / "mine.zip"), "a") as archive:
        archive.writestr("signals.jsonl", b"")
    with pytest.raises(UnreadableHistory):
        check_export(tmp_path / "mine.zip")


def test_an_export_of_a_newer_program_may_say_more(tmp_path: Path) -> None:
    check_export(_written(tmp_path / "mine.zip", {"videos.jsonl": _line(VIDEO, mood="calm"), "notes.json": b"{}"}))


def test_a_bad_last_line_leaves_everything_as_it_was(tmp_path: Path) -> None:
    bad = _written(tmp_path / "bad.zip", {"signals.jsonl": _line(SIGNAL) + _line(SIGNAL, type="obey")})
    refused = ownfeed("import", bad, data_dir=tmp_path / "data")
    assert (refused.returncode, refused.stdout, refused.stderr.strip().count("\n")) == (2, "", 0)
    counts = json.loads(ownfeed("status", "--json", data_dir=tmp_path / "data").stdout)["counts"]
    assert (counts["videos"], counts["signals"]) == (0, 0)


@pytest.mark.parametrize("length", [0.3, 0.9, 0.99])
def test_a_truncated_export_is_refused_whatever_it_is_called(tmp_path: Path, length: float) -> None:
    whole = _written(tmp_path / "mine.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * length)])
    assert own_export([cut], "auto") is None
    with pytest.raises(UnreadableHistory):
        list(read([cut]))
    with pytest.raises(UnreadableHistory):
        check_export(cut)


def test_an_export_is_not_taken_for_another_history_nor_another_file_for_an_export(tmp_path: Path) -> None:
    mine = _written(tmp_path / "mine.zip")
    (tmp_path / "other.json").write_text("[]")
    for paths, source in (([mine], "takeout"), ([mine, tmp_path / "other.json"], "auto")):
        with pytest.raises(InvalidRequest):
            own_export(paths, source)
    with pytest.raises(UnreadableHistory):
        check_export(tmp_path / "other.json")
