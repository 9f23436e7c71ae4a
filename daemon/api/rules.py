"""Rules: what a person does not want, or wants more of, as sentences they can change and undo."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.events import News
from daemon.keys import EVENTS, RECOMMENDER, STORE
from daemon.store.rules import Rule

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment, ShortText, Success, Wire

routes: Final = Routes()

RULE_PATH: Final = "/api/rules/{rule_id:[0-9a-f-]{36}}"

Action = Literal["block", "limit", "boost", "demote"]
Surfaces = Annotated[list[ShortText], Field(max_length=20)]
Weekdays = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]


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


class RuleChange(Wire):
    """What to change of a rule: where and when it holds, and whether."""

    surfaces: Surfaces | None = None
    weekdays: Weekdays | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    text: ShortText | None = None
    enabled: bool | None = None


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


@routes.add(Route("PATCH", RULE_PATH, "Change a rule", body=RuleChange, reply=RuleOut))
async def change_rule(request: web.Request, given: RuleChange) -> RuleOut:
    """Change where and when a rule holds, or switch it off."""
    user_id = request[CALLER].user_id
    sent = given.model_dump(exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name in ("ends_at", "starts_at")}
    changed = await request.app[STORE].rules.change(user_id, request.match_info["rule_id"], values)
    await _tell(request, user_id)
    return _out(changed)


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
