"""What a language model was asked, what it cost, and who agreed to its being asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from .database import Subject


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used of a model; dollars are 0 where no price is known."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    dollars: float = 0.0


class ModelUse(Subject):
    """`model_usage`: one row per day and model; `model_consents`: one per person and destination."""

    async def add(self, day: str, model: str, used: Usage) -> None:
        """Add what one question took."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO model_usage (day, model, requests, input_tokens, output_tokens, dollars) "
                "VALUES (:day, :model, :requests, :input_tokens, :output_tokens, :dollars) ON CONFLICT DO UPDATE SET "
                "requests = requests + excluded.requests, input_tokens = input_tokens + excluded.input_tokens, "
                "output_tokens = output_tokens + excluded.output_tokens, dollars = dollars + excluded.dollars",
                {"day": day, "model": model, **asdict(used)},
            )
        )

    async def since(self, day: str) -> Usage:
        """Return what all models took from a day (ISO date in UTC) on."""
        statement = (
            "SELECT coalesce(sum(requests), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), "
            "coalesce(sum(dollars), 0.0) FROM model_usage WHERE day >= ?"
        )
        return await self._database.read(lambda connection: Usage(*connection.execute(statement, (day,)).fetchone()))

    async def has_agreed(self, user_id: int, destination: str) -> bool:
        """Whether this person lets this model at this address be asked."""
        statement = "SELECT count(*) FROM model_consents WHERE user_id = ? AND destination = ?"
        return await self._database.read(
            lambda connection: bool(connection.execute(statement, (user_id, destination)).fetchone()[0])
        )

    async def agree(self, user_id: int, destination: str, *, now: float) -> None:
        """Let it be asked from now on."""
        values: Mapping[str, object] = {"user_id": user_id, "destination": destination, "now": now}
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO model_consents (user_id, destination, given_at) VALUES (:user_id, :destination, :now) "
                "ON CONFLICT DO NOTHING",
                values,
            )
        )

    async def withdraw(self, user_id: int) -> None:
        """Let no model be asked any more."""
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM model_consents WHERE user_id = ?", (user_id,))
        )
