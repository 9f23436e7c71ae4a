"""Histories from elsewhere as plain records: reads files, writes none, and never knows the store."""

from .browsers import Found, find_histories
from .reader import OnProgress, read
from .records import Batch, Kind, Progress, Record
from .report import Report, Sink, Stored, run_import, tally

__all__ = [
    "Batch",
    "Found",
    "Kind",
    "OnProgress",
    "Progress",
    "Record",
    "Report",
    "Sink",
    "Stored",
    "find_histories",
    "read",
    "run_import",
    "tally",
]
