"""`ownfeed evaluate`: what each ranker would have shown in the person's own weeks."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daemon.errors import InvalidRequest, OwnFeedError
from daemon.settings import Settings, load_settings

from .data import require_data, with_store
from .options import DataDir, UserName
from .printing import writing
from .running import Daemon, running

if TYPE_CHECKING:
    from daemon.store import Store

LOOK_EVERY_SECONDS = 0.5
COLUMNS = ("ndcg@10", "recall@100")


def evaluate(
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the whole report there; - prints it.")
    ] = None,
    user: UserName = None,
    data_dir: DataDir = None,
) -> None:
    """Replay your own weeks. Say what each ranker would have shown, and how sure that is."""
    settings = load_settings(data_dir=data_dir)
    require_data(settings)
    target = None if json_file is None or str(json_file) == "-" else json_file.absolute()
    if target is not None and target.is_dir():  # sooner than after minutes of work
        raise InvalidRequest(f"{target} is a folder; name a file in it.")
    if target is not None and not target.parent.is_dir():
        raise InvalidRequest(f"There is no folder {target.parent}; choose another place.")
    daemon = running(settings, user)
    told = _asked(daemon) if daemon is not None else with_store(settings, lambda store: _read(store, settings, user))
    text = json.dumps(told, indent=1, ensure_ascii=False)
    if target is not None:
        with writing(target):
            target.write_text(text + "\n", encoding="utf-8")
    typer.echo(text if str(json_file) == "-" else "\n".join(_lines(told)))


def _asked(daemon: Daemon) -> dict[str, Any]:
    """Have the running daemon replay, and wait for it."""
    job_id = daemon.send("POST", "/api/evaluation")["job_id"]
    while (job := daemon.get(f"/api/jobs/{job_id}"))["state"] in ("queued", "running"):
        time.sleep(LOOK_EVERY_SECONDS)
    if job["state"] != "done":
        raise OwnFeedError(f"The replay did not come to an end: {job['error'] or job['state']}")
    return dict(daemon.get("/api/evaluation"))


async def _read(store: Store, settings: Settings, user: str | None) -> dict[str, Any]:
    """Replay from the data themselves; what a learned model does is told by a running daemon alone."""
    from daemon.jobs.evaluate import replayed

    user_id, now = (await store.users.named(user)).user_id, datetime.now(UTC)
    model = await store.embedding.model() or settings.embedding_model
    return {"made_at": now.isoformat(), **await replayed(store.path, model, user_id, None)}


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [told["message"]]
    for name, part, unit in (("weeks", told.get("weeks"), "week"), ("pages", told.get("pages"), "page")):
        if not part or not part["rankers"]:
            continue
        count = part["count"] if name == "pages" else len(part["each"])
        lines += ["", f"{count} {unit}{'' if count == 1 else 's'}{' (too early to say)' if part['too_early'] else ''}"]
        for ranker, figures in part["rankers"].items():
            cells = [
                f"{metric} {figures[metric]['mean']:.3f} [{figures[metric]['low']:.3f}, {figures[metric]['high']:.3f}]"
                for metric in (*COLUMNS, "auc")
                if metric in figures
            ]
            lines.append(f"  {ranker:<16} {'  '.join(cells)}")
    for choice in told.get("choices", ()):
        lines.append(
            f"{choice['kind']} {choice['name']}: {choice['added']} in, {choice['removed']} out, {choice['moved']} moved"
        )
    return [*lines, "", "What this does not show:", *(f"- {each}" for each in told["does_not_show"])]
