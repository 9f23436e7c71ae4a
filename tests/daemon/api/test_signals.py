"""What programs tell is answered after it is stored, and one bad event does not hold up the others."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from daemon.api.exported import parse_line
from daemon.store.export import write_export
from daemon.store.signals import Signal
from tests.daemon.given import card, event, one_id, video_id
from tests.daemon.running import Daemon, running


async def test_signals_are_accepted_once(daemon: Daemon) -> None:
    events = [event("watch", 1, watch={"seconds": 60, "duration_seconds": 100, "fraction": 0.6}), event("click", 1)]
    ids = [each["id"] for each in events]
    assert await daemon.post("/api/signals", {"events": events}) == {
        "accepted": ids,
        "duplicates": [],
        "rejected": [],
    }
    assert (await daemon.post("/api/signals", {"events": events}))["duplicates"] == ids
    assert (await daemon.get("/api/status"))["counts"]["signals"] == 2


async def test_a_watch_may_grow_under_its_id(daemon: Daemon) -> None:
    for seconds in (10, 70):
        watch = {"seconds": seconds, "duration_seconds": 100, "fraction": seconds / 100}
        answer = await daemon.post("/api/signals", {"events": [event("watch", 1, id=one_id(1), watch=watch)]})
        assert answer["accepted"] == [one_id(1)]
    assert (await daemon.get(f"/api/videos/{video_id(1)}"))["watched"] is True


async def test_a_live_video_has_no_length_and_is_taken_all_the_same(daemon: Daemon) -> None:
    answer = await daemon.post("/api/signals", {"events": [event("watch", 1, watch={"seconds": 100})]})
    assert len(answer["accepted"]) == 1


@pytest.mark.parametrize(("seconds", "is_watched"), [(3, False), (200, False), (240, True)])
async def test_a_broadcast_counts_as_watched_once_enough_of_it_was_played_also_after_a_restart(
    tmp_path: Path, seconds: int, is_watched: bool
) -> None:
    live = card(1, "Rocket launch", is_live=True)
    async with running(tmp_path) as daemon:
        watch = event("watch", 1, watch={"seconds": 1}, video=live)
        for played in (1, seconds):
            await daemon.post("/api/signals", {"events": [watch | {"watch": {"seconds": played}}]})
        assert await _watched_and_wanted(daemon) == (is_watched, int(is_watched))
        token = daemon.token
    async with running(tmp_path, paired=False) as daemon:
        daemon.token = token
        assert await _watched_and_wanted(daemon) == (is_watched, int(is_watched))


async def _watched_and_wanted(daemon: Daemon) -> tuple[bool, int]:
    """Return whether the first video counts as watched, and how many count as wanted."""
    ranked = await daemon.post("/api/rank", {"surface": "home", "cards": [card(1, "Rocket launch"), card(2, "Bread")]})
    hidden = {each["video_id"] for each in ranked["items"] if each["action"] == "hide"}
    message = (await daemon.get("/api/videos"))["message"]
    assert (video_id(1) in hidden) == (await daemon.get(f"/api/videos/{video_id(1)}"))["watched"]
    return video_id(1) in hidden, int(message.removeprefix("Rate more videos: ").partition(" ")[0])


async def test_every_type_of_signal_is_taken(daemon: Daemon) -> None:
    about = ["impression", "click", "watch", "thumbs_up", "thumbs_down", "not_interested", "clear_rating", "saved"]
    events = [event(kind, 1) for kind in [*about, "ingested"]]
    events += [event(kind, None, channel_id="UC1") for kind in ("subscribe", "unsubscribe", "block_channel")]
    events += [event("search", None, query="how to bake")]
    assert len((await daemon.post("/api/signals", {"events": events}))["accepted"]) == 13


async def test_a_bad_event_is_named_and_the_others_are_stored(daemon: Daemon) -> None:
    good = event("click", 1)
    bad = [event("click", None), event("dance", 1), event("click", 1, surprise=1), event("click", 1, at="yesterday")]
    bad.append({**event("click", 1), "video_id": "short"})
    answer = await daemon.post("/api/signals", {"events": [*bad, good]})
    assert answer["accepted"] == [good["id"]]
    assert [each["id"] for each in answer["rejected"]] == [each["id"] for each in bad]
    assert all(each["message"] for each in answer["rejected"])


async def test_an_event_without_an_id_refuses_the_batch(daemon: Daemon) -> None:
    assert (await daemon.ask("POST", "/api/signals", {"events": [{"type": "click"}]})).status == 400


async def test_more_than_five_hundred_events_are_too_many(daemon: Daemon) -> None:
    reply = await daemon.ask("POST", "/api/signals", {"events": [event("impression", 1) for _ in range(501)]})
    assert (reply.status, reply.json["error"]["code"]) == (413, "too_large")
    assert (
        len((await daemon.post("/api/signals", {"events": [event("click", n) for n in range(500)]}))["accepted"]) == 500
    )


async def test_signals_of_an_older_epoch_do_not_refill_what_was_deleted(daemon: Daemon) -> None:
    deleted = (await daemon.ask("DELETE", "/api/data", {"confirm": True})).json
    queued = event("watch", 1, epoch=deleted["epoch"] - 1)
    answer = await daemon.post("/api/signals", {"events": [queued]})
    assert [each["id"] for each in answer["rejected"]] == [queued["id"]]
    assert (await daemon.get("/api/status"))["counts"]["signals"] == 0


async def test_a_video_that_came_with_a_signal_is_known_with_its_title(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1, video=card(1, "Baking bread", "Bakery"))]})
    video = await daemon.get(f"/api/videos/{video_id(1)}")
    assert (video["title"], video["channel_name"], video["rating"]) == ("Baking bread", "Bakery", "up")


async def test_ratings_hold_until_they_are_taken_back(daemon: Daemon) -> None:
    for rating, shown in (("up", "up"), ("down", "down"), ("not_interested", "not_interested"), ("none", None)):
        daemon.clock.now += 1
        assert await daemon.post(f"/api/videos/{video_id(1)}/rate", {"rating": rating}) == {"success": True}
        assert (await daemon.get(f"/api/videos/{video_id(1)}"))["rating"] == shown


@pytest.mark.parametrize("at", [1e15, -1e15])
async def test_a_time_that_no_date_can_say_is_refused_and_does_not_spoil_a_reply(daemon: Daemon, at: float) -> None:
    told = [event("click", 1, video=card(1, "Bread", published_at=at)), event("click", 2) | {"occurred_at": at}]
    answer = await daemon.post("/api/signals", {"events": told})
    assert [each["id"] for each in answer["rejected"]] == [each["id"] for each in told]


async def test_what_was_watched_in_sittings_is_watched_and_comes_back_from_an_export(daemon: Daemon) -> None:
    await daemon.ask("PUT", "/api/settings", {"hide_watched_fraction": 0.9})
    await daemon.post("/api/rank", {"surface": "home", "cards": [card(n, f"Bread {n}") for n in (1, 2)]})
    for third in range(3):
        parts = [[1_200 * third, 1_200 * (third + 1)]]
        watch = {"seconds": 1_200, "duration_seconds": 3_600, "fraction": 1 / 3, "parts": parts}
        shown = [video["video_id"] for video in (await daemon.get("/api/videos"))["videos"]]
        assert video_id(1) in shown
        await daemon.post(
            "/api/signals", {"events": [event("watch", 1, at=f"2026-11-1{third}T11:00:00Z", watch=watch)]}
        )
    assert [video["video_id"] for video in (await daemon.get("/api/videos"))["videos"]] == [video_id(2)]
    assert (await daemon.get(f"/api/videos/{video_id(1)}"))["watched"]
    write_export(daemon.data_dir / "ownfeed.db", daemon.data_dir / "mine.zip", None)
    with zipfile.ZipFile(daemon.data_dir / "mine.zip") as archive:
        lines = archive.read("signals.jsonl").splitlines()
    told = [parse_line("signals.jsonl", line) for line in lines]
    assert [each.parts for each in told if isinstance(each, Signal)] == [
        ((0, 1_200),), ((1_200, 2_400),), ((2_400, 3_600),)
    ]  # fmt: skip


async def test_parts_that_are_none_or_too_many_are_rejected(daemon: Daemon) -> None:
    for parts in ([[1]], [[1, 2, 3]], [[-1, 2]], [["a", "b"]], [[0, 1]] * 101):
        told = event("watch", 1, watch={"seconds": 1, "duration_seconds": 9, "parts": parts})
        assert len((await daemon.post("/api/signals", {"events": [told]}))["rejected"]) == 1


async def test_an_id_is_answered_as_its_sender_writes_it(daemon: Daemon) -> None:
    """Systems there are that write them in capitals, and look for them so in the answer."""
    told = event("thumbs_up", 1, id="9B0C5C2E-6F0B-4E1A-8F43-0A8A4F6A1C11")
    late = event("thumbs_up", 1, id="9B0C5C2E-6F0B-4E1A-8F43-0A8A4F6A1C12", at="2096-01-01T00:00:00Z")
    first = await daemon.post("/api/signals", {"events": [told, late]})
    assert (first["accepted"], [each["id"] for each in first["rejected"]]) == ([told["id"]], [late["id"]])
    again = await daemon.post("/api/signals", {"events": [{**told, "id": told["id"].lower()}]})
    assert again["duplicates"] == [told["id"].lower()]
