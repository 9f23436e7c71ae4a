"""What each person's figures were, as a table beside the report, so that two runs can be compared person by person."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.evaluation.protocol import Figures
from recsys.evaluation.tables import Table, find_table

SUFFIX: Final = ".people"
"""Of the table's name, in the place of the report's own."""


class Cut(NamedTuple):
    """One person at the moment that parts what is known of them from what is asked for."""

    user_id: str
    """As the data set has it."""
    cut_at: float
    """Seconds since the epoch; in a split by weeks a person has one for each week, and no two are the same."""
    events: int
    """Known before it."""


COLUMNS: Final = (*Cut._fields, "ranker")
"""Before those of the metrics."""


@dataclass(frozen=True, slots=True)
class PerPerson:
    """The figures of p people; in a split by weeks, of p weeks."""

    cuts: list[Cut]
    figures: Mapping[str, Figures]
    """Ranker → metric → (p,), in the order of the cuts."""

    def only(self, cuts: Sequence[Cut]) -> Mapping[str, Figures]:
        """Return the figures of some of the cuts, in the order given."""
        place = {cut: number for number, cut in enumerate(self.cuts)}
        rows = np.array([place[cut] for cut in cuts], dtype=np.int64)
        return {ranker: {metric: values[rows] for metric, values in of.items()} for ranker, of in self.figures.items()}


def people_beside(report: Path) -> Path:
    """Return where the table of a report lies."""
    return report.with_suffix(f"{SUFFIX}.csv")


def as_csv(people: PerPerson) -> str:
    """Return a line for each person and ranker: every digit of a figure, nothing where it says nothing of the person."""
    metrics = list(dict.fromkeys(metric for of_one in people.figures.values() for metric in of_one))
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([*COLUMNS, *metrics])
    for row, cut in enumerate(people.cuts):
        for ranker, of_one in people.figures.items():
            figures = [float(of_one[metric][row]) if metric in of_one else math.nan for metric in metrics]
            lines.writerow([*cut, ranker, *(figure if math.isfinite(figure) else "" for figure in figures)])
    return text.getvalue()


def read_people(report: Path) -> PerPerson | None:
    """Return what lies beside a report, NaN for an empty field; None when there is no table.

    Raises:
        UnusableDataSet: the table has no rows, lacks a column, or cannot be read.
    """
    table = find_table(report.parent, report.with_suffix(SUFFIX).name, COLUMNS)
    if table is None:
        return None
    of_lines = _cuts(table)
    cuts = list(dict.fromkeys(of_lines))
    number = {cut: row for row, cut in enumerate(cuts)}
    rows, (codes, rankers) = np.array([number[cut] for cut in of_lines]), table.codes("ranker")
    columns = {name: table.numbers(name) for name in table.columns if name not in COLUMNS}
    lines = {ranker: np.flatnonzero(codes == code) for code, ranker in enumerate(rankers)}
    figures = {
        ranker: {metric: _in_rows(len(cuts), rows[own], values[own]) for metric, values in columns.items()}
        for ranker, own in lines.items()
    }
    return PerPerson(cuts, figures)


def _cuts(table: Table) -> list[Cut]:
    """Return for each line of a table whom it is about."""
    moments, events = table.numbers("cut_at").tolist(), table.numbers("events").astype(np.int64).tolist()
    return list(map(Cut, table.texts("user_id"), moments, events))


def _in_rows(people: int, rows: IntArray, values: FloatArray) -> FloatArray:
    """Return (people,) values, each in its row; NaN for whoever has none."""
    figures = np.full(people, np.nan)
    figures[rows] = values
    return figures
