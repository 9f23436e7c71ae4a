"""The generator of synthetic people, on a small world made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import DAY_SECONDS, unit_rows
from recsys.catalog import Video
from scripts.data_sets.people.life import Life, Person, last_fifth_begins
from scripts.data_sets.people.parameters import Parameters, read_parameters
from scripts.data_sets.people.taste import draw_taste
from scripts.data_sets.people.world import World, _series
from scripts.data_sets.tables import part

VIDEOS, CHANNELS, END = 600, 60, 1_800_000_000.0


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return read_parameters()


@pytest.fixture(scope="module")
def world() -> World:
    rng = np.random.default_rng(1)
    channel = np.arange(VIDEOS) % CHANNELS
    centres = rng.normal(size=(CHANNELS, 16))
    return World(
        videos=[Video(f"video-{row:05d}", title=f"title {row}") for row in range(VIDEOS)],
        latent=unit_rows((centres[channel] + 0.3 * rng.normal(size=(VIDEOS, 16))).astype(np.float32)),
        channel=channel,
        series=np.where(np.arange(VIDEOS) % 5 == 0, channel, -1),
        language=channel % 3,
        views=rng.normal(size=VIDEOS),
        views_per_day=rng.normal(size=VIDEOS),
        published_at=END - rng.uniform(0, 400, VIDEOS) * DAY_SECONDS,
        log_minutes=rng.normal(2, 0.5, VIDEOS),
        ends_at=END,
    )


def somebody(world: World, parameters: Parameters, number: int = 0) -> Person:
    rng = np.random.default_rng([7, number])
    return Person(world, draw_taste(world, parameters, rng), parameters, rng)


@pytest.fixture(scope="module")
def lives(world: World, parameters: Parameters) -> list[tuple[Person, Life]]:
    people = [somebody(world, parameters, number) for number in range(12)]
    return [(person, person.live(pages=40)) for person in people]


def test_the_same_seed_makes_the_same_life(world: World, parameters: Parameters) -> None:
    first, second = (somebody(world, parameters).live(pages=20) for _ in range(2))
    assert first.events == second.events
    assert first.impressions == second.impressions


def test_the_shares_of_interests_are_shares_every_day_and_drift(world: World, parameters: Parameters) -> None:
    shares = somebody(world, parameters).taste.shares
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.abs(shares[0] - shares[-1]).max() > 0.05


def test_nothing_is_shown_before_it_is_out_or_after_it_was_watched_or_refused(
    world: World, lives: list[tuple[Person, Life]]
) -> None:
    published = {video.video_id: at for video, at in zip(world.videos, world.published_at, strict=True)}
    for _, life in lives:
        first_act = {event["item_id"]: event["timestamp"] for event in reversed(life.events)}
        for shown in life.impressions:
            assert published[shown["item_id"]] <= shown["timestamp"] + 1
            assert shown["timestamp"] <= first_act.get(shown["item_id"], np.inf)


def test_what_is_wanted_more_is_clicked_more_and_front_places_are_looked_at_more(
    lives: list[tuple[Person, Life]],
) -> None:
    shown = [row for _, life in lives for row in life.impressions]
    clicked = np.array([row["clicked"] for row in shown], dtype=bool)
    utility = np.array([row["utility"] for row in shown])
    position = np.array([row["position"] for row in shown])
    assert utility[clicked].mean() > 1.5 * utility.mean()
    assert clicked[position < 3].mean() > 1.5 * clicked[position >= 12].mean()


def test_the_truth_is_about_the_time_after_the_cut(world: World, parameters: Parameters) -> None:
    person = somebody(world, parameters)
    life = person.live(pages=40)
    cut = last_fifth_begins(life.events)
    later = sum(event["timestamp"] >= cut for event in life.events)
    assert later == pytest.approx(0.2 * len(life.events), abs=2)
    assert person.utilities_since(cut).shape == (VIDEOS,)


def test_a_series_is_a_channels_titles_that_begin_alike_without_their_numbers() -> None:
    videos = [
        Video("a", title="How it works 1: locks", channel_id="x"),
        Video("b", title="How It Works #2 keys", channel_id="x"),
        Video("c", title="How it works 3", channel_id="y"),
        Video("d", title="Something else entirely", channel_id="x"),
    ]
    series = _series(videos, words=3)
    assert series[0] == series[1] >= 0
    assert series[2] == series[3] == -1


def test_everybody_is_of_one_part_for_ever() -> None:
    parts = [part(f"person-{number}", 2) for number in range(1000)]
    assert parts == [part(f"person-{number}", 2) for number in range(1000)]
    assert 400 < parts.count("development") < 600
