"""All that a person does with OwnFeed, in a minute: paired, watched, rated, imported, asked, and some of it wrongly."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Final

from tests.daemon.given import card, event, takeout_row
from tests.daemon.serving import Served, ownfeed
from tests.faults.raw import Raw

TITLE: Final = "Zwiebelkuchen"
"""In the title of every video."""
WATCHES: Final = 40
PATIENCE_SECONDS: Final = 60


def takeout(path: Path) -> Path:
    """Write a small history in Google's form."""
    rows = [
        takeout_row(f"{TITLE} {number}", f"bread{number:06d}", f"2026-01-{number % 28 + 1:02d}T10:00:00.000Z")
        for number in range(WATCHES)
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def use(daemon: Served, token: str, folder: Path) -> list[str]:
    """Do it all; return what the commands printed."""
    cards = [card(number, f"{TITLE} {number}", "A channel", duration_seconds=60) for number in range(1, 30)]
    daemon.ask("POST", "/api/rank", {"surface": "home", "cards": cards}, token=token)
    daemon.ask("POST", "/api/signals", {"events": [event("thumbs_up", number) for number in range(1, 20)]}, token=token)
    follow = event("subscribe", None, channel_id="UC0123456789012345678901", channel_name="Oven")
    daemon.ask("POST", "/api/signals", {"events": [follow]}, token=token)
    daemon.ask("POST", "/api/signals", {"events": [{"query": TITLE}]}, token=token)
    imported = ownfeed("import", takeout(folder / "watch-history.json"), data_dir=daemon.data_dir)
    for kind in ("personas/refresh", "model/train"):
        daemon.ask("POST", f"/api/videos/{kind}", {}, token=token)
    daemon.ask("POST", "/api/videos/discover", {"queries": [TITLE], "max_per_query": 5}, token=token)
    _ask_wrongly(daemon.port, token)
    wait_for_jobs(daemon, token)
    daemon.ask("GET", "/api/videos?limit=20", token=token)
    backup = ownfeed("backup", data_dir=daemon.data_dir)
    commands = [ownfeed(name, data_dir=daemon.data_dir) for name in ("status", "doctor", "clients")]
    return [each.stdout + each.stderr for each in (imported, backup, *commands)]


def _ask_wrongly(port: int, token: str) -> None:
    good = [("Host", f"127.0.0.1:{port}"), ("Authorization", f"Bearer {token}"), ("Content-Type", "application/json")]
    with Raw(port) as raw:
        raw.ask("GET", f"/api/status?token={token}", good)
        raw.ask("GET", f"/api/{token}", good)
        raw.ask("POST", "/api/signals", good, b"{" + TITLE.encode())
        raw.ask("POST", "/api/hello", good, json.dumps({"client_id": token, "nonce": token}).encode())
        raw.ask("GET", "/api/status", [*good, ("X", f"{token}\0")])
        raw.ask("GET", "/api/status", [("Host", f"127.0.0.1:{port}"), ("Authorization", f"Basic {token}")])


def wait_for_jobs(daemon: Served, token: str) -> None:
    """Return when none is queued or runs."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        jobs = daemon.ask("GET", "/api/status", token=token)[1]["jobs"]
        if jobs and not any(each["state"] in ("queued", "running") for each in jobs):
            return
        time.sleep(0.1)
    raise TimeoutError("the jobs do not come to an end")
