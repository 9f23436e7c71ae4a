"""`ownfeed status`: what is running and how much there is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from daemon.settings import HOST, Settings, load_settings

from .data import with_store
from .options import AsJson, DataDir, UserName
from .running import running

if TYPE_CHECKING:
    from daemon.store import Store


def status(user: UserName = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Say what runs, how much is stored, how the last jobs went."""
    settings = load_settings(data_dir=data_dir)
    daemon = running(settings, user)
    if daemon is not None:
        found = {"running": True, "address": f"http://{HOST}:{daemon.port}", **daemon.get("/api/status")}
    else:
        found = {"running": False, "counts": _counts(settings, user)}
    typer.echo(json.dumps(found) if as_json else "\n".join(_lines(found, settings)))


def _counts(settings: Settings, user: str | None) -> dict[str, int]:
    if not settings.database.exists():
        return {}

    async def count(store: Store) -> dict[str, int]:
        if user is None and not await store.users.all():
            return {}
        return asdict(await store.counts((await store.users.named(user)).user_id))

    return with_store(settings, count)


def _lines(found: dict[str, Any], settings: Settings) -> list[str]:
    if found["running"]:
        lines = [f"running at {found['address']}", f"{found['state']}: {found['message']}".removesuffix(": ")]
    else:
        lines = ["not running; scripts/run starts it"]
    if told := found.get("embedding", {}).get("message"):
        lines.append(f"vectors:  {told}")
    lines.append(f"data:     {settings.data_dir}")
    lines += [f"{name + ':':<10}{count:,}" for name, count in found["counts"].items()]
    lines += [_job_line(job) for job in found.get("jobs", ())]
    return lines + [f"error:    {error['message']}" for error in found.get("last_errors", ())]


def _job_line(job: dict[str, Any]) -> str:
    far = f" {job['done']:,} of {job['total']:,}" if job["state"] == "running" and job["total"] else ""
    return f"job:      {job['kind']} {job['state']}{far}{': ' + job['error'] if job['error'] else ''}"
