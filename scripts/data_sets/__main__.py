"""Write a data set in the harness's form: `python -m scripts.data_sets ml-100k|ml-latest-small|people --out DIR`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from scripts.data_sets import films
from scripts.data_sets.people.writing import write_people

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def main() -> int:
    """Write; exit status 2 when the data are not there."""
    parser = argparse.ArgumentParser(prog="python -m scripts.data_sets", description="Write a data set.")
    parser.add_argument("name", choices=("ml-100k", "ml-latest-small", "people"))
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--data", type=Path, default=SHARED, help="where the raw data lie")
    parser.add_argument("--people", type=int, help="of the synthetic people: only so many")
    parser.add_argument("--pages", type=int, help="of the synthetic people: so many pages each, instead of drawn")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.stderr.write(f"{arguments.data} is not there: name the folder of the raw data by --data.\n")
        return 2
    write(arguments.name, arguments.data, arguments.out, people=arguments.people, pages=arguments.pages)
    return 0


def write(name: str, source: Path, folder: Path, *, people: int | None = None, pages: int | None = None) -> None:
    """Write one data set by name."""
    if name == "ml-100k":
        films.write_ml_100k(source, folder)
    elif name == "ml-latest-small":
        films.write_ml_latest_small(source, folder)
    else:
        write_people(source, folder, people=people, pages=pages)


if __name__ == "__main__":
    sys.exit(main())
