"""What a person sets is theirs to see, change and undo, and it changes the next feed."""

from __future__ import annotations

import numpy as np
import pytest

from daemon.keys import RECOMMENDER, STORE
from daemon.store.personas import Persona, PersonaConfig
from tests.daemon.given import card, video_id
from tests.daemon.running import NOW, Clock, Daemon


async def test_dials_not_named_stay_as_they_are(daemon: Daemon) -> None:
    before = await daemon.get("/api/settings")
    after = (await daemon.ask("PUT", "/api/settings", {"freshness": 2.0, "mode": {"search": "rerank"}})).json
    assert after == {**before, "freshness": 2.0, "mode": {**before["mode"], "search": "rerank"}}
    assert await daemon.get("/api/settings") == after


async def test_the_first_modes_touch_home_and_watch_next_alone(daemon: Daemon) -> None:
    mode = (await daemon.get("/api/settings"))["mode"]
    assert {surface for surface, kind in mode.items() if kind == "rerank"} == {"home", "watch_next"}
    assert set(mode.values()) == {"rerank", "decorate"}


@pytest.mark.parametrize(
    ("dials", "sentence"),
    [
        ({"impressions_before_hiding": 101}, "The field impressions_before_hiding may be 0 to 100."),
        ({"freshness": -1}, "The field freshness may be 0 to 3."),
        ({"hide_watched_fraction": 0}, "The field hide_watched_fraction may be more than 0 to 1."),
        ({"loudness": 11}, "There is no field loudness here; there are hide_watched"),
        ({"mode": {"home": "upside down"}}, "The field mode.home cannot be used: input should be 'off'"),
        ({"ranker": "magic"}, "The field ranker cannot be used"),
    ],
)
async def test_a_dial_out_of_range_is_refused_with_the_range(daemon: Daemon, dials: object, sentence: str) -> None:
    reply = await daemon.ask("PUT", "/api/settings", dials)
    assert reply.status == 400
    assert reply.json["error"]["message"].startswith(sentence)
    assert (await daemon.get("/api/settings"))["impressions_before_hiding"] == 3


async def test_a_limit_may_be_lifted_again(daemon: Daemon) -> None:
    assert (await daemon.ask("PUT", "/api/settings", {"min_views": 100})).json["min_views"] == 100
    assert (await daemon.ask("PUT", "/api/settings", {"min_views": None})).json["min_views"] is None


async def test_a_dial_changes_the_next_feed(daemon: Daemon) -> None:
    cards = [card(1, "Few views", view_count=10), card(2, "Many views", view_count=10_000)]
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})
    assert (await daemon.get("/api/videos"))["total"] == 2
    await daemon.ask("PUT", "/api/settings", {"min_views": 1_000})
    assert [video["title"] for video in (await daemon.get("/api/videos"))["videos"]] == ["Many views"]


async def test_interests_by_name_are_made_changed_and_removed(daemon: Daemon) -> None:
    made = await daemon.post("/api/videos/categories", {"name": "Bread", "source": "picked", "keywords": ["dough"]})
    assert made == {
        "id": made["id"], "name": "Bread", "description": "", "keywords": ["dough"], "source": "picked",
        "interest_score": 1.0, "active": True,
    }  # fmt: skip
    path = f"/api/videos/categories/{made['id']}"
    changed = (await daemon.ask("PUT", path, {"name": "Sourdough", "active": False})).json
    assert changed == {**made, "name": "Sourdough", "active": False}
    assert await daemon.get("/api/videos/categories") == {"categories": [changed]}
    assert (await daemon.ask("DELETE", path)).json == {"success": True}
    assert (await daemon.ask("DELETE", path)).status == 404
    assert (await daemon.ask("PUT", path, {"active": True})).status == 404


async def test_an_interest_put_in_other_words_is_a_fresh_one_and_fades_from_then(daemon: Daemon, clock: Clock) -> None:
    made = await daemon.post("/api/videos/categories", {"name": "Bread", "keywords": ["dough"]})
    path = f"/api/videos/categories/{made['id']}"

    async def said_at() -> float:
        return (await daemon.app[RECOMMENDER].person(daemon.user_id)).topics[0].picked_at

    clock.now += 90 * 86_400
    await daemon.ask("PUT", path, {"interest_score": 0.5, "keywords": ["dough"]})
    assert await said_at() == NOW
    await daemon.ask("PUT", path, {"keywords": ["dough", "oven"]})
    assert await said_at() == clock.now


async def test_two_interests_of_one_name_are_a_conflict(daemon: Daemon) -> None:
    await daemon.post("/api/videos/categories", {"name": "Bread"})
    other = await daemon.post("/api/videos/categories", {"name": "Cake"})
    assert (await daemon.ask("POST", "/api/videos/categories", {"name": "Bread"})).status == 409
    assert (await daemon.ask("PUT", f"/api/videos/categories/{other['id']}", {"name": "Bread"})).status == 409


async def test_what_an_interest_would_change_is_told_before_it_is_kept(daemon: Daemon) -> None:
    titles = ["Sourdough bread dough", "Football goals", "Bread baking at home", "Football derby"] * 10
    cards = [card(n, f"{title} {n}") for n, title in enumerate(titles)]
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})
    path = "/api/videos/categories"
    nothing: dict[str, list[object]] = {"added": [], "removed": [], "moved": []}
    new = await daemon.post(f"{path}/preview", {"name": "bread", "keywords": ["dough"]})
    assert await daemon.get(path) == {"categories": []}
    changed = new["added"] + new["moved"]
    of_bread = [each for each in changed if "ough" in each["title"] or "Bread" in each["title"]]
    in_front = [each for each in of_bread if each["after"] < 5]
    assert in_front
    assert all(each["before"] is None or each["before"] > each["after"] for each in in_front)
    kept = await daemon.post(path, {"name": "bread", "keywords": ["dough"]})
    assert await daemon.post(f"{path}/preview", {"id": kept["id"]}) == nothing
    off = await daemon.post(f"{path}/preview", {"id": kept["id"], "active": False})
    assert off != nothing
    assert await daemon.get(path) == {"categories": [kept]}
    assert (await daemon.ask("POST", f"{path}/preview", {"id": 99})).status == 404
    nameless = await daemon.ask("POST", f"{path}/preview", {"active": True})
    assert (nameless.status, nameless.json["error"]["message"]) == (
        400,
        "A new interest needs a name; to change one, say its id.",
    )


@pytest.fixture
async def with_personas(daemon: Daemon) -> Daemon:
    """Three interests, as a clustering would have left them."""
    cards = [card(n, f"Title {n}") for n in range(3)]
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})
    centroids = np.eye(3, daemon.app[RECOMMENDER].catalog.dimensions, dtype=np.float32)
    personas = [Persona(f"interest {n}", centroids[n], 0.5, NOW, 10 + n, (video_id(n),)) for n in range(len(centroids))]
    config = PersonaConfig(3, "ownfeed/static", NOW, 33, 0.4)
    await daemon.app[STORE].personas.replace(daemon.user_id, personas, config)
    await daemon.app[RECOMMENDER].personas_changed(daemon.user_id)
    return daemon


async def test_interests_come_with_videos_that_stand_for_them(with_personas: Daemon) -> None:
    found = await with_personas.get("/api/videos/personas")
    assert [persona["label"] for persona in found["personas"]] == ["interest 0", "interest 1", "interest 2"]
    assert found["personas"][1]["sample_videos"] == [
        {
            "video_id": video_id(1),
            "title": "Title 1",
            "thumbnail_url": f"https://i.ytimg.com/vi/{video_id(1)}/mqdefault.jpg",
        }
    ]
    assert found["config"] == {
        "k": 3, "last_clustered": "2026-11-18T11:06:40.000Z", "clustering_samples": 33, "silhouette_score": 0.4
    }  # fmt: skip
    assert (await with_personas.get("/api/videos"))["state"] == "ready"


async def test_an_interest_may_be_named_weighed_and_muted(with_personas: Daemon) -> None:
    path = "/api/videos/personas/1"
    assert (await with_personas.ask("PUT", f"{path}/label", {"label": "Bread"})).json == {"success": True}
    assert (await with_personas.ask("PATCH", path, {"weight": 2.0, "muted": True})).json == {"success": True}
    persona = (await with_personas.get("/api/videos/personas"))["personas"][1]
    assert (persona["label"], persona["weight"], persona["muted"]) == ("Bread", 2.0, True)
    assert (await with_personas.ask("PATCH", path, {"weight": 4})).status == 400


async def test_interests_may_be_made_one(with_personas: Daemon) -> None:
    merged = await with_personas.post("/api/videos/personas/merge", {"indexes": [0, 2]})
    assert [(each["label"], each["video_count"]) for each in merged["personas"]] == [
        ("interest 0", 22),
        ("interest 1", 11),
    ]
    assert merged["config"]["k"] == 2


async def test_a_name_of_blanks_alone_is_refused_in_words(daemon: Daemon) -> None:
    reply = await daemon.ask("POST", "/api/videos/categories", {"name": "   "})
    assert (reply.status, reply.json["error"]["message"]) == (400, "The field name must not be empty.")
