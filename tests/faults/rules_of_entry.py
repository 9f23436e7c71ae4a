"""Who may ask what, said once more in few words and without the product's code: the oracle of the guard matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAGES: Final = frozenset({"/", "/docs"})
DASHBOARD: Final = (
    "dashboard.css", "main.js", "texts.js", "elements.js", "daemon.js", "section.js", "drafts.js", "plots.js", "personas.js", "map.js",
    "channels.js", "categories.js", "rules.js", "proof.js", "work.js", "machine.js", "language.js",
    *(f"words/{language}.js" for language in ("ar", "de", "en", "es", "fr", "ja", "pt-BR")),
)  # fmt: skip
STATIC: Final = frozenset(
    {
        "/pages/pages.css",
        "/pages/element.js",
        "/pages/pairing.js",
        "/pages/docs.js",
        "/pages/plotly.js",
        *(f"/pages/dashboard/{name}" for name in DASHBOARD),
    }
)
PUBLIC: Final = frozenset(
    {("GET", "/healthz"), ("POST", "/api/pair"), ("POST", "/api/hello"), *(("GET", path) for path in PAGES | STATIC)}
)
"""All that may be asked without a token; a route that is added here holds no data."""
COMMANDS_ALONE: Final = frozenset(
    {
        ("POST", "/api/users"),
        ("POST", "/api/pair/code"),
        ("GET", "/api/clients"),
        ("DELETE", "/api/clients/{client_id}"),
    }
)
TAKES_FILES: Final = frozenset({("POST", "/api/videos/import")})

HOSTS: Final = ("127.0.0.1:{port}",)
ORIGINS: Final = ("", "chrome-extension://{extension}", "http://127.0.0.1:{port}")
SITES: Final = ("", "none", "same-origin")
READS: Final = ("GET", "HEAD", "OPTIONS")
JSON: Final = ("application/json", "application/json; charset=utf-8")
FILES: Final = ("application/zip", "application/gzip", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; "" is a header that is not sent, a `|` stands between two of the same name."""

    method: str
    path: str
    """As the router writes it, with its parameters' names."""
    host: str
    origin: str
    site: str
    mode: str
    content_type: str
    token: str
    """`client`, `commands`, or the name of something wrong."""


def may_pass(asked: Asked) -> bool:
    """Return whether every single thing about the request is right."""
    route = (asked.method, asked.path)
    return (
        asked.host in HOSTS
        and asked.origin in ORIGINS
        and asked.site in SITES
        and (asked.mode != "navigate" or (asked.method == "GET" and asked.path in PAGES))
        and (route in PUBLIC or asked.token == "commands" or (asked.token == "client" and route not in COMMANDS_ALONE))
        and (
            asked.method in READS
            or asked.content_type in JSON
            or (asked.content_type in FILES and route in TAKES_FILES)
        )
    )
