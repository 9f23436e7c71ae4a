"""Reading a history in a process of its own, so that a hostile file can neither fill the daemon's memory nor hold its lock.

    parent ──paths, source──▶ child: `read` ──one pickled message after another──▶ parent: batches, progress, an error

The pipe holds less than a batch: the child reads one ahead of what is stored, never more. The child ends when it is done,
when the parent stops reading, and when the parent dies, for then nobody takes what it writes.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, TypeAlias

from daemon.errors import OwnFeedError

from .reader import AUTO, OnProgress, read
from .records import Batch, Progress, Record

MEMORY_BYTES: Final = 1 << 30
"""Reading takes a few MB whatever the size; what asks for more is broken or means harm."""

NICENESS: Final = 5
"""A little behind the requests, and before what may wait for hours."""

PACKED: Final = 250
"""Records pickled together; so many are objects at a time."""

_ROW: Final = attrgetter(*Record.__slots__)
_PROGRAM: Final = Path(__file__).resolve().parents[2]

_Message: TypeAlias = Batch | Progress | OwnFeedError | None
"""None is the end."""


@dataclass(frozen=True, slots=True)
class Packed(Collection[Record]):
    """Records as bytes, made of them a few at a time and only when they are looked at.

    Thousands of objects that wait to be stored would have the garbage collector go through all there is in the process,
    which stops every thread. Rows are unpickled three times as fast as records.
    """

    packs: tuple[bytes, ...]
    size: int

    @classmethod
    def of(cls, records: Iterable[Record]) -> Packed:
        """Pack records, in the order of their videos: those that are stored together stand together in the index."""
        rows = [_ROW(record) for record in sorted(records, key=_video_id)]
        packs = (rows[start : start + PACKED] for start in range(0, len(rows), PACKED))
        return cls(tuple(pickle.dumps(pack, pickle.HIGHEST_PROTOCOL) for pack in packs), len(rows))

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Record]:
        for pack in self.packs:
            yield from itertools.starmap(Record, pickle.loads(pack))  # noqa: S301 - see `_next`

    def __contains__(self, record: object) -> bool:
        return any(each == record for each in self)


def _video_id(record: Record) -> str:
    return record.video_id or ""


def read_apart(paths: Sequence[Path], source: str = AUTO, *, on_progress: OnProgress | None = None) -> Generator[Batch]:
    """Yield and raise what `read` does, in a child, the records of each batch by their videos; leaving it ends the child.

    Raises OwnFeedError where the child died, which is for want of memory mostly.
    """
    command = [sys.executable, "-P", "-m", str(__package__)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(_PROGRAM), os.environ.get("PYTHONPATH", "")])}
    # A child that is killed removes nothing itself, and what it keeps there (0700) may be a copy of a browser's history.
    with (
        TemporaryDirectory(prefix="ownfeed-") as folder,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment | {"TMPDIR": folder}
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with contextlib.suppress(BrokenPipeError), process.stdin:  # a child that never began is told of below
                pickle.dump((paths, source), process.stdin)
            while (message := _next(process.stdout)) is not None:
                if isinstance(message, OwnFeedError):
                    raise message
                if isinstance(message, Batch):
                    yield message
                elif on_progress is not None:
                    on_progress(message)
        finally:
            process.kill()


def _next(stream: IO[bytes]) -> _Message:
    try:
        message: _Message = pickle.load(stream)  # noqa: S301 - written by `child` below, through a pipe of ours
    except (EOFError, pickle.UnpicklingError) as error:
        raise OwnFeedError("The process that read the history died; free some memory and try it again.") from error
    return message


def child() -> None:
    """Be the child: read what standard input names and tell it on standard output; never ends in a traceback of ours."""
    _hold_back()
    paths, source = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `read_apart`
    out = sys.stdout.buffer
    try:
        for batch in read(paths, source, on_progress=lambda progress: _tell(out, progress)):
            _tell(out, replace(batch, records=Packed.of(batch.records)))
        _tell(out, None)
    except BrokenPipeError:  # the parent has had enough
        os._exit(0)
    except OwnFeedError as error:
        _tell(out, error)
    except MemoryError:
        _tell(out, OwnFeedError("The history asks for more memory than reading one may take; it was not read further."))
    except Exception as error:  # noqa: BLE001 - the parent raises it as ours
        _tell(out, OwnFeedError(f"Reading the history failed; please report it: {where(error)}."))


def where(error: Exception) -> str:
    """Return such as `KeyError at activity.py:33`; what an error says of itself may quote the history."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _tell(out: IO[bytes], message: _Message) -> None:
    pickle.dump(message, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


def _hold_back() -> None:
    """Leave Ctrl-C to the parent; give way to requests, and refuse to grow without end, which Windows knows neither of."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
