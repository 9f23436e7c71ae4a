"""From a sentence to rules: the grammar where it is sure, else a language model where one is set and agreed to, else a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import uuid4

import orjson
from pydantic import BaseModel, ConfigDict, Field

from daemon.agent.grammar import Proposal, understand
from daemon.agent.model import Model, ModelFailed, Question
from daemon.agent.plain import plain
from daemon.agent.prompts import RULES
from daemon.store.rules import Rule

from .rule_schema import Action, Amount, Match, RuleIn, Surfaces, Weekdays
from .wire import ShortText

MOST_RULES: Final = 8
MOST_QUESTION, MOST_TEXT = 300, 200
"""How many characters of a model's may be shown."""

Asked = Literal["off", "not_needed", "not_agreed", "answered", "failed"]
"""What came of the model: there is none; the grammar was sure; the person was not asked yet; it answered; it could not."""


class RuleAnswer(BaseModel):
    """A rule as a model says it; it becomes one by the same schema as a rule that is sent."""

    model_config = ConfigDict(extra="forbid")

    text: ShortText
    action: Action
    match: Match
    amount: Amount | None
    surfaces: Surfaces
    weekdays: Weekdays | None
    ends_at: str | None


class RulesAnswer(BaseModel):
    """Rules, or a question."""

    model_config = ConfigDict(extra="forbid")

    rules: Annotated[list[RuleAnswer], Field(max_length=MOST_RULES)]
    question: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence means: rules to propose, or a question."""

    rules: tuple[Rule, ...] = ()
    question: str | None = None
    asked: Asked = "not_needed"


async def meaning(model: Model, user_id: int, text: str, now: datetime) -> Meaning:
    """Understand a sentence; whatever a model does, the grammar's question is the least that is answered.

    now: the moment of speaking, in the person's zone.
    """
    understood = understand(text, now)
    if understood.question is None:
        return Meaning(tuple(_rule(each, "grammar", now) for each in understood.proposals))
    if not model.is_set:
        return Meaning(question=understood.question, asked="off")
    if not await model.may_be_asked(user_id):
        return Meaning(question=understood.question, asked="not_agreed")
    try:
        return await by_model(model, user_id, text, now) or Meaning(question=understood.question, asked="answered")
    except ModelFailed as failure:
        return Meaning(question=f"{failure} {understood.question}", asked="failed")


def question_about(text: str, now: datetime) -> Question[RulesAnswer]:
    """Return all that a model is asked about a sentence: nothing of what the person watched is in it."""
    data = {"sentence": text, "now": f"{now:%Y-%m-%dT%H:%M, %A}"}
    return Question(RULES, orjson.dumps(data).decode(), RulesAnswer)


async def by_model(model: Model, user_id: int, text: str, now: datetime) -> Meaning | None:
    """Return what a model says a sentence means; None where it says nothing, or a rule that nobody could send. Raises ModelFailed."""
    answer = await model.ask(user_id, question_about(text, now))
    if question := plain(answer.question or "", MOST_QUESTION):
        return Meaning(question=question, asked="answered")  # also beside rules: what is unsure is not guessed
    try:
        rules = tuple(_rule(_checked(each, now), "model", now) for each in answer.rules)
    except ValueError:  # pydantic's too
        return None
    return Meaning(rules, asked="answered") if rules else None


def _checked(said: RuleAnswer, now: datetime) -> Proposal:
    """Return an answer as a proposal; raises ValueError where it is no rule, has ended before it began, or names an id nobody said."""
    ends_at = None if said.ends_at is None else datetime.fromisoformat(said.ends_at)
    if ends_at is not None:
        ends_at = ends_at.replace(tzinfo=now.tzinfo) if ends_at.tzinfo is None else ends_at
        if ends_at <= now:
            raise ValueError("it has ended")
    if said.match.channel_id is not None:
        raise ValueError("no sentence holds an id")
    match = said.match.conditions()
    given = RuleIn.model_validate(
        said.model_dump(exclude={"match", "ends_at", "text"})
        | {"match": match, "ends_at": ends_at and ends_at.timestamp(), "text": plain(said.text, MOST_TEXT)}
    )
    days = None if given.weekdays is None else tuple(given.weekdays)
    return Proposal(given.text or "", said.action, match, given.amount, tuple(given.surfaces), days, given.ends_at)


def _rule(meant: Proposal, source: str, now: datetime) -> Rule:
    return Rule(
        str(uuid4()), meant.action, dict(meant.match), meant.amount, meant.surfaces, meant.weekdays, None, meant.ends_at,
        source, meant.text, True, now.timestamp(),
    )  # fmt: skip
