"""Outside services as they last answered: how often they failed in a row, and until when they are left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .database import Subject

NO_PAUSE_BEYOND_SECONDS: Final = 7 * 86_400.0
"""No pause is longer; one that seems to be was begun under a clock that went wrong, and is over."""


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service; `paused_until` is in seconds since the epoch, 0 when it may be asked."""

    failures: int = 0
    paused_until: float = 0.0

    def rests(self, now: float) -> bool:
        """Whether it is left alone at a moment."""
        return now < self.paused_until <= now + NO_PAUSE_BEYOND_SECONDS


class Services(Subject):
    """Survives a restart: a service that asked for a pause gets it."""

    async def get(self, service: str) -> ServiceState:
        """Return how a service stands; one never asked stands well."""
        statement = "SELECT failures, paused_until FROM services WHERE service = ?"
        row = await self._database.read(lambda connection: connection.execute(statement, (service,)).fetchone())
        return ServiceState() if row is None else ServiceState(*row)

    async def resting(self, now: float) -> dict[str, ServiceState]:
        """Return the services that are left alone at a moment, by name."""
        statement = "SELECT service, failures, paused_until FROM services ORDER BY service"
        rows = await self._database.read(lambda connection: connection.execute(statement).fetchall())
        return {name: state for name, *kept in rows if (state := ServiceState(*kept)).rests(now)}

    async def set(self, service: str, state: ServiceState) -> None:
        """Save how a service stands."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO services (service, failures, paused_until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET failures = excluded.failures, paused_until = excluded.paused_until",
                (service, state.failures, state.paused_until),
            )
        )
