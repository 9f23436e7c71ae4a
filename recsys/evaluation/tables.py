"""One table of a data set, by columns: pyarrow reads it where it is installed, the csv module where it is not."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.arrays import FloatArray, IntArray

_TRUTHS: Final = {"true": 1.0, "false": 0.0}


class UnusableDataSet(ValueError):
    """A folder that is not a data set; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Table:
    """The m rows of a file."""

    name: str
    columns: Mapping[str, Any]
    """Name → (m,) list of texts, or pyarrow's ChunkedArray."""

    def __len__(self) -> int:
        """Return m."""
        return len(next(iter(self.columns.values()), ()))

    def __contains__(self, column: str) -> bool:
        """Return whether the file has a column."""
        return column in self.columns

    def codes(self, column: str) -> tuple[IntArray, list[str]]:
        """Return (m,) codes and the different texts they stand for, "" for an empty field or an absent column."""
        values = self.columns.get(column)
        if values is None:
            return np.zeros(len(self), dtype=np.int64), [""]
        return _list_codes(values) if isinstance(values, list) else _arrow_codes(values)

    def texts(self, column: str) -> list[str]:
        """Return m texts, "" unknown."""
        codes, values = self.codes(column)
        return [values[code] for code in codes.tolist()]

    def numbers(self, column: str) -> FloatArray:
        """Return (m,) numbers, true and false as 1 and 0; NaN for an empty field or an absent column."""
        quick = _arrow_numbers(self.columns.get(column))
        return self._parsed(column, _number) if quick is None else quick

    def times(self, column: str) -> FloatArray:
        """Return (m,) seconds since the epoch, NaN unknown; texts are RFC 3339 or seconds."""
        quick = _arrow_numbers(self.columns.get(column))
        return self._parsed(column, _seconds) if quick is None else quick

    def _parsed(self, column: str, parse: Any) -> FloatArray:
        codes, values = self.codes(column)
        return np.array([parse(value) for value in values], dtype=np.float64)[codes]


def find_table(folder: Path, name: str, required: Iterable[str]) -> Table | None:
    """Return the table `name`, None when the folder has no such file.

    Raises:
        UnusableDataSet: the file has no rows, lacks a required column, or cannot be read.
    """
    readers = {".csv": _read_csv, ".csv.gz": _read_csv, ".parquet": _read_parquet}
    for suffix, read in readers.items():
        if (path := folder / f"{name}{suffix}").is_file():
            table = Table(name, read(path))
            missing = [column for column in required if column not in table]
            if missing or not len(table):
                raise UnusableDataSet(f"{path} needs rows and a column {missing[0] if missing else 'header'}: add it.")
            return table
    return None


def _read_csv(path: Path) -> Mapping[str, Any]:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow import csv as arrow
    except ImportError:
        return _read_plain_csv(path)
    header = _header(path)
    if not header:
        return {}
    try:
        table = arrow.read_csv(
            path,
            parse_options=arrow.ParseOptions(newlines_in_values=True),
            # "007" is an id and no number: nothing is guessed.
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(header, "string"), strings_can_be_null=False
            ),
        )
    except ArrowInvalid as error:
        raise UnusableDataSet(f"{path} cannot be read: {error}.") from error
    return dict(zip(header, table.columns, strict=True))


def _header(path: Path) -> list[str]:
    with (
        gzip.open(path, "rt", encoding="utf-8-sig") if path.suffix == ".gz" else path.open(encoding="utf-8-sig") as file
    ):
        return next(csv.reader(file), [])


def _read_plain_csv(path: Path) -> Mapping[str, Any]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header, rows = next(lines, []), [row for row in lines if row]
    if odd := next((number for number, row in enumerate(rows, 1) if len(row) != len(header)), None):
        told = f"row {odd} has {len(rows[odd - 1])} fields, and the header {len(header)}"
        raise UnusableDataSet(f"{path} cannot be read: {told}.")
    columns = list(zip(*rows, strict=True))
    return {name: list(columns[place]) if columns else [] for place, name in enumerate(header)}


def _read_parquet(path: Path) -> Mapping[str, Any]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UnusableDataSet(f"{path} needs the package pyarrow: install it, or give the file as .csv.") from error
    table = parquet.read_table(path)
    return dict(zip(table.column_names, table.columns, strict=True))


def _list_codes(values: list[str]) -> tuple[IntArray, list[str]]:
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
    return codes, list(known)


def _arrow_codes(column: Any) -> tuple[IntArray, list[str]]:
    import pyarrow as arrow

    encoded = column.cast(arrow.string()).fill_null("").combine_chunks().dictionary_encode()
    if isinstance(encoded, arrow.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist()


def _arrow_numbers(column: Any) -> FloatArray | None:
    """Return the numbers of pyarrow's column; None for a list, an absent column, or when a field is no number."""
    if column is None or isinstance(column, list):
        return None
    import pyarrow as arrow
    from pyarrow import compute

    if arrow.types.is_timestamp(column.type):
        column = compute.divide(column.cast(arrow.timestamp("us")).cast(arrow.int64()).cast(arrow.float64()), 1e6)
    elif arrow.types.is_boolean(column.type):
        column = column.cast(arrow.int8())
    elif arrow.types.is_string(column.type):
        column = compute.if_else(compute.equal(column, ""), arrow.scalar(None, arrow.string()), column)
    try:
        numbers = column.cast(arrow.float64())
    except arrow.ArrowInvalid:
        return None
    values = np.asarray(numbers.fill_null(float("nan")).to_numpy(), dtype=np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _seconds(value: str) -> float:
    if "-" not in value[1:]:
        return _number(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise UnusableDataSet(f"{value!r} is no time: give seconds since the epoch or RFC 3339.") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()


def _number(value: str) -> float:
    """Return a number; NaN for an empty field and whatever is not finite."""
    try:
        number = _TRUTHS.get(value.lower(), None) if value.lower() in _TRUTHS else float(value or "nan")
    except ValueError as error:
        raise UnusableDataSet(f"{value!r} is no number.") from error
    return float(number) if number is not None and np.isfinite(number) else float("nan")
