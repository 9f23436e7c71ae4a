"""Made-up people over made-up videos, so that a newcomer sees personas and a feed in a minute. Nothing here is real."""

from .fill import fill

__all__ = ["fill"]
