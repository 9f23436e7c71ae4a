"""The process that reads a history for another: see apart.py."""

from .apart import child

child()
