"""Deleted is gone: from the answers, from the arrays, and from the bytes on the disk."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile

from daemon.keys import RECOMMENDER, STORE
from daemon.passing_files import new_export, new_upload
from daemon.store.backup import check_backup, write_backup
from tests.daemon.given import card, event, video_id
from tests.daemon.lived import lived
from tests.daemon.running import Daemon

TITLE = "A title nobody else would think of"


async def test_after_deletion_no_byte_of_it_is_left(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1, video=card(1, TITLE, "A rare channel"))]})
    await daemon.post("/api/signals", {"events": [event("search", None, query="a rare question")]})
    reply = await daemon.ask("DELETE", "/api/data", {"confirm": True})
    assert reply.json == {"success": True, "epoch": 2, "backups": 0}
    left = b"".join(file.read_bytes() for file in daemon.data_dir.rglob("*") if file.is_file())
    for secret in (TITLE, "A rare channel", "a rare question", video_id(1)):
        assert secret.encode() not in left
    assert len(daemon.app[RECOMMENDER].catalog) == 0
    assert set((await daemon.get("/api/status"))["counts"].values()) == {0}


async def test_backups_are_listed_and_go_with_the_data(daemon: Daemon) -> None:
    folder = daemon.data_dir / "backups"
    write_backup(daemon.data_dir / "ownfeed.db", folder / "ownfeed-1.db")
    assert (await daemon.get("/api/status"))["backups"] == ["ownfeed-1.db"]
    assert (await daemon.ask("DELETE", "/api/data", {"confirm": True})).json["backups"] == 1
    assert list(folder.iterdir()) == []


async def test_files_that_waited_go_with_the_data_and_other_peoples_stay(daemon: Daemon) -> None:
    folder, other = daemon.data_dir / "uploads", daemon.user_id + 1
    theirs = [new_upload(folder, other, ".zip"), new_export(folder, other)]
    mine = [new_upload(folder, daemon.user_id, ".tgz"), new_export(folder, daemon.user_id), folder / "left-over.zip"]
    for file in (*theirs, *mine):
        file.write_text(TITLE)
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    assert set(folder.iterdir()) == set(theirs)


async def test_what_was_being_made_of_the_data_goes_with_them(daemon: Daemon) -> None:
    await lived(daemon)
    await daemon.settled()
    await daemon.post("/api/videos/personas/refresh", {})
    await asyncio.sleep(0.2)  # the clustering has begun, in a process of its own
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    await daemon.post("/api/rank", {"surface": "home", "cards": [card(1, TITLE)]})
    await daemon.settled()
    assert (await daemon.get("/api/videos/personas"))["personas"] == []
    assert [job for job in await daemon.app[STORE].jobs.newest() if job.user_id is not None and job.params] == []


async def test_the_program_stays_paired_and_learns_of_the_new_epoch(daemon: Daemon) -> None:
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    hello = await daemon.ask("POST", "/api/hello", {"client_id": daemon.client_id, "nonce": "0" * 16}, headers={})
    assert hello.json["epoch"] == 2


async def test_nothing_is_deleted_without_saying_so(daemon: Daemon) -> None:
    await daemon.post(f"/api/videos/{video_id(1)}/rate", {"rating": "up"})
    for body in ({}, {"confirm": False}, {"confirm": "true"}, None):
        assert (await daemon.ask("DELETE", "/api/data", body)).status == 400
    assert (await daemon.get("/api/status"))["counts"]["ratings"] == 1


async def test_one_persons_deletion_leaves_the_others_alone(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1, video=card(1, TITLE))]})
    await daemon.command("POST", "/api/users", {"name": "Ada"})
    mine = daemon.token
    await daemon.pair(await daemon.new_code(user="Ada"))
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1), event("thumbs_up", 2)]})
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    daemon.token = mine
    assert (await daemon.get(f"/api/videos/{video_id(1)}"))["title"] == TITLE
    assert (await daemon.get("/api/status"))["counts"]["ratings"] == 1


async def test_what_is_told_while_data_are_deleted_does_not_bring_them_back(daemon: Daemon) -> None:
    cards = [card(n, f"{TITLE} {n}") for n in range(20)]
    asking = [asyncio.create_task(daemon.post("/api/rank", {"surface": "home", "cards": cards})) for _ in range(8)]
    await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    await daemon.post("/api/videos/video000001/rate", {"rating": "up"})
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    await asyncio.gather(*asking)
    counts = (await daemon.get("/api/status"))["counts"]
    assert (counts["signals"], counts["ratings"], counts["personas"]) == (0, 0, 0)


async def test_data_may_be_deleted_while_they_are_still_being_loaded(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1, video=card(1, TITLE))]})
    assert (await daemon.ask("DELETE", "/api/data", {"confirm": True})).status == 200
    person = await daemon.app[RECOMMENDER].person(daemon.user_id)
    assert (person.ratings, set(person.known)) == ({}, set())


async def test_a_backup_made_over_the_wire_is_a_checked_copy_in_the_folder_of_backups(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1)]})
    made = await daemon.post("/api/data/backup", {})
    assert made["name"] in (await daemon.get("/api/status"))["backups"]
    file = daemon.data_dir / "backups" / made["name"]
    check_backup(file)
    assert file.stat().st_size == made["size_bytes"]
    assert file.stat().st_mode & 0o777 == 0o600


async def test_an_export_made_over_the_wire_holds_what_the_person_did_and_leaves_nothing_behind(daemon: Daemon) -> None:
    told = event("thumbs_up", 1)
    await daemon.post("/api/signals", {"events": [told]})
    before = {file for file in daemon.data_dir.rglob("*") if file.is_file()}
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/json"}
    async with daemon.session.post(
        f"http://127.0.0.1:{daemon.port}/api/data/export", data="{}", headers=headers
    ) as reply:
        assert (reply.status, reply.content_type) == (200, "application/zip")
        content = await reply.read()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("signals.jsonl"))["id"] == told["id"]
    assert {file for file in daemon.data_dir.rglob("*") if file.is_file()} <= before
