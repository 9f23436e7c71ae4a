"""What the daemon acknowledged survives its sudden death, each time, and exists once."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pysqlite3

from .serving import Served, serving

ROUNDS = 4
CLIENTS = 4
ACKNOWLEDGED_BEFORE_THE_KILL = 40


def _tell_until_killed(daemon: Served, token: str, acknowledged: list[str], enough: threading.Event) -> None:
    """Send batches of three and note which ids were acknowledged, until the daemon is gone."""
    while True:
        events = [
            {"id": str(uuid4()), "type": "click", "occurred_at": "2026-01-01T00:00:00Z", "source": "extension",
             "video_id": f"video{number:06d}"}
            for number in range(3)
        ]  # fmt: skip
        try:
            status, reply = daemon.ask("POST", "/api/signals", {"events": events}, token)
        except (OSError, ValueError):  # cut off in the middle of a request or of a reply
            return
        assert status == 200
        acknowledged.extend(reply["accepted"])
        if len(acknowledged) >= ACKNOWLEDGED_BEFORE_THE_KILL:
            enough.set()


def _kill_while_told(daemon: Served, token: str) -> list[str]:
    """Return what was acknowledged before a SIGKILL in the middle of the work."""
    acknowledged: list[str] = []
    enough = threading.Event()
    told = (daemon, token, acknowledged, enough)
    threads = [threading.Thread(target=_tell_until_killed, args=told) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    daemon.process.kill()
    for thread in threads:
        thread.join()
    return acknowledged


def test_acknowledged_signals_survive_a_kill(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    token = ""
    for _ in range(ROUNDS):
        with serving(tmp_path / "data", until="data" if token else "pairing code") as daemon:
            token = token or daemon.pair(daemon.code or "")["token"]
            acknowledged += _kill_while_told(daemon, token)
    stored, damage = _looked_at(tmp_path / "data" / "ownfeed.db")
    assert damage == "ok"
    assert len(stored) == len(set(stored))
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) >= ROUNDS * ACKNOWLEDGED_BEFORE_THE_KILL


def _looked_at(path: Path) -> tuple[list[str], str]:
    """Return the ids of all stored signals, and what SQLite finds wrong with the file, from outside the daemon."""
    connection = pysqlite3.connect(str(path))
    stored = [signal_id for (signal_id,) in connection.execute("SELECT signal_id FROM signals")]
    damage = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    connection.close()
    return stored, damage
