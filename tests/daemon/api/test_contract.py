"""What the daemon really replies lies in tests/contract, where the extension's checks read it: neither side can drift.

A file is written anew, and its test fails once, when the shape of a reply has changed; ids, times and scores may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from daemon.keys import JOBS, RECOMMENDER, STORE
from daemon.store.personas import Persona, PersonaConfig
from tests.daemon.given import card, event, video_id
from tests.daemon.running import NOW, Daemon

TITLES = ["Baking sourdough bread", "How to knead bread dough", "Champions league goals", "Football highlights"]
CARDS = [
    card(n, title, f"Channel {n}", channel_id=f"UC{n}", view_count=1_000 * n, age_text=f"{n + 1} days ago",
         duration_seconds=600, tags=["bread"], category="Food", is_short=False, is_live=False)
    for n, title in enumerate(TITLES)
]  # fmt: skip


@pytest.fixture
def contract(root: Path) -> Path:
    return root / "tests" / "contract"


async def replies(daemon: Daemon) -> dict[str, Any]:
    """Return a real reply of each kind the extension reads."""
    await daemon.app[JOBS].started()  # while there is nothing to lose yet: the daily jobs are of another story
    code = await daemon.new_code()
    found = {"pair": await daemon.pair(code, "contract")}
    hello = {"client_id": daemon.client_id, "nonce": "0" * 32}
    found["hello"] = (await daemon.ask("POST", "/api/hello", hello, headers={})).json
    await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
    liked = event("thumbs_up", 0, id="00000000-0000-4000-8000-000000000001")
    bad = {"id": "00000000-0000-4000-8000-000000000002", "type": "dance"}
    await daemon.post("/api/signals", {"events": [liked]})
    good = event("click", 0, id="00000000-0000-4000-8000-000000000003")
    found["signals"] = await daemon.post("/api/signals", {"events": [good, liked, bad]})
    await with_a_persona(daemon)
    found["rank"] = await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
    found["feed"] = await daemon.get("/api/videos?hide_watched=false")
    found["video"] = await daemon.get(f"/api/videos/{video_id(1)}")
    found["settings"] = await daemon.get("/api/settings")
    found["effect"] = await daemon.post("/api/settings/preview", {"freshness": 0, "min_views": 2_500})
    found["personas"] = await daemon.get("/api/videos/personas")
    found["category"] = await daemon.post("/api/videos/categories", {"name": "Bread", "source": "picked"})
    found["categories"] = await daemon.get("/api/videos/categories")
    await daemon.post("/api/signals", {"events": [event("block_channel", None, channel_name="Loud")]})
    found["proposals"] = await daemon.post("/api/rules", {"text": "no football until Sunday"})
    found["rules"] = await daemon.get("/api/rules")
    found["suggestions"] = await daemon.post("/api/videos/categories/suggest", {})
    found["agent"] = await daemon.get("/api/agent")
    found["preview"] = await daemon.post("/api/agent/preview", {"purpose": "rules"})
    job = await daemon.post("/api/videos/personas/refresh", {})
    await daemon.settled()
    found["job"] = await daemon.get(f"/api/jobs/{job['job_id']}")
    found["status"] = await daemon.get("/api/status")
    found["error"] = (await daemon.ask("GET", "/api/videos?limit=0")).json
    return found


async def with_a_persona(daemon: Daemon) -> None:
    centroid = np.eye(1, daemon.app[RECOMMENDER].catalog.dimensions, dtype=np.float32)[0]
    persona = Persona("bread · dough", centroid, 0.5, NOW, 31, (video_id(0), video_id(1)))
    config = PersonaConfig(1, "ownfeed/static", NOW, 31, 0.4)
    await daemon.app[STORE].personas.replace(daemon.user_id, [persona], config)
    await daemon.app[RECOMMENDER].personas_changed(daemon.user_id)


def names(value: Any, path: str = "") -> Iterator[str]:
    """Name what a reader may rely on: each field by its path, lists by what their entries hold.

    A job's result is its own affair.
    """
    if path.endswith(".result"):
        yield path
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from names(each, f"{path}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from names(each, f"{path}[]")
    else:
        yield path


async def test_replies_are_as_the_extension_was_checked_against(daemon: Daemon, contract: Path) -> None:
    changed = []
    for name, reply in (await replies(daemon)).items():
        file = contract / f"{name}.json"
        if not file.exists() or set(names(orjson.loads(file.read_bytes()))) != set(names(reply)):
            file.write_bytes(orjson.dumps(reply, option=orjson.OPT_INDENT_2) + b"\n")
            changed.append(file.name)
    assert not changed, f"replies have another shape and were saved anew; see that the extension reads {changed}"
