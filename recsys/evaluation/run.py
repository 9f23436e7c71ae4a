"""From a data set to a report, by either protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeVar

import numpy as np

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.embedding import DEFAULT_MODEL, Embedder, video_text
from recsys.evaluation import protocol, slates
from recsys.evaluation.boosted import BOOSTED
from recsys.evaluation.caveats import of_catalogue, of_slates
from recsys.evaluation.crowd import crowd_scorers
from recsys.evaluation.dataset import DataSet, Part, UnusableDataSet
from recsys.evaluation.judging import Judging
from recsys.evaluation.moment import before
from recsys.evaluation.people import HELD_OUT_SHARE, Person, event_counts, split_at, split_last
from recsys.evaluation.per_person import Cut, PerPerson
from recsys.evaluation.report import findings, summarise
from recsys.evaluation.scorers import SCORERS, Scorer
from recsys.evaluation.served import serve_often
from recsys.evaluation.shown import MOST_JUDGED, Viewer, viewers
from recsys.evaluation.slate_scorers import SLATE_RANKERS, SlateRanker
from recsys.evaluation.weeks import weeks_of
from recsys.evaluation.workers import spread
from recsys.history import History
from recsys.pipeline import Pipeline

COMPARED: Final = ("ndcg@10", "recall@100", "distance ratio")
SERVED_OFTEN: Final = 20
"""People who are served a hundred slates each, which takes long."""
ON_SLATES: Final[Mapping[str, SlateRanker]] = {**SLATE_RANKERS, **BOOSTED}

T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """What may be chosen of a run."""

    split: Literal["user", "time", "weeks"] = "user"
    """Hold out each person's last fifth, what came after one moment, or each of a person's last weeks in turn."""
    mode: Literal["solo", "crowd"] = "solo"
    """Crowd adds scorers that know other people."""
    part: Part = "all"
    stand_in_counts: bool = False
    """Whether views are counted among the other people of the data set, of whatever part."""
    users: int = 500
    """People drawn by chance."""
    rankers: Sequence[str] = ()
    """Names of those that are compared; empty: all there are."""
    processes: int = 2
    model: str = DEFAULT_MODEL
    seed: int = 2026


def over_catalogue(
    data: DataSet, options: Options, scorers: Mapping[str, Scorer] = SCORERS
) -> tuple[dict[str, Any], PerPerson]:
    """Return the report of the catalogue protocol, and what it is made of."""
    crowd, stand_in = options.mode == "crowd", options.stand_in_counts
    if options.split != "user" and not data.has_times:
        raise UnusableDataSet(f"--split {options.split} needs a timestamp in every event: use --split user.")
    if options.split == "weeks" and (crowd or stand_in):
        raise UnusableDataSet(
            "--split weeks has a cut for each week, not one for the public: use --split user or time."
        )
    catalog = embedded(data, options.model)
    everybody = people(catalog, data, options.split)
    chosen = _sample(everybody, options)
    if not chosen:
        raise UnusableDataSet(
            "Nobody in the events wanted anything both before and after the cut: give longer histories."
        )
    known = everybody if options.split == "weeks" else public(catalog, data, options.split)
    scorers = _named({**scorers, **(crowd_scorers(known, len(catalog)) if crowd else {})}, options)
    counts = event_counts(known, len(catalog))
    # Before the views of the catalogue make place for the counts.
    caveats = of_catalogue(data, catalog, chosen, split=options.split, crowd=crowd, stand_in=stand_in)
    told = {"split": options.split, "mode": options.mode, "views": _views(catalog, options)}
    judging = Judging(catalog, scorers, options.seed, counts, stand_in, Pipeline())
    figures = protocol.judge_all(judging, chosen, options.processes)
    often = spread(serve_often, judging, list(enumerate(chosen[:SERVED_OFTEN])), options.processes)
    judged = [Cut(person.user_id, person.now, len(person.history)) for person in chosen]
    report = {
        "protocol": _protocol("catalogue", told, options, len(chosen), len(catalog)),
        "embedding_model": options.model,
        **findings(figures, _lengths(judged), COMPARED, options.seed),
        "served_in_100_slates": {"people": len(often)} | _often(often, options.seed),
        "does_not_show": caveats,
    }
    return report, PerPerson(judged, figures)


def over_slates(
    data: DataSet, options: Options, rankers: Mapping[str, SlateRanker] = ON_SLATES
) -> tuple[dict[str, Any], PerPerson]:
    """Return the report of the impressions protocol, and what it is made of."""
    if data.impressions is None or not data.has_times:
        raise UnusableDataSet("--protocol impressions needs an impressions file, and a timestamp in every event.")
    rankers = _named(rankers, options)
    catalog = embedded(data, options.model)
    sampled = _sample(list(viewers(data, catalog).items()), options)
    chosen = [viewer for _, viewer in sampled]
    if not chosen:
        raise UnusableDataSet("Nobody in the impressions was shown two slates: give longer histories.")
    figures = slates.compare(catalog, chosen, rankers, options.seed, options.processes)
    judged = [_first_page(user, viewer) for user, viewer in sampled]
    told = {"judged": f"each person's last 20 % of slates, at most {MOST_JUDGED} of them, evenly spaced"}
    report = {
        "protocol": _protocol("impressions", told, options, len(chosen), len(catalog)),
        "embedding_model": options.model,
        **findings(figures, _lengths(judged), slates.METRICS, options.seed),
        "does_not_show": of_slates(data, chosen),
    }
    return report, PerPerson(judged, figures)


def embedded(data: DataSet, model: str) -> Catalog:
    """Return the catalogue of the items."""
    embedder = Embedder(model)
    catalog = Catalog(embedder.dimensions)
    catalog.set_vectors(catalog.put(data.videos), embedder.embed([video_text(video) for video in data.videos]))
    return catalog


def people(catalog: Catalog, data: DataSet, split: str = "user") -> list[Person]:
    """Return everybody of the part who wanted something before the cut and something else after it."""
    truth = data.truth.in_rows(catalog) if data.truth else None
    moment, seen = _moment(data), data.seen(catalog) if split != "weeks" else {}
    return [
        replace(person, user_id=user, utilities=truth.of(user) if truth else None, seen=seen.get(user))
        for user, history in data.histories(catalog).items()
        for person in (weeks_of(history, catalog.published_at) if split == "weeks" else [_cut(history, split, moment)])
        if len(person.relevant) and person.history.positive.any()
    ]


def public(catalog: Catalog, data: DataSet, split: str = "user") -> list[Person]:
    """Return everybody there is, of any part, as far as before their cuts: whom views count and a crowd consists of."""
    moment = _moment(data)
    everybody = [*data.histories(catalog).values(), *data.histories_of_others(catalog).values()]
    nothing = np.zeros(0, dtype=np.int64)
    return [replace(_cut(history, split, moment), relevant=nothing) for history in everybody]


def _moment(data: DataSet) -> float:
    """Return the time before which all but the last fifth of what the people of the part did lies, for a split by time."""
    done_at = data.events.occurred_at
    return float(np.quantile(done_at, 1 - HELD_OUT_SHARE)) if len(done_at) else 0.0


def _cut(history: History, split: str, moment: float) -> Person:
    wanted = history.rows[history.positive]
    return split_at(history, wanted, moment) if split == "time" else split_last(history, wanted)


def _first_page(user_id: str, viewer: Viewer) -> Cut:
    """Return a person at the first of the slates they are judged by."""
    shown_at = viewer.judged[0].page.shown_at
    return Cut(user_id, shown_at, len(before(viewer.history, shown_at)))


def _lengths(judged: Sequence[Cut]) -> IntArray:
    return np.array([cut.events for cut in judged])


def _protocol(name: str, told: Mapping[str, Any], options: Options, people: int, items: int) -> dict[str, Any]:
    return {"name": name, **told, "part": options.part, "people": people, "items": items, "seed": options.seed}


def _often(rows: Sequence[Mapping[str, float]], seed: int) -> dict[str, Any]:
    figures = {metric: np.array([row[metric] for row in rows]) for metric in rows[0]}
    return summarise({"": figures}, seed)[""]


def _views(catalog: Catalog, options: Options) -> str:
    if options.stand_in_counts:
        return "stand-in public counts: other people's events before their cuts"
    return "as in the items" if np.isfinite(catalog.view_count).any() else "unknown"


def _named(rankers: Mapping[str, T], options: Options) -> Mapping[str, T]:
    """Return the rankers that were asked for."""
    if unknown := [name for name in options.rankers if name not in rankers]:
        raise UnusableDataSet(f"There is no ranker {unknown[0]!r} here; there are: {'; '.join(rankers)}.")
    return {name: ranker for name, ranker in rankers.items() if not options.rankers or name in options.rankers}


def _sample(everybody: list[T], options: Options) -> list[T]:
    order = np.random.default_rng(options.seed).permutation(len(everybody))[: options.users]
    return [everybody[index] for index in order]
