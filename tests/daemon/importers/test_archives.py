"""A history is found wherever it lies, and an archive that means harm is refused before anything of it is used."""

from __future__ import annotations

import io
import os
import random
import struct
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from daemon.errors import PersonError, UnreadableHistory
from daemon.importers import read
from daemon.importers.limits import Limits
from daemon.importers.own_export import is_own_export
from tests.daemon.importers.exports import as_html, as_json, entries, expected, gathered, reading, zipped
from tests.daemon.importers.languages import ENGLISH

ROWS = entries()
WATCHES = expected(ROWS)
HISTORY = as_json(ROWS, ENGLISH)
NAME = "Takeout/YouTube and YouTube Music/history/watch-history.json"


def tarred(path: Path, files: dict[str, bytes], mode: str = "w:gz", **changes: object) -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            for key, value in changes.items():
                setattr(entry, key, value)
            archive.addfile(entry, io.BytesIO(content))
    return path


def refused(path: Path, limits: Limits | None = None) -> str:
    """The sentence an import of `path` ends in."""
    with pytest.raises(UnreadableHistory) as raised:
        list(read([path], limits=limits))
    assert isinstance(raised.value, PersonError)
    return raised.value.message


@pytest.mark.parametrize(
    "name", [NAME, "watch-history.json", "x/再生履歴.json", unicodedata.normalize("NFD", "é/é.json")]
)
def test_a_zip_is_read_under_any_name(name: str, tmp_path: Path) -> None:
    assert reading(zipped(tmp_path / "x.bin", {name: HISTORY})).records == WATCHES


@pytest.mark.parametrize(("name", "mode"), [("takeout.tgz", "w:gz"), ("takeout.tar", "w:")])
def test_a_tar_archive_is_read_packed_or_not(name: str, mode: str, tmp_path: Path) -> None:
    files = {
        NAME: HISTORY.encode(),
        "Takeout/Drive/holiday.mp4": random.Random(1).randbytes(3_000_000),
        "b.html": as_html(ROWS, ENGLISH).encode(),
    }
    result = reading(tarred(tmp_path / name, files, mode) if mode == "w:" else tarred(tmp_path / name, files))
    assert result.records == WATCHES
    assert result.skipped["already imported"] == len(WATCHES)


def test_the_parts_of_an_export_make_one_history(tmp_path: Path) -> None:
    first = zipped(tmp_path / "takeout-20260830T090000Z-001.zip", {NAME: as_json(ROWS[:6], ENGLISH)})
    second = tarred(tmp_path / "takeout-20260830T090000Z-002.tgz", {NAME: as_json(ROWS[6:], ENGLISH).encode()})
    assert reading(first, second).records == WATCHES


def test_a_part_that_was_forgotten_is_named(tmp_path: Path) -> None:
    first = zipped(tmp_path / "takeout-20260830T090000Z-001.zip", {NAME: as_json(ROWS[:6], ENGLISH)})
    second = zipped(tmp_path / "takeout-20260830T090000Z-002.zip", {"Takeout/Drive/a.txt": "x"})
    zipped(tmp_path / "takeout-20250101T090000Z-001.zip", {NAME: HISTORY})
    assert reading(first).notes == [
        "Not imported, though it belongs to the same export: takeout-20260830T090000Z-002.zip."
    ]
    assert refused(second).endswith("other parts of the export may: give takeout-20260830T090000Z-001.zip too.")
    assert reading(first, second).notes == []


def test_a_folder_is_read_with_the_archives_of_google_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "Takeout" / "YouTube" / "history"
    inner.mkdir(parents=True)
    (inner / "watch-history.html").write_text(as_html(ROWS[:6], ENGLISH), encoding="utf-8")
    (inner / "notes.txt").write_text("no history", encoding="utf-8")
    zipped(tmp_path / "takeout-1.zip", {NAME: as_json(ROWS[6:], ENGLISH)})
    zipped(tmp_path / "holiday.zip", {NAME: as_json(entries(40), ENGLISH)})
    assert {record.video_id for record in reading(tmp_path).records} == {record.video_id for record in WATCHES}


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.json").write_text(HISTORY, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.json").write_text(as_json(ROWS[:3], ENGLISH), encoding="utf-8")
    (folder / "link").symlink_to(outside)
    (folder / "link.json").symlink_to(outside / "a.json")
    assert len(reading(folder).records) == 3


def test_what_macos_and_the_rest_of_google_add_is_passed_over(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        NAME: HISTORY,
        "__MACOSX/Takeout/watch-history.json": "\x00\x05\x16\x07",
        "Takeout/._watch-history.json": "\x00\x05\x16\x07",
        "Takeout/archive_browser.html": "<html><body>archive browser</body></html>",
        "Takeout/Keep/note.json": '{"title": "shopping", "textContent": "milk"}',
        "Takeout/Maps/places.json": '[{"name": "home"}]',
        "Takeout/Drive/empty.json": "",
        "Takeout/Drive/photo.json": b"\xff\xd8\xff\xe0",
    }
    result = reading(zipped(tmp_path / "t.zip", files))
    assert (result.records, sum(result.skipped.values())) == (WATCHES, 3)


def test_names_packed_again_without_utf_8_still_tell_likes(tmp_path: Path) -> None:
    table = b"Video ID,x\ndQw4w9WgXcQ,2026-02-25T19:35:57+00:00\n"
    name = "高く評価した動画-動画.csv"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name.encode().decode("cp437"), table)
    raw = packed.getvalue().replace(name.encode().decode("cp437").encode(), name.encode())
    path = tmp_path / "t.zip"
    path.write_bytes(_without_utf8_flag(zipped(tmp_path / "u.zip", {name: table}).read_bytes()) or raw)
    assert [record.kind for record in reading(path).records] == ["like"]


def _without_utf8_flag(archive: bytes) -> bytes:
    """Clear bit 11 of the flags in the local and the central header."""
    changed = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.index(mark) + offset
        (flags,) = struct.unpack_from("<H", archive, at)
        struct.pack_into("<H", changed, at, flags & ~0x800)
    return bytes(changed)


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/evil.json", "a/../../evil.json", "C:\\evil.json", "..\\evil.json"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    for path in (zipped(tmp_path / "t.zip", {NAME: HISTORY, name: "[]"}), tarred(tmp_path / "t.tgz", {name: b"[]"})):
        assert refused(path) == f"{path.name} holds a file that would lie outside of it and was not read."


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("watch-history.json")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    sentences = {refused(path)}
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        sentences.add(refused(tarred(tmp_path / "t.tgz", {"a.json": b""}, type=kind, linkname="/etc/passwd")))
    assert sentences == {
        f"{n} holds a link, which no export of Google's does, and was not read." for n in ("t.zip", "t.tgz")
    }


def test_an_archive_in_an_archive_is_never_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {NAME: HISTORY}).read_bytes()
    alone = zipped(tmp_path / "alone.zip", {"takeout-001.zip": inner})
    assert refused(alone) == "alone.zip holds further archives, which are not opened; give those instead."
    beside = zipped(tmp_path / "beside.zip", {"inner.zip": inner, NAME: as_json(ROWS[:3], ENGLISH)})
    assert len(reading(beside).records) == 3


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_a_bomb_is_refused_while_it_unpacks(kind: str, tmp_path: Path) -> None:
    bomb = b'[{"titleUrl": 1},' + b" " * 30_000_000
    path = zipped(tmp_path / "b.zip", {NAME: bomb}) if kind == "zip" else tarred(tmp_path / "b.tgz", {NAME: bomb})
    assert path.stat().st_size < 100_000
    assert "unpacks to more than 200 times its size" in refused(path)


def test_a_size_an_archive_only_claims_changes_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {NAME: b'[{"titleUrl": 1},' + b" " * 30_000_000})
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        struct.pack_into("<I", raw, raw.index(mark) + offset, 0x7FFF_FFFF)  # packed bytes: two thousand million
    path.write_bytes(raw)
    refused(path)


def test_more_than_a_limit_is_refused_in_total_and_in_number(tmp_path: Path) -> None:
    small = zipped(tmp_path / "t.zip", {f"{n}.json": HISTORY for n in range(5)}, zipfile.ZIP_STORED)
    assert "holds more than 4 files" in refused(small, Limits(entries=4))
    assert "unpacks to more than 0 MiB" in refused(small, Limits(total_bytes=len(HISTORY.encode()) * 3))
    assert "holds more than 4 files" in refused(
        tarred(tmp_path / "t.tgz", dict.fromkeys("abcde", b"")), Limits(entries=4)
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in "abcde":
        (folder / name).write_bytes(b"")
    assert "holds more than 4 files" in refused(folder, Limits(entries=4))


def test_the_total_counts_a_file_once_though_it_is_read_twice(tmp_path: Path) -> None:
    size = len(HISTORY.encode())
    path = zipped(tmp_path / "t.zip", {NAME: HISTORY}, zipfile.ZIP_STORED)
    assert gathered(read([path], limits=Limits(total_bytes=size))).records == WATCHES


def test_an_encrypted_zip_says_to_unpack_it(tmp_path: Path) -> None:
    raw = bytearray(zipped(tmp_path / "t.zip", {NAME: HISTORY}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    (tmp_path / "t.zip").write_bytes(raw)
    assert refused(tmp_path / "t.zip").endswith("is encrypted or packed in a way not known here; unpack it first.")


def test_a_pipe_is_refused_and_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_own_export(tmp_path / "pipe")
    with pytest.raises(UnreadableHistory, match="is neither a file nor a folder"):
        list(read([tmp_path / "pipe"]))
