"""Rules: what a person does not want, or wants more of, as sentences they can change and undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.errors import InvalidRequest
from daemon.events import News
from daemon.keys import CLOCK, EVENTS, MODEL, RECOMMENDER, STORE
from daemon.store.rules import Rule

from .effects import EffectOut, effect_out
from .guard.identity import CALLER
from .routes import Route, Routes
from .rule_schema import Action, Amount, Match, RuleIn, Surfaces, Weekdays, require_effect
from .understanding import Asked, meaning
from .wire import Moment, ShortText, Success, Wire

routes: Final = Routes()

RULE_PATH: Final = "/api/rules/{rule_id:[0-9a-f-]{36}}"


class RuleOut(BaseModel):
    """A rule; no surfaces means all of them, weekdays count from Monday = 0."""

    id: str
    action: Action
    match: dict[str, Any]
    amount: float | None
    surfaces: list[str]
    weekdays: list[int] | None
    starts_at: Moment | None
    ends_at: Moment | None
    source: str
    text: str | None
    enabled: bool


class RulesOut(BaseModel):
    """All rules, the newest first."""

    rules: list[RuleOut]


class ProposalsOut(BaseModel):
    """What a sentence was understood as: rules to accept by sending one back, or a question. Nothing is kept."""

    proposals: list[RuleOut]
    question: str | None
    model: Asked = Field(description="what came of asking the language model; `not_agreed`: see /api/agent")
    effect: EffectOut


class RuleChange(Wire):
    """What to change of a rule."""

    action: Action | None = None
    match: Match | None = None
    amount: Amount | None = None
    surfaces: Surfaces | None = None
    weekdays: Weekdays | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    text: ShortText | None = None
    enabled: bool | None = None


_MAY_BE_NONE: Final = ("amount", "weekdays", "starts_at", "ends_at", "text")


def _out(rule: Rule) -> RuleOut:
    return RuleOut.model_validate(
        {
            "id": rule.rule_id,
            "action": rule.action,
            "match": dict(rule.match),
            "amount": rule.amount,
            "surfaces": list(rule.surfaces),
            "weekdays": None if rule.weekdays is None else list(rule.weekdays),
            "starts_at": rule.starts_at,
            "ends_at": rule.ends_at,
            "source": rule.source,
            "text": rule.text,
            "enabled": rule.enabled,
        }
    )


@routes.add(Route("GET", "/api/rules", "The rules", reply=RulesOut))
async def get_rules(request: web.Request) -> RulesOut:
    """List the person's rules; blocking a channel anywhere makes one."""
    return RulesOut(rules=[_out(rule) for rule in await request.app[STORE].rules.all(request[CALLER].user_id)])


@routes.add(
    Route(
        "POST",
        "/api/rules",
        "Keep a rule, or understand a sentence",
        body=RuleIn,
        reply=RuleOut,
        other_reply=ProposalsOut,
        may_last=True,
    )
)
async def add_rule(request: web.Request, given: RuleIn) -> RuleOut | ProposalsOut:
    """Keep a rule; or propose rules for a sentence, with what they would change, and keep nothing.

    A rule that says the same as one there is makes no second one: the answer is that one, under its own id, switched on and with
    the amount that was sent.
    """
    user_id = request[CALLER].user_id
    if given.action is None or given.match is None:
        return await _proposals(request, user_id, (given.text or "").strip())
    kept = await request.app[STORE].rules.add(
        user_id,
        Rule(
            rule_id=str(given.id or uuid4()),
            action=given.action,
            match=given.match.conditions(),
            amount=given.amount,
            surfaces=tuple(given.surfaces),
            weekdays=None if given.weekdays is None else tuple(given.weekdays),
            starts_at=given.starts_at,
            ends_at=given.ends_at,
            source=given.source,
            text=given.text,
            enabled=given.enabled,
            created_at=request.app[CLOCK](),
        ),
    )
    await _tell(request, user_id)
    return _out(kept)


async def _proposals(request: web.Request, user_id: int, text: str) -> ProposalsOut:
    app = request.app
    now = datetime.fromtimestamp(app[CLOCK](), UTC).astimezone()
    meant = await meaning(app[MODEL], user_id, text, now)
    effect = await app[RECOMMENDER].what_if.with_rules(user_id, list(meant.rules))
    proposals = [_out(each) for each in meant.rules]
    return ProposalsOut(proposals=proposals, question=meant.question, model=meant.asked, effect=effect_out(effect))


@routes.add(Route("PATCH", RULE_PATH, "Change a rule", body=RuleChange, reply=RuleOut))
async def change_rule(request: web.Request, given: RuleChange) -> RuleOut:
    """Change what a rule says, where and when it holds, or switch it off."""
    user_id = request[CALLER].user_id
    sent = given.model_dump(exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name in _MAY_BE_NONE}
    if given.match is not None:
        values["match"] = given.match.conditions()
    rule_id, rules = request.match_info["rule_id"], request.app[STORE].rules
    for rule in await rules.all(user_id):
        if rule.rule_id == rule_id:
            _require_effect(replace(rule, **values))
    changed = await rules.change(user_id, rule_id, values)
    await _tell(request, user_id)
    return _out(changed)


def _require_effect(rule: Rule) -> None:
    try:
        require_effect(rule.action, rule.match, rule.amount)
    except ValueError as error:
        raise InvalidRequest(f"The rule cannot be changed so: {error}.") from error


@routes.add(Route("DELETE", RULE_PATH, "Undo a rule", reply=Success))
async def remove_rule(request: web.Request) -> Success:
    """Delete a rule; what it hid comes back in the next feed."""
    user_id = request[CALLER].user_id
    await request.app[STORE].rules.remove(user_id, request.match_info["rule_id"])
    await _tell(request, user_id)
    return Success()


async def _tell(request: web.Request, user_id: int) -> None:
    await request.app[RECOMMENDER].choices_changed(user_id)
    request.app[EVENTS].tell(News("rules", user_id, {}))
