"""Interests by name: topics a person picked at the start, and categories of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from daemon.errors import Conflict, NotFound

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Something a person likes, by name; `source` is picked (a weak event of taste), own or suggested."""

    name: str
    description: str
    keywords: tuple[str, ...]
    source: str
    interest_score: float
    active: bool
    created_at: float
    """When it was said in these words: from then on it fades."""

    @property
    def text(self) -> str:
        """What is embedded of it: name. description. keywords."""
        return ". ".join(filter(None, (self.name, self.description, ", ".join(self.keywords))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Interest):
    """An interest as it is stored."""

    category_id: int

    def changed(self, values: Mapping[str, Any], *, now: float) -> Category:
        """Return it with other values; other words are said now, and fade from now on."""
        after = replace(self, **{name: values[name] for name in _FIELDS if name in values})
        return after if after.text == self.text else replace(after, created_at=now)


class Categories(Subject):
    """A person's interests; names are unique per person."""

    async def all(self, user_id: int) -> list[Category]:
        """Return all of them, the oldest first."""
        return await self._database.read(lambda connection: _select(connection, "user_id = ?", user_id))

    async def add(self, user_id: int, values: Mapping[str, object], *, now: float) -> Category:
        """Make one from `name, description, keywords, source, interest_score, active`.

        Raises Conflict when the name is taken.
        """
        return await self._database.write(lambda connection: _insert(connection, user_id, values, now))

    async def change(self, user_id: int, category_id: int, values: Mapping[str, object], *, now: float) -> Category:
        """Set the given fields (`Category.changed`); raises NotFound, or Conflict when the name is taken."""
        return await self._database.write(lambda connection: _update(connection, user_id, category_id, values, now))

    async def remove(self, user_id: int, category_id: int) -> None:
        """Delete one; raises NotFound."""
        await self._database.write(lambda connection: _delete(connection, user_id, category_id))


_FIELDS: Final = ("name", "description", "keywords", "source", "interest_score", "active")


def _select(connection: SQLConnection, condition: str, *values: object) -> list[Category]:
    rows = connection.execute(
        f"SELECT category_id, {', '.join(_FIELDS)}, created_at FROM categories WHERE {condition} ORDER BY category_id",
        values,
    )
    names = ("category_id", *_FIELDS, "created_at")
    return [_category(dict(zip(names, row, strict=True))) for row in rows]


def _category(row: Mapping[str, Any]) -> Category:
    return Category(**{**row, "keywords": tuple(orjson.loads(row["keywords"])), "active": bool(row["active"])})


def _stored(values: Mapping[str, object]) -> dict[str, object]:
    keywords = values.get("keywords")
    return {**values, **({} if keywords is None else {"keywords": orjson.dumps(keywords).decode()})}


def _insert(connection: SQLConnection, user_id: int, values: Mapping[str, object], now: float) -> Category:
    _refuse_taken(connection, user_id, values, -1)
    stored = {"user_id": user_id, "created_at": now, **_stored(values)}
    cursor = connection.execute(
        f"INSERT INTO categories ({', '.join(stored)}) VALUES ({', '.join(f':{name}' for name in stored)})", stored
    )
    return _select(connection, "category_id = ?", cursor.lastrowid)[0]


def _update(
    connection: SQLConnection, user_id: int, category_id: int, values: Mapping[str, object], now: float
) -> Category:
    _refuse_taken(connection, user_id, values, category_id)
    found = _select(connection, "user_id = ? AND category_id = ?", user_id, category_id)
    if not found:
        raise NotFound(f"There is no category {category_id}.")
    changed = found[0].changed(values, now=now)
    stored = _stored({name: getattr(changed, name) for name in (*_FIELDS, "created_at")})
    changes = ", ".join(f"{name} = :{name}" for name in stored)
    connection.execute(
        f"UPDATE categories SET {changes} WHERE category_id = :category_id", {**stored, "category_id": category_id}
    )
    return changed


def _refuse_taken(connection: SQLConnection, user_id: int, values: Mapping[str, object], category_id: int) -> None:
    taken = connection.execute(
        "SELECT 1 FROM categories WHERE user_id = ? AND name = ? AND category_id <> ?",
        (user_id, values.get("name"), category_id),
    ).fetchone()
    if taken is not None:
        raise Conflict(f"There is a topic called {values['name']} already; change that one or choose another name.")


def _delete(connection: SQLConnection, user_id: int, category_id: int) -> None:
    statement = "DELETE FROM categories WHERE user_id = ? AND category_id = ?"
    if connection.execute(statement, (user_id, category_id)).rowcount == 0:
        raise NotFound(f"There is no category {category_id}.")
