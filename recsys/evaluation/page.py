"""A report as one self-contained page: plots, tables, and what the figures do not show; it asks nothing of the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from recsys.evaluation.plots import main_metric, plots
from recsys.evaluation.report import BEST, Summary

_STYLE: Final = """
:root { color-scheme: light dark; --page: #ffffff; --text: #1c2330; --quiet: #5b6675; --line: #dfe4ea; --band: #f5f7fa;
  --accent: #1d62bd; }
@media (prefers-color-scheme: dark) { :root { --page: #14181f; --text: #e6eaf0; --quiet: #9aa6b6; --line: #2d3541;
  --band: #1b212a; --accent: #7db2f5; } }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
p.lead, caption { color: var(--quiet); margin: 0; text-align: left; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .875rem; }
th, td { padding: .3rem .75rem .3rem 0; line-height: 1.3; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } thead th { color: var(--quiet); font-weight: 600; }
tr.default td { background: var(--band); } tr.default td:first-child, .sure { color: var(--accent); font-weight: 600; }
small { color: var(--quiet); display: block; } li { margin: .35rem 0; }
.js-plotly-plot text { fill: var(--text) !important; }
.js-plotly-plot .gridlayer path { stroke: var(--line) !important; }
.js-plotly-plot .xlines-above, .js-plotly-plot .ylines-above { stroke: var(--line) !important; }
.js-plotly-plot .legend .bg { fill: transparent !important; }
.js-plotly-plot .hoverlayer text { fill: #ffffff !important; } .js-plotly-plot .hoverlayer path { fill: #2d3541 !important; }
"""


def page(report: Mapping[str, Any]) -> str:
    """Return the page of a report as HTML."""
    title = f"How well are videos ranked? {report['data']}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="lead">{escape(_lead(report))}</p>',
        *_plots(report),
        *_tables(report),
        "<h2>What these figures do not show</h2>",
        "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in report["does_not_show"]) + "</ul>",
    ]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _lead(report: Mapping[str, Any]) -> str:
    told = report["protocol"]
    facts = {
        "split": f"split by {told.get('split')}",
        "mode": f"{told.get('mode')} mode",
        "views": f"views {told.get('views')}",
        "judged": str(told.get("judged")),
    }
    part = "" if told["part"] == "all" else f" ({told['part'].replace('_', ' ')} part)"
    said = [f"{told['name']} protocol", *(text for name, text in facts.items() if name in told)]
    return f"{told['people']} people{part}, {told['items']} videos; " + ", ".join(said) + "."


def _plots(report: Mapping[str, Any]) -> Iterable[str]:
    from plotly.io import to_html

    for number, (heading, figure) in enumerate(plots(report)):
        yield f"<h2>{escape(heading)}</h2>"
        yield to_html(
            figure,
            full_html=False,
            include_plotlyjs=number == 0,  # once, within the page
            div_id=f"plot{number}",  # else an id by chance: the same report gives the same page
            config={"displayModeBar": False, "responsive": True},
        )


def _tables(report: Mapping[str, Any]) -> Iterable[str]:
    main = main_metric(report)
    yield "<h2>All figures</h2>"
    yield _table(["", *_metrics(report["rankers"])], _rows(report["rankers"]), "mean, 95 % interval over people")
    if "served_in_100_slates" in report:
        often = dict(report["served_in_100_slates"])
        people = often.pop("people")
        yield f"<h2>Served in 100 slates of ten</h2>{_table(['', *often], _rows({f'{people} people': often}))}"
    yield f"<h2>The default ranker against each other one: {escape(main)}</h2>"
    yield _table(["", "difference", "95 % interval"], _compared(report["paired"], main))
    yield f"<h2>By length of history: {escape(main)}</h2>"
    yield _table(["", *(f"{label} events" for label in report["strata"])], _by_history(report["strata"], main))


def _metrics(rankers: Summary) -> list[str]:
    return list(dict.fromkeys(metric for row in rankers.values() for metric in row))


def _rows(rankers: Summary) -> list[list[str]]:
    return [[escape(name), *(_cell(row.get(metric)) for metric in _metrics(rankers))] for name, row in rankers.items()]


def _compared(paired: Sequence[Mapping[str, Any]], metric: str) -> list[list[str]]:
    rows = [row for row in paired if row["metric"] == metric]
    return [
        [
            f"{escape(row['ours'])} − {escape(row['theirs'])}",
            f'<span class="{"sure" if row["low"] > 0 or row["high"] < 0 else ""}">{row["mean"]:+.4f}</span>',
            f"<small>{row['low']:+.4f} … {row['high']:+.4f}</small>",
        ]
        for row in rows
    ]


def _by_history(strata: Mapping[str, Any], metric: str) -> list[list[str]]:
    names = list(dict.fromkeys(name for of in strata.values() for name in of["rankers"]))
    people = ["people", *(str(of["people"]) for of in strata.values())]
    rows = [[escape(name), *(_cell(of["rankers"][name].get(metric)) for of in strata.values())] for name in names]
    return [people, *rows]


def _cell(interval: Mapping[str, float] | None) -> str:
    if interval is None:
        return "–"
    return f"{interval['mean']:.3f} <small>{interval['low']:.3f} … {interval['high']:.3f}</small>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """Return a table; the header is text, cells are HTML."""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join(
        f'<tr class="{"default" if row[0] == BEST else ""}">' + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<div class="scroll"><table>{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
