"""What one synthetic person wants: interests that drift, channels and series, lengths, and what nothing explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray
from scripts.data_sets.people.parameters import Group, Parameters
from scripts.data_sets.people.world import World

_LANGUAGES = 2


@dataclass(frozen=True, slots=True)
class Taste:
    """k interests of one person over n videos and t days."""

    match: FloatArray
    """(k, n) how much each video belongs to each interest, 0 to 1."""
    shares: FloatArray
    """(t, k) of each day, sum 1."""
    fixed: FloatArray
    """(n,) log odds that do not change with time: channel, series, length, the unexplained."""
    views: FloatArray
    """(k,) weight of standardised log views inside an interest."""
    freshness: FloatArray
    """(k,) weight of -log(1 + age / 7 days) inside an interest."""


def draw_taste(world: World, parameters: Parameters, rng: np.random.Generator) -> Taste:
    """Draw a person."""
    interests, utility = parameters.interests, parameters.utility
    k = int(rng.integers(interests.fewest, interests.most + 1))
    match = _matches(world, interests, k, rng)
    return Taste(
        match=match,
        shares=_shares(interests, k, parameters.behaviour.days, rng),
        fixed=_channels(world, utility, match, rng)
        + _lengths(world, utility, rng)
        + rng.normal(scale=utility.idiosyncratic_deviation, size=len(world)),
        views=rng.normal(utility.views, utility.views_deviation, k),
        freshness=np.maximum(rng.normal(utility.freshness, utility.freshness_deviation, k), 0.0),
    )


def log_odds(world: World, taste: Taste, utility: Group, shares: FloatArray, now: float) -> FloatArray:
    """Return (n,) log odds of being wanted at a moment, with the (k,) shares that hold then."""
    weighted = taste.match * (shares * len(shares))[:, None]
    total = weighted.sum(axis=0)
    owner = weighted / np.maximum(total, 1e-9)
    age_weeks = np.maximum(now - world.published_at, 0.0) / (7 * DAY_SECONDS)
    interest = utility.interest * np.log(utility.interest_floor + total)
    inside = np.minimum(total, 1.0)
    views = (taste.views @ owner) * inside * world.views + utility.views * (1 - inside) * world.views
    fresh = -(taste.freshness @ owner) * inside * np.log1p(age_weeks)
    return np.asarray(utility.base + interest + views + fresh + taste.fixed)


def _matches(world: World, interests: Group, k: int, rng: np.random.Generator) -> FloatArray:
    """Return (k, n) soft memberships: an interest is what lies near a few videos that are near each other."""
    spoken = rng.choice(world.language, _LANGUAGES)
    native = np.isin(world.language, spoken)
    seeds = [_seed(native, interests.foreign, rng) for _ in range(k)]
    near = np.argsort(-(world.latent[seeds] @ world.latent.T), axis=1)[:, :8]
    centres = world.latent[near].mean(axis=1)
    cosines = centres @ world.latent.T / np.linalg.norm(centres, axis=1, keepdims=True)
    sizes = np.exp(rng.uniform(np.log(interests.smallest), np.log(interests.largest), k))
    borders = np.array([np.quantile(row, 1 - size) for row, size in zip(cosines, sizes, strict=True)])
    return np.asarray(1 / (1 + np.exp(-(cosines - borders[:, None]) / interests.softness)))


def _seed(native: BoolArray, foreign: float, rng: np.random.Generator) -> int:
    pool = np.flatnonzero(native) if rng.random() >= foreign else np.arange(len(native))
    return int(rng.choice(pool))


def _shares(interests: Group, k: int, days: int, rng: np.random.Generator) -> FloatArray:
    """Return (t, k): lasting shares times the exponential of a walk that returns to 0, zero before birth and after the end."""
    lasting = rng.dirichlet(np.full(k, interests.concentration)) + 0.01
    walk = np.zeros((days, k))
    keep = np.exp(-1 / interests.drift_days)
    walk[0] = rng.normal(scale=interests.drift_deviation, size=k)
    for day in range(1, days):
        step = rng.normal(scale=interests.drift_deviation * np.sqrt(1 - keep**2), size=k)
        walk[day] = keep * walk[day - 1] + step
    shares = lasting * np.exp(walk) * _alive(interests, k, days, rng)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _alive(interests: Group, k: int, days: int, rng: np.random.Generator) -> FloatArray:
    """Return (t, k) ones and (nearly) zeros; the first interest lives all the time, lest nobody be left."""
    fate = rng.random(k)
    moments = rng.uniform(0.2, 0.8, k) * days
    day = np.arange(days)[:, None]
    late = (fate < interests.born_late) & (day < moments)
    early = (fate > 1 - interests.gone_early) & (day > moments)
    alive = np.where(late | early, 1e-3, 1.0)
    alive[:, 0] = 1.0
    return alive


def _channels(world: World, utility: Group, match: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return (n,) log odds of channels (loved and disliked ones inside the interests) and of their series."""
    inside = np.unique(world.channel[match.max(axis=0) > 0.5])
    fate = rng.random(int(world.channel.max()) + 1)
    of_channel = np.where(fate < utility.channel_loved, utility.channel, 0.0)
    of_channel = np.where(fate > 1 - utility.channel_disliked, -utility.channel, of_channel)
    counted = np.isin(world.channel, inside)
    of_series = np.append(rng.normal(scale=utility.series_deviation, size=int(world.series.max()) + 1), 0.0)
    return np.where(counted, of_channel[world.channel] + of_series[world.series], 0.0)


def _lengths(world: World, utility: Group, rng: np.random.Generator) -> FloatArray:
    own = rng.normal(np.log(utility.length_minutes), utility.length_deviation)
    return np.asarray(-utility.length * np.minimum((world.log_minutes - own) ** 2, 6.0))
