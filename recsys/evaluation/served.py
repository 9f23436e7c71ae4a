"""What the whole product would serve: the pipeline's feed, with its candidates, variety and exploration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys.arrays import BoolArray, IntArray
from recsys.evaluation.interests import interests
from recsys.evaluation.judging import Judging
from recsys.evaluation.moment import Moment
from recsys.evaluation.people import Person
from recsys.pipeline import Pipeline
from recsys.slate import Context, Limits

SLATES, PLACES = 100, 10
"""What a person sees who asks for the first ten a hundred times and clicks nothing."""


def serve_often(judging: Judging, numbered: tuple[int, Person]) -> dict[str, float]:
    """Return how much of a person's interests a hundred slates cover; what was shown often in vain makes way."""
    number, person = numbered
    moment, rng = judging.moment(person), judging.rng(number)
    catalog, pipeline = judging.catalog, replace(judging.pipeline or Pipeline(), ranker=moment.hybrid)
    unseen, shown = person.unseen(len(catalog)), np.zeros(len(catalog), dtype=np.int64)
    context = Context(surface="home", now=person.now)
    for _ in range(SLATES):
        limits = Limits(impressions=shown.copy(), hide_watched=False, size=PLACES)
        slate = pipeline.feed(catalog, moment.taste_with_personas, unseen, limits, context, rng)
        shown[slate.rows] += 1
    of_person, rows = interests(moment, np.flatnonzero(~unseen)), np.flatnonzero(shown)
    return {
        "persona coverage": of_person.persona_coverage(rows),
        "channel coverage": of_person.channel_coverage(rows),
    }


def first_places(pipeline: Pipeline, moment: Moment, unseen: BoolArray, rng: np.random.Generator) -> IntArray:
    """Return the rows of the first hundred places of the feed."""
    limits, context = Limits(hide_watched=False, size=100), Context(surface="home", now=moment.now)
    own = replace(pipeline, ranker=moment.hybrid)
    return own.feed(moment.catalog, moment.taste_with_personas, unseen, limits, context, rng).rows
