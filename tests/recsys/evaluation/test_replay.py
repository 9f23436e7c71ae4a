"""The replay of a person's weeks: only what was known then is known, and the figures are those of the offline harness."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from recsys.arrays import DAY_SECONDS, FloatArray
from recsys.catalog import Catalog, Video
from recsys.evaluation.dataset import read_data_set
from recsys.evaluation.replay import SCORERS, Serving, replay_pages, replay_weeks, report
from recsys.evaluation.run import Options, embedded, over_catalogue
from recsys.evaluation.scorers import by_age
from recsys.evaluation.weeks import WEEK_SECONDS, weeks_of
from recsys.features import FEATURE_NAMES
from recsys.history import Event, EventKind, History
from recsys.training.slates import LoggedSlates
from tests.recsys.planted import NOW, boosted, checkerboard, video_id

NO_PAGES = LoggedSlates(
    np.zeros((0, len(FEATURE_NAMES)), np.float32),
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0),
    np.zeros(0),
    FEATURE_NAMES,
)


def lover_of_rust(weeks: int = 6, a_week: int = 6) -> list[Event]:
    """Six new videos about rust a week, the newest now."""
    return [
        Event(video_id("rust", n), EventKind.WATCH, NOW - (weeks * a_week - 1 - n) * WEEK_SECONDS / a_week, 0.9)
        for n in range(weeks * a_week)
    ]


def nobody_knows_when(catalog: Catalog) -> FloatArray:
    """Dates of which none is known."""
    return np.full(len(catalog), np.nan)


def watched_as_it_comes_out(days: int = 70, a_day: int = 30) -> tuple[Catalog, History]:
    """Return the uploads of so many days, evenly spaced, and somebody who watches the first and the last of each day within an hour."""
    catalog, every = Catalog(2), DAY_SECONDS / a_day
    uploads = [Video(f"upload{n:05d}", published_at=NOW + n * every) for n in range(days * a_day)]
    catalog.set_vectors(catalog.put(uploads), np.random.default_rng(0).normal(size=(len(uploads), 2)))
    watched = [uploads[day * a_day + place] for day in range(days) for place in (0, a_day - 1)]
    done = [Event(one.video_id, EventKind.WATCH, (one.published_at or 0.0) + 1_800, 0.9) for one in watched]
    return catalog, History.from_events(done, catalog)


def test_a_week_knows_what_was_before_it_and_asks_for_what_was_new_in_it() -> None:
    catalog = checkerboard()
    again = Event(video_id("rust", 0), EventKind.WATCH, NOW, 0.9)
    weeks = weeks_of(History.from_events([*lover_of_rust(), again], catalog), nobody_knows_when(catalog))
    assert len(weeks) == 5  # before the first of six nothing is known
    for number, week in enumerate(weeks, start=1):
        assert week.history.occurred_at.max() < week.now
        assert [catalog.video(int(row)).video_id for row in week.relevant] == [
            video_id("rust", n) for n in range(6 * number, 6 * number + 6)
        ]
        unseen = week.unseen(len(catalog))
        assert unseen.sum() == len(catalog) - 6 * number - 6 * (
            5 - number
        )  # what came later is neither asked for nor ranked
        assert unseen[week.relevant].all()


def test_a_history_of_nothing_has_no_weeks() -> None:
    catalog = checkerboard()
    assert weeks_of(History.empty(), catalog.published_at) == []
    given_up = [Event(video_id("rust", n), EventKind.WATCH, NOW - n * DAY_SECONDS, 0.1) for n in range(20)]
    assert weeks_of(History.from_events(given_up, catalog), catalog.published_at) == []


def test_what_came_out_after_a_week_is_not_ranked_in_it_but_for_what_was_wanted_there() -> None:
    catalog = checkerboard()
    published_at = nobody_knows_when(catalog)
    late, in_time, misdated = catalog.rows([video_id("bread", 0), video_id("bread", 1), video_id("rust", 7)])
    first = weeks_of(History.from_events(lover_of_rust(), catalog), published_at)[0]
    over = first.now + WEEK_SECONDS
    published_at[[late, in_time, misdated]] = over, over - 1, over + 1
    (again, *_) = weeks_of(History.from_events(lover_of_rust(), catalog), published_at)
    assert np.setdiff1d(again.unjudged, first.unjudged).tolist() == [late]
    assert again.unseen(len(catalog))[[late, in_time, misdated]].tolist() == [False, True, True]


def test_newest_first_finds_what_somebody_watches_as_it_comes_out_in_every_week() -> None:
    catalog, history = watched_as_it_comes_out()
    weeks, _ = replay_weeks(catalog, history, 1, {"newest first": by_age})
    assert [week.wanted for week in weeks] == [14] * 8
    # The first hundred are the uploads of a week's last three days and a third.
    assert all(week.found["newest first"] >= 6 for week in weeks)


def test_a_planted_interest_is_found_by_what_learns_and_not_by_chance_or_age() -> None:
    catalog = checkerboard()
    weeks, figures = replay_weeks(catalog, History.from_events(lover_of_rust(), catalog), seed=1)
    assert [week.wanted for week in weeks] == [6] * 5
    means = {name: float(of_one["ndcg@10"].mean()) for name, of_one in figures.items()}
    assert means["hybrid"] > 2 * max(means["by chance"], means["newest first"], means["most viewed"])


def test_its_sentence_is_of_the_last_week_or_says_that_it_is_too_early() -> None:
    catalog = checkerboard()
    told = report(catalog, History.from_events(lover_of_rust(), catalog), NO_PAGES, None, 1)
    assert not told["weeks"]["too_early"]
    assert told["message"].startswith("In your last week you watched 6 new videos; of the 120 OwnFeed knew")
    little = report(catalog, History.from_events(lover_of_rust(2), catalog), NO_PAGES, None, 1)
    assert little["weeks"]["too_early"]
    assert little["message"] == "Too early to say: 6 of the 30 new videos you liked or watched, in 1 of 3 weeks."
    nothing = report(catalog, History.empty(), NO_PAGES, None, 1)
    assert nothing["message"].startswith("Too early to say: 0 of the 30")


@pytest.mark.parametrize(("weeks", "a_week", "is_sure"), [(6, 6, False), (8, 5, True)])
def test_five_good_weeks_may_be_chance_and_seven_are_not(weeks: int, a_week: int, is_sure: bool) -> None:
    """Before the first week nothing is known, so it is none; the interval over five is above 0 as well."""
    catalog = checkerboard()
    told = report(catalog, History.from_events(lover_of_rust(weeks, a_week), catalog), NO_PAGES, None, 1)
    assert not told["weeks"]["too_early"]
    assert all(
        row["low"] > 0 for row in told["weeks"]["paired"] if row["metric"] == "ndcg@10" and row["theirs"] != "persona"
    )
    assert told["message"].endswith("better than each of them by more than chance.") == is_sure
    assert ("it is not surely better than newest first" in told["message"]) != is_sure


def test_the_figures_are_those_of_the_offline_harness_on_the_same_data(tmp_path: Path) -> None:
    titles = {
        "rust": "Rust compiler borrow ownership",
        "bread": "Sourdough bread oven flour",
        "chess": "Chess endgame gambit",
    }
    with (tmp_path / "items.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["item_id", "title", "channel", "published_at", "view_count"])
        for place, (n, interest) in enumerate(
            itertools.product(range(40), titles)
        ):  # no two alike: ties fall by chance
            title, age = f"{titles[interest]} {n}", 43_200 * (120 - place)  # out when it is watched, and more each week
            rows.writerow([video_id(interest, n), title, f"{interest} {n // 4}", int(NOW) - age, 1_000 + place])
    with (tmp_path / "events.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["user_id", "item_id", "timestamp", "value"])
        rows.writerows(["me", each.video_id, each.occurred_at, each.value] for each in lover_of_rust())
    data = read_data_set(tmp_path)
    catalog = embedded(data, Options().model)
    ours = report(catalog, History.from_events(lover_of_rust(), catalog), NO_PAGES, None, Options().seed)
    theirs, _ = over_catalogue(data, Options(split="weeks", processes=1), SCORERS)
    for name in set(SCORERS) - {"by chance"}:  # chance falls otherwise in another order of the weeks
        for metric in ("ndcg@10", "recall@100", "mrr"):
            assert ours["weeks"]["rankers"][name][metric]["mean"] == pytest.approx(
                theirs["rankers"][name][metric]["mean"], abs=1e-9
            )


def pages(*, wanted_place: int, count: int = 5, size: int = 12) -> LoggedSlates:
    """Pages of YouTube's on which the card of one place was wanted; it alone has a near liked video."""
    features = np.zeros((count * size, len(FEATURE_NAMES)), np.float32)
    places = np.tile(np.arange(size), count)
    features[:, FEATURE_NAMES.index("position")] = places
    features[:, FEATURE_NAMES.index("dense")] = np.where(places == wanted_place, 5.0, 0.0)
    features[:, FEATURE_NAMES.index("age_days")] = places[::-1] + 1
    return LoggedSlates(
        features, np.repeat(np.arange(count), size), places, (places == wanted_place).astype(float),
        NOW + np.arange(count, dtype=float), FEATURE_NAMES,
    )  # fmt: skip


def test_on_pages_each_order_is_judged_by_where_it_puts_what_was_wanted() -> None:
    figures = replay_pages(pages(wanted_place=11), None)
    assert figures["YouTube's order"]["ndcg@10"].tolist() == [0.0] * 5
    assert figures["newest first"]["ndcg@10"].tolist() == [1.0] * 5
    assert figures["hybrid"]["ndcg@10"].tolist() == [1.0] * 5


def test_pages_of_a_feed_which_no_order_of_youtubes_came_with_are_left_out() -> None:
    of_feed = pages(wanted_place=3)
    of_feed.features[:, FEATURE_NAMES.index("position")] = np.nan
    assert replay_pages(of_feed, None) == {}


def test_what_learned_from_pages_is_judged_only_by_those_shown_since() -> None:
    trained = boosted()
    figures = replay_pages(pages(wanted_place=11), Serving(trained, learned_at=NOW + 2))
    assert np.isnan(figures[trained.name]["ndcg@10"]).tolist() == [True, True, True, False, False]
    assert len(figures["hybrid"]["ndcg@10"]) == 5
    told = report(Catalog(4), History.empty(), pages(wanted_place=11), Serving(trained, NOW + 2), 1)["pages"]
    assert (told["count"], told["rankers"][trained.name]["ndcg@10"]["mean"]) == (5, 1.0)
    assert trained.name not in replay_pages(pages(wanted_place=11), Serving(trained, NOW + 9))


def test_a_catalogue_without_anything_is_no_error() -> None:
    told = report(Catalog(4), History.empty(), NO_PAGES, None, 1)
    assert told["weeks"]["rankers"] == {}
