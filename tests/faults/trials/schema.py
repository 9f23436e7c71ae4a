"""[S3] What the OpenAPI file allows and what it does not, drawn by schemathesis: no 5xx, and every answer as described."""

from __future__ import annotations

import contextlib
import warnings
from collections import Counter
from pathlib import Path
from typing import Any, Final, TypeAlias

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.daemon.given import card, event
from tests.daemon.serving import Served, serving
from tests.faults.rules_of_entry import COMMANDS_ALONE, PUBLIC
from tests.faults.trial import Outcome, Say, Trial

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Not whether all that fits is taken and all else refused: bodies may hold no NUL and no number beyond 64 bits, and of a
batch the lines that cannot be used are told one by one."""
ENDLESS: Final = "/api/events"
MOST_FAILURES: Final = 50
Case: TypeAlias = schemathesis.Case[Any]
REQUEST_SECONDS: Final = 60


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Send so many cases, half of them against the schema, to every operation alike."""
    outcome, statuses = Outcome(), Counter[int]()
    with serving(folder / "data", until="pairing code", mutant=mutant) as daemon:
        token = str(daemon.pair(daemon.code or "")["token"])
        commands = (daemon.data_dir / "cli-token").read_text(encoding="utf-8")
        address = f"http://127.0.0.1:{daemon.port}"
        described = daemon.ask("GET", "/openapi.json", token=commands)[1]
        _fill(daemon, token)
        found = [
            each.ok() for each in schemathesis.openapi.from_dict(described).get_all_operations() if isinstance(each, Ok)
        ]
        operations = [each for each in found if each.path != ENDLESS]
        each_times = -(-times // (2 * len(operations)))
        for operation in operations:
            route = (operation.method.upper(), operation.path)
            bearer = {"Authorization": f"Bearer {commands if route in COMMANDS_ALONE else token}"}
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                cases = _drawn(operation.as_strategy(mode), each_times, seed)
                for case in cases:
                    status, broken = _tried(case, address, bearer)
                    outcome.times += 1
                    statuses[status] += 1
                    outcome.failures += broken[: MOST_FAILURES - len(outcome.failures)]
                    if case is cases[0] and route not in PUBLIC:
                        outcome.failures += _let_in(case, address)
            say(f"  {route}: {outcome.times} cases, {len(outcome.failures)} failures")
        if daemon.process.poll() is not None:
            outcome.failures.append(f"the daemon ended with {daemon.process.returncode}")
    outcome.figures = {
        "operations": len(operations),
        **{f"answers {status}": count for status, count in sorted(statuses.items())},
    }
    return outcome


def _fill(daemon: Served, token: str) -> None:
    """Give it something to answer with."""
    cards = [card(number, f"Video {number}", "A channel", duration_seconds=60 * number) for number in range(1, 9)]
    daemon.ask("POST", "/api/rank", {"surface": "home", "cards": cards}, token=token)
    daemon.ask("POST", "/api/signals", {"events": [event("thumbs_up", number) for number in range(1, 5)]}, token=token)
    daemon.ask("POST", "/api/videos/categories", {"name": "Baking"}, token=token)


def _drawn(strategy: Any, times: int, seed: int) -> list[Case]:
    """Return so many drawn cases; where the schema leaves nothing to be wrong, none."""
    cases: list[Case] = []
    settings = hypothesis.settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def keep(case: Case) -> None:
        cases.append(case)

    with contextlib.suppress(hypothesis.errors.Unsatisfiable), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        hypothesis.seed(seed)(settings(hypothesis.given(case=strategy)(keep)))()
    return cases


def _tried(case: Case, address: str, bearer: dict[str, str]) -> tuple[int, list[str]]:
    """Send a case with its token; return the status and what was not as described."""
    about = f"{case.method} {case.formatted_path}"
    reply, broken = _sent(case, address, bearer), list[str]()
    try:
        case.validate_response(reply, checks=CHECKS)
    except FailureGroup as group:
        broken += [f"{about}: {reply.status_code}: {each.title}: {each.message}"[:500] for each in group.exceptions]
    return reply.status_code, broken


def _sent(case: Case, address: str, headers: dict[str, str]) -> requests.Response:
    """Send a case with these headers, whatever it would do about the token by itself."""
    drawn = case.as_transport_kwargs(address)
    drawn["headers"] = {
        name: value for name, value in drawn["headers"].items() if name.lower() != "authorization"
    } | headers
    return requests.request(**drawn, timeout=REQUEST_SECONDS)


def _let_in(case: Case, address: str) -> list[str]:
    """Send a case without a token and with a wrong one; return what was answered all the same."""
    tried: list[dict[str, str]] = [{}, {"Authorization": "Bearer wrong"}]
    statuses = [_sent(case, address, headers).status_code for headers in tried]
    return [
        f"{case.method} {case.formatted_path}: {each} without a right token"
        for each in statuses
        if each not in (401, 429)
    ]


TRIAL: Final = Trial(
    "S3",
    "schema",
    "what schemathesis draws from the OpenAPI file: no 5xx, all answers as described, nothing without a token",
    run,
    long=20_000,
)
