"""Through the real daemon: what is turned moves its own way, and what is taken back leaves every list as it was, bit for bit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.daemon.api.test_dials import CARDS, DIALS, lived
from tests.daemon.running import Daemon

__all__ = ["lived"]

SHARED = [HealthCheck.function_scoped_fixture]
"""One daemon for all examples: each leaves it as it was, which is what is tested."""
RULES: list[dict[str, Any]] = [
    {"action": "block", "match": {"phrase": "chess"}},
    {"action": "limit", "match": {"max_seconds": 300}},
    {"action": "limit", "match": {"topic": "bread baking"}, "amount": 2},
    {"action": "boost", "match": {"topic": "garden flowers"}, "amount": 3},
    {"action": "demote", "match": {"phrase": "football"}},
    {"action": "demote", "match": {"phrase": "football"}, "amount": 3},
]
turns = st.sampled_from([(name, value) for name, values in DIALS.items() for value in values])
wishes = st.sampled_from(RULES)
of_an_interest = st.sampled_from([{"weight": 0.0}, {"weight": 2.5}, {"muted": True}])
changes = st.lists(
    st.tuples(st.just("dial"), turns)
    | st.tuples(st.just("rule"), wishes)
    | st.tuples(st.just("interest"), of_an_interest),
    min_size=1,
    max_size=4,
)


async def lists(daemon: Daemon) -> tuple[Any, Any]:
    """A page and the feed, all that is told of each card; what they are called and when they were made is left out."""
    page = await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
    await daemon.settled()
    feed = await daemon.get("/api/videos?limit=100")
    return page["items"], [feed[name] for name in ("state", "message", "total", "videos")]


async def turned(daemon: Daemon, kind: str, change: Any) -> tuple[str, str, Any]:
    """Do one change; return the request that undoes it."""
    if kind == "rule":
        held = {each["id"]: each for each in (await daemon.get("/api/rules"))["rules"]}
        made = await accepted(daemon, "POST", "/api/rules", {"source": "test", **change})
        path = f"/api/rules/{made['id']}"
        if made["id"] in held:  # it was said before
            return "PATCH", path, {name: held[made["id"]][name] for name in ("amount", "text", "enabled")}
        return "DELETE", path, None
    if kind == "interest":
        before = (await daemon.get("/api/videos/personas"))["personas"][0]
        await accepted(daemon, "PATCH", "/api/videos/personas/0", change)
        return "PATCH", "/api/videos/personas/0", {name: before[name] for name in ("weight", "muted")}
    name, value = change
    before = await daemon.get("/api/settings")
    await accepted(daemon, "PUT", "/api/settings", {name: value})
    return "PUT", "/api/settings", {name: before[name]}


async def accepted(daemon: Daemon, method: str, path: str, body: Any) -> Any:
    """Ask for a change that is made; return what is said of it."""
    reply = await daemon.ask(method, path, body)
    assert reply.status in (200, 201, 204), reply.text
    return reply.json if reply.status != 204 else None


@pytest.mark.timeout(120)
@settings(max_examples=10, deadline=None, suppress_health_check=SHARED)
@given(done=changes)
async def test_whatever_is_changed_and_undone_leaves_page_and_feed_bit_for_bit(
    lived: Daemon, done: list[tuple[str, Any]]
) -> None:
    before = await lists(lived)
    undo = [await turned(lived, kind, change) for kind, change in done]
    await lists(lived)
    for method, path, body in reversed(undo):
        await accepted(lived, method, path, body)
    assert await lists(lived) == before


LIMITS = st.one_of(
    st.tuples(st.just("min_views"), st.lists(st.integers(0, 10**7), min_size=2, max_size=2).map(sorted)),
    st.tuples(st.just("max_age_days"), st.lists(st.integers(1, 200), min_size=2, max_size=2).map(sorted)),
    st.tuples(st.just("impressions_before_hiding"), st.lists(st.integers(1, 5), min_size=2, max_size=2).map(sorted)),
)


@settings(max_examples=8, deadline=None, suppress_health_check=SHARED)
@given(limit=LIMITS, freshness=st.lists(st.floats(0, 3), min_size=2, max_size=2).map(sorted))
async def test_a_dial_turned_further_moves_a_page_no_less(
    lived: Daemon, limit: tuple[str, list[int]], freshness: list[float]
) -> None:
    before, (name, (low, high)) = await lived.get("/api/settings"), limit
    less, more = [
        await page_with(lived, {name: value}) for value in ((high, low) if name == "min_views" else (low, high))
    ]
    assert {video for video, action in less if action == "show"} <= {
        video for video, action in more if action == "show"
    }
    await accepted(lived, "PUT", "/api/settings", {name: before[name]})
    days = [await days_in_front(lived, value) for value in freshness]
    assert days[0] >= days[1]
    await accepted(lived, "PUT", "/api/settings", {each: before[each] for each in ("freshness", "max_in_a_row")})


async def page_with(daemon: Daemon, dials: dict[str, Any]) -> list[tuple[str, str]]:
    await accepted(daemon, "PUT", "/api/settings", dials)
    items = (await daemon.post("/api/rank", {"surface": "home", "cards": CARDS}))["items"]
    return [(item["video_id"], item["action"]) for item in items]


async def days_in_front(daemon: Daemon, freshness: float) -> int:
    """How old the better half of what is shown is, all together, with as many of a channel in a row as there are."""
    ages = {each["video_id"]: int(each["age_text"].split()[0]) for each in CARDS}
    page = await page_with(daemon, {"freshness": freshness, "max_in_a_row": 50})
    shown = [video for video, action in page if action == "show"]
    return sum(ages[video] for video in shown[: max(len(shown) // 2, 10)])
