"""The CategoryAgent: asks a model to name a person's interests, and takes only what rests on the person's own videos."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Annotated, Final

import orjson
from pydantic import BaseModel, ConfigDict, Field

from daemon.recommender.portrait import Cluster, Portrait
from recsys.lexical import tokens
from recsys.suggestions import Suggestion

from .model import Model, ModelFailed, Question
from .plain import plain
from .prompts import INTERESTS, LABELS

MOST_SUGGESTIONS: Final = 10
NAME, KEYWORD, REASONING, TITLE = 60, 40, 300, 100
"""How many characters may be shown."""
KEYWORDS, CITED = 8, 2


class InterestAnswer(BaseModel):
    """An interest as a model says it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    reasoning: str
    keywords: list[str]
    video_ids: list[str]


class InterestsAnswer(BaseModel):
    """The strongest first."""

    model_config = ConfigDict(extra="forbid")

    interests: Annotated[list[InterestAnswer], Field(max_length=50)]


class LabelAnswer(BaseModel):
    """The name of one cluster."""

    model_config = ConfigDict(extra="forbid")

    persona: int
    label: str


class LabelsAnswer(BaseModel):
    """At most one name for each."""

    model_config = ConfigDict(extra="forbid")

    labels: Annotated[list[LabelAnswer], Field(max_length=50)]


class CategoryAgent:
    """Suggestions and labels in words; nothing is kept here."""

    def __init__(self, model: Model) -> None:
        self._model = model

    async def suggestions(self, user_id: int, portrait: Portrait, known: Collection[str]) -> list[Suggestion]:
        """Return interests that rest on videos of the portrait; [] where the model has none. Raises ModelFailed."""
        answer = await self._model.ask(user_id, interests_question(portrait, known))
        said = {word for text in known for word in tokens(text)}
        found: dict[str, Suggestion] = {}
        for each in answer.interests:
            suggestion = _checked(each, portrait)
            if suggestion is not None and said.isdisjoint(tokens(suggestion.name)):
                found.setdefault(suggestion.name.casefold(), suggestion)
        return list(found.values())[:MOST_SUGGESTIONS]

    async def labels(self, user_id: int, clusters: Sequence[Cluster]) -> dict[int, str]:
        """Return labels by persona, as many as the model has; none where it fails or may not be asked."""
        if not clusters:
            return {}
        try:
            answer = await self._model.ask(user_id, labels_question(clusters))
        except ModelFailed:
            return {}
        asked = {each.persona for each in clusters}
        said = {each.persona: plain(each.label, NAME) for each in answer.labels if each.persona in asked}
        return {persona: label for persona, label in said.items() if label}


def interests_question(portrait: Portrait, known: Collection[str]) -> Question[InterestsAnswer]:
    """Return all that a model is asked about a person's interests."""
    data = {
        "clusters": [_told(each, with_ids=True) for each in portrait.clusters],
        "ratings": [asdict(each) for each in portrait.ratings],
        "channels": dict(portrait.channels),
        "times": dict(portrait.times),
        "known": sorted(known),
    }
    return Question(INTERESTS, orjson.dumps(data).decode(), InterestsAnswer)


def labels_question(clusters: Sequence[Cluster]) -> Question[LabelsAnswer]:
    """Return all that a model is asked about what clusters are to be called."""
    data = {"clusters": [{"persona": each.persona} | _told(each, with_ids=False) for each in clusters]}
    return Question(LABELS, orjson.dumps(data).decode(), LabelsAnswer)


def _told(cluster: Cluster, *, with_ids: bool) -> dict[str, object]:
    videos = [
        {"title": each.title, "channel": each.channel} | ({"video_id": each.video_id} if with_ids else {})
        for each in cluster.videos
    ]
    return {"words": cluster.terms, "count": cluster.count, "videos": videos}


def _checked(said: InterestAnswer, portrait: Portrait) -> Suggestion | None:
    """Return a suggestion whose proof is the person's own, in text that may be shown; None where nothing proves or names it."""
    own = portrait.videos()
    ids = tuple(dict.fromkeys(each for each in said.video_ids if each in own and own[each].rating in ("", "liked")))
    name = plain(said.name, NAME)
    if not ids or not name:
        return None
    cited = " and ".join(f"“{plain(own[each].title, TITLE)}”" for each in ids[:CITED])
    reasoning = f"{plain(said.reasoning, REASONING)} You liked or watched {cited}."
    keywords = dict.fromkeys(filter(None, (plain(each, KEYWORD) for each in said.keywords)))
    return Suggestion(name, reasoning.strip(), tuple(keywords)[:KEYWORDS], ids)
