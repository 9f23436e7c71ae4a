"""`python -m recsys.evaluation --data DIR --out FILE`: every ranker on a data set, as JSON, with a page and a table beside it.

The table has each person's figures, for recsys.evaluation.versions. Prints one line per ranker. The form of a data set and
both protocols stand in docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from recsys.embedding import DEFAULT_MODEL
from recsys.evaluation.dataset import UnusableDataSet, read_data_set
from recsys.evaluation.page import page
from recsys.evaluation.per_person import as_csv, people_beside
from recsys.evaluation.report import HEADLINES, table
from recsys.evaluation.run import Options, over_catalogue, over_slates
from recsys.evaluation.writing import write_whole


def main(given: Sequence[str] | None = None) -> int:
    """Evaluate; exit status 2 with one sentence when the data cannot be used."""
    arguments = _parser().parse_args(given)
    started = time.perf_counter()
    options = Options(
        **{name: value for name, value in vars(arguments).items() if name in Options.__dataclass_fields__}
    )
    try:
        data = read_data_set(arguments.data, options.part)
        report, people = (over_slates if arguments.protocol == "impressions" else over_catalogue)(data, options)
    except (UnusableDataSet, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    report = {"data": arguments.data.name} | report | {"seconds": round(time.perf_counter() - started, 1)}
    write_whole(people_beside(arguments.out), as_csv(people))
    write_whole(arguments.out, json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False))
    write_whole(arguments.out.with_suffix(".html"), page(report))
    sys.stdout.write(
        f"{report['protocol']['people']} people, mean [95 % interval]\n{table(report['rankers'], HEADLINES)}"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m recsys.evaluation", description="Compare the rankers on a data set."
    )
    defaults = Options()
    parser.add_argument("--data", type=Path, required=True, help="folder with items and events")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="the report, JSON; page and table get its name with .html and .people.csv",
    )
    parser.add_argument(
        "--protocol",
        choices=("catalogue", "impressions"),
        default="catalogue",
        help="rank everything, or put what was shown in order again; the figures of the two are never comparable",
    )
    parser.add_argument(
        "--split",
        choices=("user", "time", "weeks"),
        default=defaults.split,
        help="each one's last 20 %%, one moment for all, or each of everybody's last eight weeks, as `ownfeed evaluate` does",
    )
    parser.add_argument(
        "--mode",
        choices=("solo", "crowd"),
        default=defaults.mode,
        help="crowd adds scorers that know other people",
    )
    parser.add_argument(
        "--part", choices=("all", "development", "held_out"), default=defaults.part, help="whom users.csv puts where"
    )
    parser.add_argument(
        "--stand-in-counts",
        action="store_true",
        help="views of an item are other people's events with it before their cuts",
    )
    parser.add_argument(
        "--rankers",
        nargs="+",
        default=defaults.rankers,
        metavar="NAME",
        help="only these, in quotes where there is a space; what the product serves and the truth stand beside them",
    )
    parser.add_argument("--users", type=int, default=defaults.users, help="people drawn by chance")
    parser.add_argument("--processes", type=int, default=defaults.processes, help="changes the time, not the figures")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="embedding model: a name or a folder")
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser


if __name__ == "__main__":
    sys.exit(main())
