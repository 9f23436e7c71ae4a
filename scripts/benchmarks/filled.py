"""A data directory as a heavy user's, and the real daemon over it as a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from daemon.locking import DataLock
from daemon.settings import HOST, Settings
from daemon.store import Store
from daemon.store.signals import Signal
from recsys.embedding import DEFAULT_MODEL, Embedder, video_text

from .videos import made_up

VIDEOS = 40_000
WATCHES = 2_000


@dataclass(frozen=True, slots=True)
class Served:
    """A running daemon and what it knows."""

    address: str
    token: str
    video_ids: tuple[str, ...]
    started_in_seconds: float
    pid: int


async def _fill(settings: Settings, video_count: int, watches: int) -> tuple[str, ...]:
    now, rng = time.time(), np.random.default_rng(1)
    videos = made_up(video_count, now=now, rng=rng)
    vectors = Embedder().embed([video_text(one.as_video()) for one in videos])
    store = await Store.open(settings.database)
    try:
        user = await store.users.first_or_new(now=now)
        ids = [one.video_id for one in videos]
        await store.videos.put(user.user_id, videos, "bench", now=now)
        await store.vectors.save(DEFAULT_MODEL, ids, vectors)
        watched = rng.choice(ids[: len(ids) // 2], watches, replace=False)
        signals = [
            Signal(f"watch-{n}", "watch", now - n * 3_600, "bench", video_id=str(video_id), fraction=0.9)
            for n, video_id in enumerate(watched)
        ]
        await store.signals.add(user.user_id, signals, now=now)
    finally:
        await store.close()
    return tuple(ids)


@contextmanager
def filled_directory(videos: int = VIDEOS, watches: int = WATCHES) -> Iterator[tuple[Settings, tuple[str, ...]]]:
    """Yield settings over a throw-away directory with so many videos and watches, and the videos' ids."""
    folder = Path(tempfile.mkdtemp(prefix="ownfeed-bench-"))
    try:
        settings = Settings(data_dir=folder / "data", port=_free_port(), discovery=False, oembed=False)
        settings.data_dir.mkdir(mode=0o700)
        with DataLock(settings.lock):
            ids = asyncio.run(_fill(settings, videos, watches))
        yield settings, ids
    finally:
        shutil.rmtree(folder)


@contextmanager
def running(settings: Settings, video_ids: tuple[str, ...], **environment: str) -> Iterator[Served]:
    """Start `ownfeed serve`, yield once it answers, stop it; it asks YouTube nothing."""
    from .http import answers

    arguments = ["serve", "--port", str(settings.port), "--data-dir", str(settings.data_dir)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "daemon.cli", *arguments],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"OWNFEED_DISCOVERY": "false", "OWNFEED_OEMBED": "false"} | environment,
    )
    try:
        address = f"http://{HOST}:{settings.port}"
        while not answers(f"{address}/healthz"):
            if process.poll() is not None:
                raise RuntimeError("the daemon ended instead of answering")
        seconds = time.perf_counter() - began
        yield Served(address, settings.cli_token.read_text().strip(), video_ids, seconds, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
