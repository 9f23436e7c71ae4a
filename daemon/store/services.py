"""Outside services as they last answered: how often they failed in a row, and until when they are left alone."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Subject


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service; `paused_until` is in seconds since the epoch, 0 when it may be asked."""

    failures: int = 0
    paused_until: float = 0.0


class Services(Subject):
    """Survives a restart: a service that asked for a pause gets it."""

    async def get(self, service: str) -> ServiceState:
        """Return how a service stands; one never asked stands well."""
        statement = "SELECT failures, paused_until FROM services WHERE service = ?"
        row = await self._database.read(lambda connection: connection.execute(statement, (service,)).fetchone())
        return ServiceState() if row is None else ServiceState(*row)

    async def resting(self, now: float) -> dict[str, ServiceState]:
        """Return the services that are left alone at a moment, by name."""
        statement = "SELECT service, failures, paused_until FROM services WHERE paused_until > ? ORDER BY service"
        rows = await self._database.read(lambda connection: connection.execute(statement, (now,)).fetchall())
        return {name: ServiceState(failures, paused_until) for name, failures, paused_until in rows}

    async def set(self, service: str, state: ServiceState) -> None:
        """Save how a service stands."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO services (service, failures, paused_until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET failures = excluded.failures, paused_until = excluded.paused_until",
                (service, state.failures, state.paused_until),
            )
        )
