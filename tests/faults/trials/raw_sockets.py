"""[S4] Bytes no client would send, and clients that send nothing: no crash, no 5xx, and others are answered meanwhile."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import psutil

from tests.daemon.serving import serving
from tests.faults.raw import Raw
from tests.faults.trial import Outcome, Say, Trial

SLOW: Final = 200
MOST_OPEN: Final = 64
SHAPES: Final = 12
PATIENCE_SECONDS: Final = 20
ANSWERS_WITHIN_SECONDS: Final = 0.25


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Send so many broken requests while slow clients hold every connection they are given."""
    rng, outcome, answers = random.Random(seed), Outcome(), Counter[int]()
    with serving(folder / "data", until="pairing code", mutant=mutant) as daemon, ExitStack() as stack:
        token = str(daemon.pair(daemon.code or "")["token"])
        process, good = psutil.Process(daemon.process.pid), [("Host", f"127.0.0.1:{daemon.port}")]
        good.append(("Authorization", f"Bearer {token}"))
        daemon.ask("POST", "/api/rank", {"surface": "home", "cards": []}, token=token)  # loads what serving needs
        before = process.memory_info().rss
        for number in range(SLOW):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", daemon.port), timeout=PATIENCE_SECONDS))
            slow.sendall(_slow(number, daemon.port))
        if (held := _held(process, daemon.port)) > MOST_OPEN:
            outcome.failures.append(f"{held} connections are open at once")
        for number in range(1, times + 1):
            for status in _statuses(daemon.port, SHAPE_OF[number % len(SHAPE_OF)](rng, daemon.port, token)):
                answers[status] += 1
                if status >= 500 or 200 <= status < 300:
                    outcome.failures.append(
                        f"{number}: {status} was answered to {SHAPE_OF[number % len(SHAPE_OF)].__name__}"
                    )
            if daemon.process.poll() is not None:
                outcome.failures.append(f"{number}: the daemon ended with {daemon.process.returncode}")
                break
            if number % SHAPES == 0:
                with Raw(daemon.port) as healthy:
                    if (status := healthy.ask("GET", "/api/rules", good).status) != 200:
                        outcome.failures.append(f"{number}: {status} was answered to a healthy client")
            outcome.times = number
        grown = (process.memory_info().rss - before) / 1e6 if daemon.process.poll() is None else 0.0
        say(f"  {outcome.times} requests, {len(outcome.failures)} failures")
    told = {f"answers {status or 'none'}": count for status, count in sorted(answers.items())}
    outcome.figures = {"slow clients": SLOW, "of them connected": held, "memory grown MB": round(grown, 1), **told}
    return outcome


def _slow(number: int, port: int) -> bytes:
    host = f"Host: 127.0.0.1:{port}\r\n"
    body = f"POST /api/hello HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{"
    return (b"", b"GET", f"GET /healthz HTTP/1.1\r\n{host}".encode(), body.encode())[number % 4]


def _held(process: psutil.Process, port: int) -> int:
    """Count the connections of the daemon; those it has ended are closed before the next is accepted."""
    with Raw(port) as last:
        last.ask("GET", "/healthz", [("Host", f"127.0.0.1:{port}")])
        return sum(each.status == "ESTABLISHED" and each.laddr.port == port for each in process.net_connections("tcp"))


def _statuses(port: int, sent: bytes) -> list[int]:
    """Send bytes, and no more; return the statuses of all that came back, [0] when that was nothing."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as wire:
        got = b""
        try:
            wire.sendall(sent)
            wire.settimeout(ANSWERS_WITHIN_SECONDS)
            while piece := wire.recv(65_536):
                got += piece
        except (ConnectionError, TimeoutError):
            pass  # it waits for more of what will not come
    found = [int(part[:3]) for part in (each.partition(b" ")[2] for each in got.split(b"HTTP/1.")[1:])]
    return found or [0]


Shape = Callable[[random.Random, int, str], bytes]


def _request(port: int, *lines: str, first: str = "GET /api/rules HTTP/1.1") -> bytes:
    return "\r\n".join([first, f"Host: 127.0.0.1:{port}", *lines, "Connection: close", "", ""]).encode("latin-1")


def huge_header(rng: random.Random, port: int, token: str) -> bytes:
    return _request(port, f"Authorization: Bearer {token}", f"X: {'y' * rng.randrange(9_000, 200_000)}")


def many_headers(rng: random.Random, port: int, token: str) -> bytes:
    return _request(port, f"Authorization: Bearer {token}", *(f"X-{n}: y" for n in range(rng.randrange(200, 2_000))))


def huge_address(rng: random.Random, port: int, token: str) -> bytes:
    return _request(port, f"Authorization: Bearer {token}", first=f"GET /{'a' * rng.randrange(9_000, 99_000)} HTTP/1.1")


def two_hosts(rng: random.Random, port: int, token: str) -> bytes:
    other = rng.choice(("evil.test", f"127.0.0.1:{port}", ""))
    return _request(port, f"Host: {other}", f"Authorization: Bearer {token}")


def two_tokens(_rng: random.Random, port: int, token: str) -> bytes:
    return _request(port, "Authorization: Bearer wrong", f"Authorization: Bearer {token}")


def two_lengths(rng: random.Random, port: int, token: str) -> bytes:
    both = [f"Content-Length: {rng.randrange(99)}", rng.choice(("Content-Length: 7", "Transfer-Encoding: chunked"))]
    lines = ["Content-Type: application/json", f"Authorization: Bearer {token}", *both]
    return _request(port, *lines, first="POST /api/signals HTTP/1.1") + b'{"events":[]}'


def bad_chunks(rng: random.Random, port: int, token: str) -> bytes:
    lines = ["Content-Type: application/json", f"Authorization: Bearer {token}", "Transfer-Encoding: chunked"]
    size = rng.choice((b"zz", b"-1", b"ffffffffffffffffff", b"5;x=" + b"y" * 20_000, b"", b"0x5"))
    return _request(port, *lines, first="POST /api/signals HTTP/1.1") + size + b"\r\n{}{}{\r\n0\r\n\r\n"


def smuggled(_rng: random.Random, port: int, token: str) -> bytes:
    hidden = _request(1, f"Authorization: Bearer {token}")
    lines = ["Content-Type: text/plain", f"Authorization: Bearer {token}", f"Content-Length: {len(hidden)}"]
    return _request(port, *lines, first="POST /api/signals HTTP/1.1") + hidden


def pipelined(rng: random.Random, port: int, _token: str) -> bytes:
    return _request(port).replace(b"Connection: close\r\n", b"") * rng.randrange(1, 300) + _request(port)


def noise(rng: random.Random, _port: int, _token: str) -> bytes:
    return rng.randbytes(rng.randrange(1, 5_000))


def odd_line(rng: random.Random, port: int, token: str) -> bytes:
    methods = (
        "GET  /api/rules HTTP/1.1",
        "GET /api/rules HTTP/9.9",
        "GET /api/rules",
        "G\0T / HTTP/1.1",
        "PRI * HTTP/2.0",
    )
    return _request(port, f"Authorization: Bearer {token}\0", first=rng.choice(methods))


def folded(rng: random.Random, port: int, token: str) -> bytes:
    odd = rng.choice(("X: a\r\n b", "X : a", ": a", "X\0: a", "\tX: a", "X: a\nHost: evil.test"))
    return _request(port, odd, f"Authorization: Bearer {token[:-1]}")


SHAPE_OF: Final[tuple[Shape, ...]] = (
    huge_header, many_headers, huge_address, two_hosts, two_tokens, two_lengths, bad_chunks, smuggled, pipelined, noise,
    odd_line, folded,
)  # fmt: skip

TRIAL: Final = Trial(
    "S4",
    "raw_sockets",
    "200 slow clients and requests that are none: no crash, no 5xx, nothing let in, a healthy client is answered",
    run,
    long=20_000,
)
