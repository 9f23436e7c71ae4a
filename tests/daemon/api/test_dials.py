"""Every dial changes the next slate, by itself, and only within its range."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from daemon.api.settings import SettingsIn
from daemon.keys import RECOMMENDER, STORE
from daemon.store.personas import Persona, PersonaConfig
from tests.daemon.given import card, event, video_id
from tests.daemon.given import facts as told
from tests.daemon.running import NOW, Daemon

SUBJECTS = ("bread baking", "football goals", "chess openings", "garden flowers")
ADJECTIVES = ("amazing", "simple", "old", "secret", "fast", "great")
CARDS = [
    card(
        n,
        f"{ADJECTIVES[n % 6]} {SUBJECTS[n % 4]} part {n}",
        f"{SUBJECTS[n % 4]} channel {n // 4 % 2}",
        view_count=10 ** (1 + n % 7),
        age_text=f"{1 + 7 * n} days ago",
        duration_seconds=90 * 2 ** (n % 6),
    )
    for n in range(28)
]
FOR_ADULTS = 2
DIALS: dict[str, list[Any]] = {
    "hide_watched": [False],
    "hide_watched_fraction": [0.3],
    "hide_age_restricted": [True],
    "impressions_before_hiding": [2],
    "max_age_days": [30],
    "min_views": [1_000],
    "max_in_a_row": [1],
    "freshness": [0.0, 3.0],
    "channel_boost": [0.0, 3.0],
    "view_health": [0.0, 3.0],
    "mix": [{"subscribed": 0.0, "familiar": 0.0, "new": 0.0, "surprise": 1.0}],
    "length": ["short", "medium", "long", {"min_minutes": 30}, {"max_minutes": 2.5}],
    "ranker": ["persona"],
    "compare": [["persona", "hybrid"]],
}
OUT_OF_RANGE = [
    ("impressions_before_hiding", 101, "may be 0 to 100"),
    ("max_age_days", 0, "may be 1 to 36,500"),
    ("min_views", -1, "may be 0 to 1,000,000,000,000"),
    ("max_in_a_row", 0, "may be 1 to 50"),
    ("freshness", 3.1, "may be 0 to 3"),
    ("channel_boost", -0.1, "may be 0 to 3"),
    ("view_health", 4, "may be 0 to 3"),
    ("hide_watched_fraction", 1.5, "may be more than 0 to 1"),
    ("mix", {"subscribed": 0.5, "familiar": 0.5, "new": 0.5, "surprise": 0}, "must sum to 1; these sum to 1.50"),
    ("mix", {"subscribed": 2, "familiar": -1, "new": 0, "surprise": 0}, "less than or equal to 1"),
    ("length", "tiny", "it may be short (under 4 minutes), medium, long (over 20 minutes), or min_minutes"),
    ("length", {"min_minutes": 9, "max_minutes": 5}, "min_minutes must lie below max_minutes, both of 0 to 1,440"),
    ("length", {"max_minutes": 9_999}, "both of 0 to 1,440"),
    ("length", {}, "one may be left out"),
    ("ranker", "magic", "cannot be used: input should be"),
    ("compare", ["hybrid"], "should have at least 2 items"),
    ("compare", ["hybrid", "hybrid"], "name two different rankers"),
]


@pytest.fixture
async def lived(daemon: Daemon) -> Daemon:
    """Somebody who likes bread and chess, follows a channel, has watched one card whole and another in part.

    Of one card the Data API said that it is for adults.
    """
    await order(daemon)
    await daemon.app[RECOMMENDER].written()
    for_adults = told(FOR_ADULTS, is_age_restricted=True)
    await daemon.app[STORE].lookups.save([(for_adults, "described")], now=NOW)
    await daemon.app[RECOMMENDER].reload(daemon.user_id)
    bread = [event("watch", n, watch=watched(0.9), video=facts(n, 0)) for n in range(100, 112)]
    chess = [event("thumbs_up", n, video=facts(n, 2)) for n in range(120, 126)]
    partly = [event("watch", 1, watch=watched(0.4)), event("watch", 5, watch=watched(0.9))]
    seen = [event("impression", 3) for _ in range(2)]
    follows = [event("subscribe", None, channel_name=f"{SUBJECTS[3]} channel 1")]
    await daemon.post("/api/signals", {"events": [*bread, *chess, *partly, *seen, *follows]})
    centroids = np.eye(2, daemon.app[RECOMMENDER].catalog.dimensions, dtype=np.float32)
    catalog = daemon.app[RECOMMENDER].catalog
    for index, number in enumerate((100, 120)):
        centroids[index] = catalog.vectors[catalog.rows([video_id(number)])[0]]
    personas = [Persona(SUBJECTS[2 * n], centroids[n], 0.5, NOW, 10, (video_id(100),)) for n in range(2)]
    await daemon.app[STORE].personas.replace(daemon.user_id, personas, PersonaConfig(2, "ownfeed/static", NOW, 18, 0.4))
    await daemon.app[RECOMMENDER].personas_changed(daemon.user_id)
    return daemon


def watched(fraction: float) -> dict[str, float]:
    return {"seconds": 600 * fraction, "duration_seconds": 600, "fraction": fraction}


def facts(number: int, subject: int) -> dict[str, Any]:
    return card(number, f"{SUBJECTS[subject]} lesson {number}", f"{SUBJECTS[subject]} channel 0")


async def order(daemon: Daemon) -> Any:
    reply = await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
    assert sorted(item["video_id"] for item in reply["items"]) == sorted(each["video_id"] for each in CARDS)
    return reply["ranker"], [(item["video_id"], item["action"]) for item in reply["items"]]


def test_every_dial_that_there_is_has_its_case() -> None:
    assert set(DIALS) == set(SettingsIn.model_fields) - {"mode"}, "the extension, not the daemon, follows `mode`"


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in DIALS.items() for value in values])
async def test_a_dial_changes_the_next_slate(lived: Daemon, name: str, value: Any) -> None:
    before = await order(lived)
    assert await order(lived) == before, "by themselves two orders are the same"
    unset = (await lived.get("/api/settings"))[name]
    reply = await lived.ask("PUT", "/api/settings", {name: value})
    assert reply.status == 200, reply.text
    assert await order(lived) != before
    await lived.ask("PUT", "/api/settings", {name: unset})
    assert await order(lived) == before


async def feed(daemon: Daemon) -> list[str]:
    return [each["video_id"] for each in (await daemon.get("/api/videos?limit=30"))["videos"]]


@pytest.mark.parametrize(
    "change",
    [
        {"freshness": 3.0},
        {"min_views": 1_000},
        {"hide_watched": False},
        {"hide_age_restricted": True},
        {"max_in_a_row": 1, "length": "long"},
    ],
)
async def test_a_preview_says_what_dials_would_change_and_keeps_nothing(lived: Daemon, change: dict[str, Any]) -> None:
    before, settings = await feed(lived), await lived.get("/api/settings")
    effect = await lived.post("/api/settings/preview", change)
    assert await lived.get("/api/settings") == settings
    assert await feed(lived) == before
    await lived.ask("PUT", "/api/settings", change)
    after = await feed(lived)
    assert {each["video_id"] for each in effect["added"]} <= set(after)
    assert {each["video_id"] for each in effect["removed"]}.isdisjoint(after)
    places = {each["video_id"]: each["after"] for each in effect["moved"] + effect["added"]}
    assert places
    assert sum(after[place] == each for each, place in places.items()) >= len(places) / 2, "chance has a few places"


async def test_a_preview_of_dials_as_they_are_changes_nothing(lived: Daemon) -> None:
    settings = await lived.get("/api/settings")
    assert await lived.post("/api/settings/preview", settings) == {"added": [], "removed": [], "moved": []}
    refused = await lived.ask("POST", "/api/settings/preview", {"freshness": 9})
    assert (refused.status, "may be 0 to 3" in refused.json["error"]["message"]) == (400, True)


async def test_what_is_for_adults_is_hidden_on_a_page_and_in_no_list_once_the_dial_says_so(lived: Daemon) -> None:
    hidden = video_id(FOR_ADULTS)

    async def lists() -> list[list[str]]:
        near = video_id(FOR_ADULTS + 4)  # of the same subject
        paths = ("trending?limit=100", f"{near}/similar?limit=50")
        replies = [await lived.get(f"/api/videos/{path}") for path in paths]
        return [await feed(lived), *([each["video_id"] for each in reply["videos"]] for reply in replies)]

    assert all(hidden in each for each in await lists()), "an adult who is signed in can watch it"
    effect = await lived.post("/api/settings/preview", {"hide_age_restricted": True})
    assert [each["video_id"] for each in effect["removed"]] == [hidden]
    await lived.ask("PUT", "/api/settings", {"hide_age_restricted": True})
    assert not any(hidden in each for each in await lists())
    reply = await lived.post("/api/rank", {"surface": "home", "cards": CARDS})
    (item,) = (each for each in reply["items"] if each["video_id"] == hidden)
    assert (item["action"], [each["kind"] for each in item["reasons"]]) == ("hide", ["age_restricted"])


@pytest.mark.parametrize("change", [{"weight": 0.0}, {"muted": True}])
async def test_a_dial_of_an_interest_changes_the_next_slate(lived: Daemon, change: dict[str, Any]) -> None:
    before = await order(lived)
    assert (await lived.ask("PATCH", "/api/videos/personas/0", change)).status == 200
    assert await order(lived) != before


async def test_the_mode_of_a_surface_is_there_for_the_extension_at_once(lived: Daemon) -> None:
    for mode in ("off", "decorate", "rerank", "shelf", "replace"):
        reply = await lived.ask("PUT", "/api/settings", {"mode": {"home": mode}})
        assert (reply.json["mode"]["home"], reply.json["mode"]["watch_next"]) == (mode, "rerank")


async def test_modes_that_are_chosen_at_the_same_time_all_hold(daemon: Daemon) -> None:
    chosen = {"home": "shelf", "watch_next": "off", "search": "rerank", "subscriptions": "off", "channel": "off"}
    await asyncio.gather(*(daemon.ask("PUT", "/api/settings", {"mode": {name: mode}}) for name, mode in chosen.items()))
    assert (await daemon.get("/api/settings"))["mode"] == chosen


@pytest.mark.parametrize(("name", "value", "sentence"), OUT_OF_RANGE)
async def test_a_value_out_of_range_is_refused_with_the_range(
    daemon: Daemon, name: str, value: Any, sentence: str
) -> None:
    before = await daemon.get("/api/settings")
    reply = await daemon.ask("PUT", "/api/settings", {name: value})
    assert reply.status == 400
    assert sentence in reply.json["error"]["message"]
    assert name in reply.json["error"]["message"]
    assert await daemon.get("/api/settings") == before


async def test_the_first_places_of_a_feed_follow_the_mix(lived: Daemon) -> None:
    mix = {"subscribed": 0.25, "familiar": 0.5, "new": 0.0, "surprise": 0.25}
    await lived.ask("PUT", "/api/settings", {"mix": mix, "max_in_a_row": 50})
    videos = (await lived.get("/api/videos?limit=100"))["videos"]
    first = [video["channel_name"] for video in videos[:8]]
    assert sum(name == f"{SUBJECTS[3]} channel 1" for name in first) in {1, 2, 3}
    assert sum(name in {f"{SUBJECTS[0]} channel 0", f"{SUBJECTS[2]} channel 0"} for name in first) in {3, 4, 5}


async def test_clicks_on_interleaved_slates_credit_the_ranker_that_chose_the_card(lived: Daemon) -> None:
    await lived.ask("PUT", "/api/settings", {"compare": ["hybrid", "persona"]})
    reply = await lived.post("/api/rank", {"surface": "home", "cards": CARDS})
    await lived.app[RECOMMENDER].written()
    slate = {"slate_id": reply["slate_id"], "surface": "home"}
    clicks = [event("click", int(item["video_id"][5:]), **slate) for item in reply["items"] if item["action"] == "show"]
    await lived.post("/api/signals", {"events": clicks})
    slates = lived.app[STORE].slates
    [(hybrid, persona)] = await slates.clicks_by_team(lived.user_id, "hybrid", "persona")
    assert hybrid + persona == len(clicks)
    assert abs(hybrid - persona) <= 1, "each picks one card in each round"
    assert await slates.clicks_by_team(lived.user_id, "persona", "hybrid") == [(persona, hybrid)]
    assert await slates.clicks_by_team(lived.user_id, "hybrid", "catboost") == []
    told = await lived.get("/api/comparison")
    assert (told["first"], told["second"]) == ("hybrid", "persona")
    assert told["wins"] + told["losses"] + told["ties"] == 1
    assert told["mean"] == (hybrid > persona) - (hybrid < persona)
    assert told["message"] == "No difference is sure yet after 1 clicked lists."


async def test_where_nothing_is_compared_or_clicked_a_sentence_says_so(daemon: Daemon) -> None:
    told = await daemon.get("/api/comparison")
    assert (told["first"], told["mean"], told["p_value"]) == (None, None, 1.0)
    assert told["message"] == "Nothing is compared; choose two rankers to begin (the setting `compare`)."
    await daemon.ask("PUT", "/api/settings", {"compare": ["hybrid", "persona"]})
    assert (await daemon.get("/api/comparison"))["message"] == "No difference is sure yet after 0 clicked lists."
