"""The ids of an import's rows do not come from what they say."""

from __future__ import annotations

from uuid import uuid4

from daemon.store import imports


def _by_chance(record_kind: str, subject: str | None, second: int | None) -> str:
    return str(uuid4())


def take_out() -> None:
    """Give each row an id by chance."""
    vars(imports)["import_id"] = _by_chance
