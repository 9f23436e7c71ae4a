"""[S1] Host × Origin × Sec-Fetch × method × content type × token over the router's own table: only what is right passes."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from daemon.settings import EXTENSION_ID
from tests.daemon.given import event, video_id
from tests.daemon.serving import Served, mac, serving
from tests.faults.looking import looked_at
from tests.faults.raw import Answer, Header, Raw
from tests.faults.routing import routing
from tests.faults.rules_of_entry import Asked, may_pass
from tests.faults.trial import Outcome, Say, Trial

HOSTS: Final = (
    "127.0.0.1:{port}", "localhost:{port}", "0.0.0.0:{port}", "[::1]:{port}", "127.0.0.1", "127.0.0.1:1", "evil.test",
    "evil.test:{port}", "127.0.0.1:{port}|evil.test", "127.0.0.1:{port}, evil.test", "127.0.0.1:{port}.", "",
)  # fmt: skip
ORIGINS: Final = (
    "", "chrome-extension://{extension}", "http://127.0.0.1:{port}", "null", "https://www.youtube.com", "http://127.0.0.1:1",
    "http://localhost:{port}", "https://127.0.0.1:{port}", "chrome-extension://" + "a" * 32, "http://127.0.0.1:{port}|null",
    "chrome-extension://{extension}.evil.test",
)  # fmt: skip
SITES: Final = ("", "none", "same-origin", "same-site", "cross-site", "none|cross-site", "None")
MODES: Final = ("", "cors", "no-cors", "navigate")
TYPES: Final = (
    "application/json", "application/json; charset=utf-8", "", "text/plain", "application/x-www-form-urlencoded",
    "multipart/form-data", "application/octet-stream", "text/json",
)  # fmt: skip
TOKENS: Final = ("client", "commands", "", "wrong", "basic", "in the address", "hash", "prefix")
DIMENSIONS: Final = {
    "host": HOSTS, "origin": ORIGINS, "site": SITES, "mode": MODES, "content_type": TYPES, "token": TOKENS,
}  # fmt: skip
NO_ROUTES: Final = (
    ("GET", "/no/such/thing"), ("POST", "/no/such/thing"), ("PUT", "/api/rank"), ("OPTIONS", "/api/rank"), ("HEAD", "/docs"),
    ("HEAD", "/api/status"), ("TRACE", "/api/status"), ("DELETE", "/healthz"), ("OPTIONS", "/"), ("GET", "/metrics"),
    ("GET", "//api/status"), ("GET", "/docs/../api/status"), ("POST", "/healthz"),
)  # fmt: skip
REFUSALS: Final = frozenset({401, 403, 415, 421, 429})
WRONG_PER_MINUTE: Final = 10
UNREADABLE: Final = 400
"""What aiohttp itself answers to two Hosts, before the guard sees them."""
STILL: Final = (
    "users", "clients", "pairing_codes", "signals", "impressions", "ratings", "rules", "settings", "categories", "videos",
    "video_sources", "personas", "channel_preferences", "searches",
)  # fmt: skip
"""Tables nothing touches by itself while there is no history (a first slate is made at the start)."""
NONCE: Final = "0123456789abcdef"


class Matrix:
    """Who sends the requests of one trial, and what a daemon holds that they could change."""

    def __init__(self, daemon: Served, raw: Raw) -> None:
        paired = daemon.pair(daemon.code or "")
        self.data_dir, self.port = daemon.data_dir, daemon.port
        self.client, self.client_id = str(paired["token"]), str(paired["client_id"])
        self.commands = (daemon.data_dir / "cli-token").read_text(encoding="utf-8")
        self.code = str(daemon.ask("POST", "/api/pair/code", {}, token=self.commands)[1]["code"])
        self.raw = raw

    def ask(self, asked: Asked, *, works: bool) -> Answer:
        """Send it; with a body that would take effect, or with an empty one."""
        client_id = self.client_id if works else "nobody"
        names = {"{video_id}": video_id(1), "{client_id}": client_id, "{rule_id}": "1" * 36}
        path = re.sub(r"\{\w+\}", lambda found: names.get(found[0], "1"), asked.path)
        if asked.token == "in the address":
            path += f"?token={self.client}"
        is_read = asked.method in ("GET", "HEAD", "OPTIONS", "TRACE")
        body = b"" if is_read else json.dumps(self._body(asked.path) if works else {}).encode()
        return self.raw.ask(asked.method, path, list(self._headers(asked)), body)

    def _headers(self, asked: Asked) -> Iterator[Header]:
        named = {
            "Host": asked.host, "Origin": asked.origin, "Sec-Fetch-Site": asked.site, "Sec-Fetch-Mode": asked.mode,
            "Content-Type": asked.content_type, "Authorization": self._authorization(asked.token),
        }  # fmt: skip
        for name, value in named.items():
            for each in filter(None, value.split("|")):
                yield name, each.format(port=self.port, extension=EXTENSION_ID)

    def _authorization(self, token: str) -> str:
        return {
            "client": f"Bearer {self.client}",
            "commands": f"Bearer {self.commands}",
            "wrong": "Bearer wrong",
            "basic": f"Basic {self.client}",
            "hash": f"Bearer {hashlib.sha256(self.client.encode()).hexdigest()}",
            "prefix": f"Bearer {self.client[:-1]}",
        }.get(token, "")

    def _body(self, path: str) -> object:
        return {
            "/api/pair": {"name": "in", "nonce": NONCE, "code_mac": mac(self.code, f"{NONCE}:{self.port}")},
            "/api/hello": {"client_id": self.client_id, "nonce": NONCE},
            "/api/signals": {"events": [event("watch", 1)]},
            "/api/videos/{video_id}/rate": {"rating": "up"},
            "/api/rank": {"surface": "home", "cards": [{"video_id": video_id(1), "title": "One"}]},
            "/api/videos/categories": {"name": "In"},
            "/api/videos/categories/preview": {"name": "In"},
            "/api/settings": {"freshness": 0.5},
            "/api/settings/preview": {"freshness": 0.5},
            "/api/videos/import": {
                "source": "takeout",
                "data": [{"kind": "watch", "occurred_at": "2026-11-18T11:00:00Z", "video_id": video_id(2)}],
            },
            "/api/data": {"confirm": True},
            "/api/users": {"name": "Mallory"},
        }.get(path, {})

    def state(self) -> dict[str, list[str]]:
        """Return the rows of everything a request could change, by table."""
        with looked_at(self.data_dir / "ownfeed.db") as connection:
            return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in STILL}


def run(times: int, seed: int, folder: Path, _say: Say, mutant: str | None = None) -> Outcome:
    """Ask so many combinations: each with one thing wrong, with two, and the rest drawn."""
    rng, outcome, routes = random.Random(seed), Outcome(), routing(mutant)
    with serving(folder / "data", until="pairing code", mutant=mutant) as daemon, Raw(daemon.port) as raw:
        matrix = Matrix(daemon, raw)
        outcome.failures += [f"{route} is past the table of the guard" for route in set(routes) ^ _described(matrix)]
        combinations = list(_combinations([*routes, *NO_ROUTES], times, rng))
        refused = [asked for asked in combinations if not may_pass(asked)]
        good = [asked for asked in combinations if may_pass(asked)]
        statuses = Counter[int]()
        before = matrix.state()
        for asked in refused:
            statuses[status := matrix.ask(asked, works=True).status] += 1
            if status not in REFUSALS and not (status == UNREADABLE and ("|" in asked.host or not asked.host)):
                outcome.failures.append(f"{status} was answered to {asked}")
        after = matrix.state()
        outcome.failures += [f"refused requests changed {name}" for name in STILL if before[name] != after[name]]
        outcome.failures += _strangers(matrix, min(times // 30, 3_000))
        for asked in good:
            status = matrix.ask(asked, works=False).status
            if status in REFUSALS or status >= 500 or not status:
                outcome.failures.append(f"{status} was answered to {asked}, who may ask")
    outcome.times = len(combinations)
    answers = {f"refused with {status}": count for status, count in sorted(statuses.items())}
    outcome.figures = {"routes": len(routes), "refused": len(refused), "let through": len(good), **answers}
    return outcome


def _described(matrix: Matrix) -> set[tuple[str, str]]:
    """Return method and path of everything in the running daemon's own description."""
    asked = Asked("GET", "/openapi.json", HOSTS[0], "", "", "", "", "commands")
    paths = json.loads(matrix.ask(asked, works=False).body)["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def _strangers(matrix: Matrix, times: int) -> list[str]:
    """Guess tokens and codes so often; return who was locked out by that. What a web page sends is no try at a code."""
    program = [("Host", f"127.0.0.1:{matrix.port}"), ("Content-Type", "application/json")]
    for number in range(times):
        guess = json.dumps({"name": "guess", "nonce": NONCE, "code_mac": f"{number:064x}"}).encode()
        matrix.raw.ask("POST", "/api/pair", [*program, ("Origin", "https://evil.test")], guess)
        matrix.raw.ask("GET", "/api/status", [*program, ("Authorization", f"Bearer {number}")])
        if number > WRONG_PER_MINUTE:  # beyond that a wrong code of another program is no try either
            matrix.raw.ask("POST", "/api/pair", program, guess)
    reads = Asked("GET", "/api/rules", HOSTS[0], "", "", "", "", "client")
    pairs = Asked("POST", "/api/pair", HOSTS[0], "", "", "", TYPES[0], "")
    return [
        f"after {times} guesses of others {asked} gets {status}"
        for asked in (reads, pairs)
        if (status := matrix.ask(asked, works=True).status) != 200
    ]


def _combinations(routes: Sequence[tuple[str, str]], times: int, rng: random.Random) -> Iterator[Asked]:
    """Yield all that differ in one or two things from a right request, each once, then drawn ones; every route alike."""
    seen = set[Asked]()
    near = itertools.chain(*itertools.zip_longest(*(_deviations(*route, rng) for route in routes)))
    far = (_drawn(*rng.choice(routes), rng) for _ in itertools.count())
    for asked in itertools.chain(filter(None, near), far):
        if asked not in seen:
            seen.add(asked)
            yield asked
        if len(seen) >= times:
            return


def _deviations(method: str, path: str, rng: random.Random) -> Iterator[Asked]:
    right = Asked(method, path, HOSTS[0], "", "", "cors", TYPES[0], "client")
    by_dimension = (
        [replace(right, **{name: value}) for value in reversed(values)] for name, values in DIMENSIONS.items()
    )
    ones = filter(None, itertools.chain(*itertools.zip_longest(*by_dimension)))
    pairs = [
        replace(right, **{one: first, other: second})
        for one, other in itertools.combinations(DIMENSIONS, 2)
        for first in DIMENSIONS[one]
        for second in DIMENSIONS[other]
    ]
    rng.shuffle(pairs)
    return iter([right, *ones, *pairs])


def _drawn(method: str, path: str, rng: random.Random) -> Asked:
    return Asked(method, path, **{name: rng.choice(values) for name, values in DIMENSIONS.items()})


TRIAL: Final = Trial(
    "S1",
    "guard_matrix",
    "of all combinations over the router's table only right ones pass, a refused one changes nothing, nobody is locked out",
    run,
    long=100_000,
)
