"""From a data set to a report, by either protocol."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeVar

import numpy as np

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.embedding import DEFAULT_MODEL, Embedder, video_text
from recsys.evaluation import protocol, slates
from recsys.evaluation.boosted import BOOSTED
from recsys.evaluation.crowd import crowd_scorers
from recsys.evaluation.dataset import DataSet, Part, UnusableDataSet
from recsys.evaluation.protocol import HELD_OUT_SHARE, Figures, Person
from recsys.evaluation.report import paired, summarise, table
from recsys.evaluation.scorers import SCORERS, Scorer
from recsys.evaluation.shown import MOST_JUDGED, viewers
from recsys.evaluation.slate_scorers import SLATE_RANKERS, SlateRanker

STRATA: Final = ((5, 20), (20, 100), (100, 1000), (1000, sys.maxsize))
"""Events before the cut: a recommender of one person lives through all of them."""
ON_SLATES: Final[Mapping[str, SlateRanker]] = {**SLATE_RANKERS, **BOOSTED}
BEST: Final = "hybrid"

T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """What may be chosen of a run."""

    split: Literal["user", "time"] = "user"
    """Hold out each person's last fifth, or what came after one moment."""
    mode: Literal["solo", "crowd"] = "solo"
    """Crowd adds scorers that know other people."""
    part: Part = "all"
    stand_in_counts: bool = False
    """Whether views are counted among the people themselves."""
    users: int = 500
    """People drawn by chance."""
    processes: int = 2
    model: str = DEFAULT_MODEL
    seed: int = 2026


def over_catalogue(data: DataSet, options: Options, scorers: Mapping[str, Scorer] = SCORERS) -> dict[str, Any]:
    """Return the report of the catalogue protocol."""
    if options.split == "time" and not data.has_times:
        raise UnusableDataSet("--split time needs a timestamp in every event: use --split user.")
    catalog = embedded(data, options.model)
    everybody = people(catalog, data, options.split)
    chosen = _sample(everybody, options)
    if not chosen:
        raise UnusableDataSet(
            "Nobody in the events wanted anything both before and after the cut: give longer histories."
        )
    if options.mode == "crowd":
        scorers = {**scorers, **crowd_scorers(everybody, len(catalog))}
    views = protocol.stand_in_counts(everybody, len(catalog)) if options.stand_in_counts else None
    figures = protocol.compare(catalog, chosen, scorers, options.seed, views, options.processes)
    lengths = np.array([len(person.history) for person in chosen])
    told = {"split": options.split, "mode": options.mode, "views": _views(catalog, options)}
    return _report("catalogue", told, catalog, figures, lengths, ("ndcg@10", "recall@100"), options)


def over_slates(data: DataSet, options: Options, rankers: Mapping[str, SlateRanker] = ON_SLATES) -> dict[str, Any]:
    """Return the report of the impressions protocol."""
    if data.impressions is None or not data.has_times:
        raise UnusableDataSet("--protocol impressions needs an impressions file, and a timestamp in every event.")
    catalog = embedded(data, options.model)
    chosen = _sample(list(viewers(data, catalog).values()), options)
    if not chosen:
        raise UnusableDataSet("Nobody in the impressions was shown two slates: give longer histories.")
    figures = slates.compare(catalog, chosen, rankers, options.seed, options.processes)
    lengths = np.array([len(viewer.history) for viewer in chosen])
    told = {"judged": f"each person's last 20 % of slates, at most {MOST_JUDGED} of them, evenly spaced"}
    return _report("impressions", told, catalog, figures, lengths, tuple(next(iter(figures.values()))), options)


def embedded(data: DataSet, model: str) -> Catalog:
    """Return the catalogue of the items."""
    embedder = Embedder(model)
    catalog = Catalog(embedder.dimensions)
    catalog.set_vectors(catalog.put(data.videos), embedder.embed([video_text(video) for video in data.videos]))
    return catalog


def people(catalog: Catalog, data: DataSet, split: str = "user") -> list[Person]:
    """Return everybody who wanted something before the cut and something else after it."""
    histories = data.histories(catalog)
    if not histories:
        return []
    moment = float(np.quantile(np.concatenate([each.occurred_at for each in histories.values()]), 1 - HELD_OUT_SHARE))
    truth = data.truth.in_rows(catalog) if data.truth else None
    found = []
    for user, history in histories.items():
        wanted = history.rows[history.positive]
        person = protocol.split_at(history, wanted, moment) if split == "time" else protocol.split_last(history, wanted)
        if len(person.relevant) and person.history.positive.any():
            found.append(replace(person, utilities=truth.of(user) if truth else None))
    return found


def _report(
    name: str,
    told: Mapping[str, Any],
    catalog: Catalog,
    figures: Mapping[str, Figures],
    lengths: FloatArray,
    compared: Sequence[str],
    options: Options,
) -> dict[str, Any]:
    summary = summarise(figures, options.seed)
    sys.stdout.write(f"{len(lengths)} people, mean [95 % interval]\n{table(summary)}")
    pairs = [(figures[BEST], figures[name], (BEST, name)) for name in figures if BEST in figures and name != BEST]
    return {
        "protocol": {
            "name": name,
            **told,
            "part": options.part,
            "people": len(lengths),
            "items": len(catalog),
            "seed": options.seed,
        },
        "embedding_model": options.model,
        "rankers": summary,
        "strata": _strata(figures, lengths, options.seed),
        "paired": [row for ours, theirs, names in pairs for row in paired(ours, theirs, names, compared, options.seed)],
    }


def _views(catalog: Catalog, options: Options) -> str:
    if options.stand_in_counts:
        return "stand-in public counts: other people's events before their cuts"
    return "as in the items" if np.isfinite(catalog.view_count).any() else "unknown"


def _sample(everybody: list[T], options: Options) -> list[T]:
    order = np.random.default_rng(options.seed).permutation(len(everybody))[: options.users]
    return [everybody[index] for index in order]


def _strata(figures: Mapping[str, Figures], lengths: FloatArray, seed: int) -> dict[str, Any]:
    """Return the summary for each range of history lengths that anybody falls into."""
    strata = {}
    for low, high in STRATA:
        inside = (lengths >= low) & (lengths < high)
        if inside.any():
            of_these = {name: {m: values[inside] for m, values in one.items()} for name, one in figures.items()}
            strata[f"{low} events or more"] = {"people": int(inside.sum())} | summarise(of_these, seed)
    return strata
