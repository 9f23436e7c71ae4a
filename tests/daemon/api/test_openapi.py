"""The description is made from the code, so it names every route, and every example of ours fits it."""

from __future__ import annotations

import re

from daemon.errors import NotReady
from daemon.keys import ROUTES
from tests.daemon.running import Daemon
from tests.faults.rules_of_entry import DASHBOARD


async def test_every_route_is_described_with_its_errors_and_its_guard(daemon: Daemon) -> None:
    paths = (await daemon.get("/openapi.json"))["paths"]
    for registered in daemon.app.router.routes():
        assert registered.resource is not None
        route = daemon.app[ROUTES].of(registered.handler)
        assert route is not None
        path = registered.resource.canonical
        operation = paths[path][route.method.lower()]
        assert operation["summary"]
        assert operation["description"]
        assert {"403", "421", "500"} <= set(operation["responses"])
        assert (operation.get("security") == []) == (route.access == "public")
        names = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
        assert names == re.findall(r"\{(\w+)\}", path)


async def test_every_reference_leads_somewhere(daemon: Daemon) -> None:
    text = (await daemon.ask("GET", "/openapi.json")).text
    schemas = (await daemon.get("/openapi.json"))["components"]["schemas"]
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert references
    assert references <= set(schemas)


async def test_the_pages_ask_nothing_of_anybody_else(daemon: Daemon) -> None:
    for path in (
        "/",
        "/docs",
        *(f"/pages/dashboard/{name}" for name in DASHBOARD),
        "/pages/docs.js",
        "/pages/element.js",
        "/pages/pairing.js",
        "/pages/pages.css",
    ):
        page = await daemon.ask("GET", path, headers={})
        assert page.status == 200
        assert not re.search(r"https?://", page.text)
        assert "innerHTML" not in page.text


async def test_every_answer_an_error_of_ours_can_be_is_described(daemon: Daemon) -> None:
    paths = (await daemon.get("/openapi.json"))["paths"]
    unknown = await daemon.command("GET", "/api/status", user="nobody")
    assert str(unknown.status) in paths["/api/status"]["get"]["responses"]
    assert str(NotReady.status) in paths["/api/videos"]["get"]["responses"], "a feed that could not be made just now"
