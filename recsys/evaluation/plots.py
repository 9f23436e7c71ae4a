"""The plots of a report's page; plotly is imported where it is used, for it takes a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from recsys.evaluation.report import BEST, Summary

MAIN: Final = {"catalogue": "ndcg@10", "impressions": "ndcg@10 weighted"}
"""The metric to judge by; synthetic people's slates are judged by the weighted one."""
SHOWN: Final = {
    "catalogue": ("ndcg@10", "recall@100", "mrr"),
    "impressions": ("ndcg@10", "ndcg@10 weighted", "ndcg@10 true", "auc"),
}
AGAINST: Final = {
    "catalogue": ("distance ratio", "distance between the first ten, against a random list"),
    "impressions": ("ndcg@10", "nDCG@10 by raw clicks"),
}
KEY: Final = (BEST, "hybrid, as served", "persona", "formula", "max similarity", "tf-idf", "popularity", "shown order")
"""Lines shown at first; the others wait in the legend."""

_ACCENT, _MUTED, _EDGE = "#2f7de1", "#8b94a3", "#c9772b"
_HUES: Final = ("#2f7de1", "#7c5ce0", "#d1497a", "#c9772b", "#1f9d8a", "#7f9c2c", "#8b94a3", "#b08d1e")
_MARGINS: Final = {"l": 10, "r": 10, "t": 40, "b": 40}


def plots(report: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return (heading, plotly figure) for every plot a report has figures for."""
    protocol, rankers = report["protocol"]["name"], report["rankers"]
    main, others = main_metric(report), AGAINST[protocol]
    figures = [
        ("Every ranker, with 95 % intervals", _intervals(rankers, SHOWN[protocol], main)),
        (f"{_said(main)} by length of history", _by_history(report["strata"], main)),
    ]
    if others[0] != main:
        heading = "Accuracy against diversity" if protocol == "catalogue" else "What clicks say, and what they mean"
        figures.append((heading, _against(rankers, main, *others)))
    return figures


def main_metric(report: Mapping[str, Any]) -> str:
    """Return the metric a report is to be judged by."""
    wanted = MAIN[report["protocol"]["name"]]
    return wanted if any(wanted in row for row in report["rankers"].values()) else "ndcg@10"


def _intervals(rankers: Summary, metrics: Sequence[str], main: str) -> Any:
    """Return one column for each metric, the rankers by the main one."""
    from plotly import graph_objects
    from plotly.subplots import make_subplots

    told = [metric for metric in metrics if any(metric in row for row in rankers.values())]
    names = sorted(rankers, key=lambda name: rankers[name].get(main, {}).get("mean", -1.0))
    figure = make_subplots(1, len(told), shared_yaxes=True, subplot_titles=[_said(metric) for metric in told])
    for column, metric in enumerate(told, start=1):
        having = [name for name in names if metric in rankers[name]]
        trace = graph_objects.Scatter(
            x=[rankers[name][metric]["mean"] for name in having],
            y=[escape(name) for name in having],
            error_x=_error([rankers[name][metric] for name in having]),
            mode="markers",
            marker={"size": 9, "color": [_colour(name) for name in having]},
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.3f}<extra></extra>",
        )
        figure.add_trace(trace, row=1, col=column)
        figure.update_xaxes(rangemode="tozero", row=1, col=column)
    figure.update_yaxes(categoryorder="array", categoryarray=[escape(name) for name in names])
    return _styled(figure, height=90 + 27 * len(names), showlegend=False)


def _by_history(strata: Mapping[str, Any], metric: str) -> Any:
    from plotly import graph_objects

    labels = [f"{stratum} events<br>{of['people']} people" for stratum, of in strata.items()]
    names = list(dict.fromkeys(name for of in strata.values() for name in of["rankers"]))
    names.sort(key=lambda name: KEY.index(name) if name in KEY else len(KEY))
    figure = graph_objects.Figure()
    for number, name in enumerate(names):
        told = {x: of["rankers"][name][metric] for x, of in enumerate(strata.values()) if metric in of["rankers"][name]}
        colour, aside = _HUES[number % len(_HUES)], 0.03 * (number % len(KEY) - len(KEY) / 2)
        figure.add_scatter(
            x=[x + aside for x in told],  # side by side, so that no interval hides another
            y=[interval["mean"] for interval in told.values()],
            error_y=_error(list(told.values())) | {"color": colour},
            name=escape(name),
            mode="lines+markers",
            visible=True if name in KEY else "legendonly",
            line={"color": colour, "width": 3 if name == BEST else 1.6},
        )
    figure.update_xaxes(tickvals=list(range(len(labels))), ticktext=labels, range=[-0.4, len(labels) - 0.6])
    figure.update_yaxes(rangemode="tozero", title=_said(metric))
    return _styled(figure, height=430)


def _against(rankers: Summary, metric: str, other: str, axis: str) -> Any:
    from plotly import graph_objects

    names = [name for name, row in rankers.items() if metric in row and other in row]
    figure = graph_objects.Figure(
        graph_objects.Scatter(
            x=[rankers[name][other]["mean"] for name in names],
            y=[rankers[name][metric]["mean"] for name in names],
            error_x=_error([rankers[name][other] for name in names], faint=True),
            error_y=_error([rankers[name][metric] for name in names], faint=True),
            text=[escape(name) for name in names],
            mode="markers+text",
            textposition=_sides([rankers[name][metric]["mean"] for name in names]),
            marker={"size": 11, "color": [_colour(name) for name in names]},
            cliponaxis=False,
            hovertemplate="%{text}: %{y:.3f} at %{x:.3f}<extra></extra>",
        )
    )
    figure.update_xaxes(title=axis)
    figure.update_yaxes(rangemode="tozero", title=_said(metric))
    figure = _styled(figure, height=520, showlegend=False)
    return figure.update_layout(margin_r=110)  # room for the last label


def _sides(heights: Sequence[float]) -> list[str]:
    """Return where labels stand, so that neighbours in height do not write over each other."""
    sides = ("middle right", "top center", "middle left", "bottom center")
    ranks = sorted(range(len(heights)), key=lambda index: heights[index])
    place = {index: sides[rank % len(sides)] for rank, index in enumerate(ranks)}
    return [place[index] for index in range(len(heights))]


def _error(intervals: Sequence[Mapping[str, float]], *, faint: bool = False) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [interval["high"] - interval["mean"] for interval in intervals],
        "arrayminus": [interval["mean"] - interval["low"] for interval in intervals],
        "thickness": 0.7 if faint else 1.2,
        "width": 0 if faint else 3,
        "color": _MUTED,
    }


def _colour(name: str) -> str:
    if name.startswith(BEST):
        return _ACCENT
    return _EDGE if name in ("oracle", "random", "shown order") else _MUTED


def _said(metric: str) -> str:
    """Return a metric's name as a heading says it."""
    known = {"mrr": "MRR", "auc": "AUC", "recall@100": "Recall@100"}
    return known.get(metric, metric.replace("ndcg", "nDCG"))


def _styled(figure: Any, **layout: Any) -> Any:
    """Return the figure without colours of its own for text and lines: the page's style sheet gives them, by scheme."""
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, sans-serif", "size": 13},
        margin=_MARGINS,
        legend={"orientation": "v", "itemsizing": "constant"},
        hoverlabel={"font": {"family": "system-ui, sans-serif"}},
        **layout,
    )
    figure.update_xaxes(automargin=True, zeroline=False, gridwidth=1)
    figure.update_yaxes(automargin=True, zeroline=False, gridwidth=1, ticklabelstandoff=8)
    return figure
