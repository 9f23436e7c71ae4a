"""People are judged by several processes at once; what comes out does not depend on how many."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

_of_this_process: list[tuple[Callable[[Any, Any], Any], Any]] = []
"""In a worker: the work and what is the same for every item of it, sent once."""


def spread(
    work: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item], processes: int
) -> list[Result]:
    """Return work(shared, item) for each item, in their order; all of it can be pickled.

    Every process computes on one thread: sums of floats depend on how threads share them, and many small products are
    faster so.
    """
    if min(processes, len(items)) <= 1:
        return _alone(work, shared, items)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (work, shared)) as pool:
        return list(pool.map(_work, items, chunksize=max(1, min(8, len(items) // (4 * processes)))))


def _alone(work: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item]) -> list[Result]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return [work(shared, item) for item in items]


def _begin(work: Callable[[Any, Any], Any], shared: Any) -> None:
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    _of_this_process.append((work, shared))


def _work(item: Any) -> Any:
    work, shared = _of_this_process[-1]
    return work(shared, item)
