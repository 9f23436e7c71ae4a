"""Checks of the data directory and the port: who may read, how much room, who holds it, who listens."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from daemon import whereabouts
from daemon.disk import LEAST_FREE_BYTES, free_bytes, network_file_system
from daemon.locking import DataLock
from daemon.ports import port_owner
from daemon.settings import HOST, Settings

from .finding import Finding, ill, well

MOST_MEGABYTES: Final = 800.0
"""Twice the 400 MB that are promised at 100,000 videos."""
ROOT: Final = 0


def modes(settings: Settings) -> Finding:
    """Whether only the owner may read the data."""
    if not settings.data_dir.exists():
        return well("privacy", f"There are no data in {settings.data_dir} yet.")
    open_ones = [path for path, known in _everything_in(settings.data_dir) if _others_may(known)]
    if open_ones:
        names = " ".join(f"'{path}'" for path in open_ones)
        return ill("privacy", "Other people of this machine can read your data.", f"Run: chmod go-rwx {names}")
    return well("privacy", f"Only you can read {settings.data_dir}.")


def _others_may(known: os.stat_result) -> bool:
    return not stat.S_ISLNK(known.st_mode) and bool(stat.S_IMODE(known.st_mode) & 0o077)


def owner(settings: Settings) -> Finding:
    """Whether all of the data are the person's to write, also after a run as another one; root looks at them for whose they are."""
    if not hasattr(os, "getuid"):
        return well("owner", "This system does not tell by a number whose a file is.")
    known = dict(_everything_in(settings.data_dir))
    me = os.getuid()
    person = known[settings.data_dir].st_uid if known and me == ROOT else me
    strange = [path for path, each in known.items() if each.st_uid != person]
    if strange:
        remedy = f"Run: sudo chown -R {person} '{settings.data_dir}', and start OwnFeed as yourself."
        return ill("owner", f"{strange[0]} is another user's (and {len(strange) - 1} more).", remedy)
    if kept_out := [path for path in _written_to(settings) if path in known and not known[path].st_mode & stat.S_IWUSR]:
        names = " ".join(f"'{path}'" for path in kept_out)
        return ill("owner", f"{kept_out[0]} is kept by its mode from being written to.", f"Run: chmod u+rwX {names}")
    if person != me:
        remedy = "Run `ownfeed` as yourself, without sudo: what root writes there you could not."
        return ill("owner", f"The data are of user {person}, and you are root.", remedy)
    return well("owner", "All of the data are yours.")


def _written_to(settings: Settings) -> Iterator[Path]:
    """Yield all without which nothing can be stored."""
    yield from (settings.data_dir, settings.lock)
    yield from (settings.database.with_name(f"{settings.database.name}{end}") for end in ("", "-wal", "-shm"))


def _everything_in(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield a folder and all there is in it with what the system knows of each; what goes meanwhile is left out."""
    inside = (Path(where, name) for where, folders, files in os.walk(folder) for name in (*folders, *files))
    for path in chain([folder], inside):
        try:
            known = path.lstat()
        except FileNotFoundError:
            continue
        yield path, known


def rescue(settings: Settings) -> Finding:
    """Whether the data gave way to a copy lately."""
    from daemon.rescue import last_rescue  # here, so that `--help` need not wait for numpy

    happened = last_rescue(settings, now=time.time())
    if happened is None:
        return well("rescue", "The data did not have to give way to a copy lately.")
    remedy = f"Look whether something is missing; `ownfeed restore` takes any file of {settings.backups}."
    return ill("rescue", happened.sentence, remedy)


def free_disk(settings: Settings, least: int = LEAST_FREE_BYTES) -> Finding:
    """Whether there is room to write."""
    free = free_bytes(settings.data_dir)
    sentence = f"{free / 1e9:.1f} GB are free where the data lie."
    if free < least:
        return ill("disk", sentence, "Free some space: below 0.5 GB the background work waits.")
    return well("disk", sentence)


def local_disk(settings: Settings, mounts: Iterable[tuple[str, str]] | None = None) -> Finding:
    """Whether the data lie on a disk of this machine, whose locks can be trusted; `mounts` as `network_file_system` has it."""
    kind = network_file_system(settings.data_dir, mounts)
    if kind is not None:
        remedy = "Stop the daemon, move them to a disk of this machine and set OWNFEED_DATA_DIR to that place."
        return ill(
            "file system", f"The data lie on a network ({kind}), where two programs may both hold a lock.", remedy
        )
    return well("file system", "The data lie on a disk of this machine.")


def running(settings: Settings) -> Finding:
    """Whether a daemon serves these data."""
    daemon = whereabouts.find(settings)
    if daemon is not None:
        return well("daemon", f"Process {daemon.pid} serves these data at http://{HOST}:{daemon.port}.")
    lock = DataLock(settings.lock)
    if lock.is_taken():
        remedy = "Wait until it is done."
        return ill("daemon", f"A command, process {lock.owner()}, has the data open.", remedy)
    return ill("daemon", "No daemon runs on these data.", "Start it with scripts/run or `ownfeed serve`.")


def memory(settings: Settings, most_megabytes: float = MOST_MEGABYTES) -> Finding:
    """Whether the running daemon takes as little memory as it should."""
    import psutil

    daemon = whereabouts.find(settings)
    try:
        megabytes = psutil.Process(daemon.pid).memory_info().rss / 1e6 if daemon else 0.0
    except psutil.Error:
        megabytes = 0.0
    if megabytes > most_megabytes:
        remedy = "Restart it (all that was acknowledged is stored); if it grows again, report it."
        return ill("memory", f"The daemon takes {megabytes:,.0f} MB of memory, twice what it should.", remedy)
    return well(
        "memory", f"The daemon takes {megabytes:,.0f} MB of memory." if megabytes else "No daemon takes memory."
    )


def port(settings: Settings) -> Finding:
    """Whether the port is ours or free."""
    daemon = whereabouts.find(settings)
    wanted = daemon.port if daemon else settings.port
    owner = port_owner(wanted)
    if owner is None or (daemon is not None and owner == daemon.pid):
        return well("port", f"Nobody else listens on {HOST}:{wanted}.")
    remedy = "Stop it, or start OwnFeed with --port and another number and pair the extension with that address."
    return ill("port", f"Process {owner} listens on {HOST}:{wanted}, and it is not this daemon.", remedy)
