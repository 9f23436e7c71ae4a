"""[J1, J2] A year in minutes: sleep, a clock set wrong and right, kills, and a YouTube in trouble, before the real daemon.

Only its time is told by the trial, and it wakes every 50 ms instead of every minute: what it then finds due, how
that runs, what outlives a kill and what goes over the sockets are the product's own. Wherever the clock comes to stand, all that
is due runs to its end, and is judged by the database's file and by what the stand-in heard.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import web

from tests.daemon.given import event
from tests.faults.dues import HOUR, PACIFIC, Dues, pacific_day
from tests.faults.looking import looked_at
from tests.faults.machine import Machine
from tests.faults.telling import until
from tests.faults.trial import Outcome, Say, Trial
from tests.stand_ins import data_api
from tests.stand_ins.youtube import Upload, YouTube, youtube_beside

LONG: Final = 365
BEGIN: Final = datetime(2027, 3, 14, tzinfo=PACIFIC)
"""The day on which the clocks go forward in Los Angeles; within a year they go back too."""
WORDS: Final = ("sourdough", "chess", "rust", "orbit")
GAPS_HOURS: Final = (0.3, 1.0, 1.0, 2.0, 4.0, 4.1, 6.5)
"""Between two looks at the schedule while the machine is awake."""
AROUND_MIDNIGHT: Final = ((-1.0, 1.0), (-30.0,), (30.0,), (0.0,))
"""When a day ends, in seconds: what is due at its last look is not at the next one. Something is searched for at each of them,
so that there are calls to account for on the one day or the other, whatever is due."""
WRONG_HOURS: Final = (365 * 24.0, -1.0, 30 * 24.0, -26.0)
"""By which the clock is set wrong for a while, in turns."""
SLEEP_HOURS: Final = (0.5, 30.0)
AWAY_HOURS: Final = (8.0, 70.0)
SCENES: Final = ("kill", "wrong clock", "sleep in the middle", "search a lot", "off", "long sleep", "no key")
"""Each day has one of them, in turns, beside what chance adds."""
CHANCE_OF_A_KILL: Final = 0.06
CHANCE_OF_TROUBLE: Final = 0.35
SOON_SECONDS: Final = 0.4
LOOKED_AT_SECONDS: Final = 5.0
"""In which a daemon that was cut off begins to look at its data, unless it was at that already."""
MOST_FAILURES: Final = 30
INSTRUMENT: Final = "told_the_time"
"""No mutant, but what the trial needs."""

TROUBLES: Final[tuple[Callable[[], web.Response | str], ...]] = (
    lambda: "late",
    lambda: "cut",
    lambda: web.Response(status=500, body=b"no"),
    lambda: web.Response(status=429, body=b"slow down"),
    lambda: web.Response(status=200, body=b"<html>Before you continue</html>"),
    lambda: web.Response(status=200, body=b'{"items": 7}'),
    lambda: data_api.error(403, "quotaExceeded", "You have exceeded your quota."),
    lambda: data_api.error(403, "forbidden", "Access forbidden."),
    lambda: data_api.error(503, "backendError", "Backend Error"),
)


class Year:
    """The days as they come; what broke stands in `outcome`."""

    def __init__(self, machine: Machine, youtube: YouTube, rng: random.Random, most_failures: int) -> None:
        self.outcome = Outcome()
        self._most_failures = most_failures
        self._machine, self._youtube, self._rng = machine, youtube, rng
        self._dues = Dues(machine.data)
        self._count = Counter[str]()

    def begin(self) -> None:
        """Follow a channel and name an interest for each word, and let the first looks pass unjudged."""
        self._machine.clock.now = BEGIN.timestamp()
        channels = {word: f"UC{word:_<22}" for word in WORDS}
        for word, channel_id in channels.items():
            self._youtube.add(channel_id, word, [])
        self._upload()
        self._machine.start()
        for word, channel_id in channels.items():
            about = {"channel_id": channel_id, "channel_name": word}
            follow = event("subscribe", None, at=BEGIN.astimezone(UTC).isoformat(), **about)
            self._ask("/api/signals", {"events": [follow]})
            self._ask("/api/videos/categories", {"name": word})
        assert until(self._has_seen_all_channels), "the feeds were not read"
        self._rest("the beginning")
        due = self._dues.at(self._machine.clock.now)
        list(self._dues.wrong(due, 0.0, has_key=True, killed=False, troubled=True))

    @property
    def is_broken(self) -> bool:
        """Whether enough has failed to go on no further."""
        return len(self.outcome.failures) > self._most_failures

    def day(self, number: int) -> None:
        """Live through a day of Los Angeles, where the machine is awake in it: a scene, then looks until after midnight."""
        midnight = (BEGIN + timedelta(days=number + 1)).timestamp()
        for place, at in enumerate(self._moments(midnight)):
            if self.is_broken:
                break
            if place == 0:
                scene = SCENES[self._count["scenes"] % len(SCENES)]
                self._count["scenes"] += 1
                self._play(scene, at, f"day {number}, {scene}")
            else:
                self._come_to(at, f"day {number}", is_killed=self._rng.random() < CHANCE_OF_A_KILL)
        self.outcome.times = number + 1

    def figures(self) -> dict[str, float | int | str]:
        """Return what there was of it all."""
        return {
            "looks judged": self._count["looks"],
            "kills that hit": self._count["kills"],
            "jobs": sum(self._dues.runs.values()),
            "calls of the Data API": sum(self._machine.counted.values()),
            "requests of feeds and oEmbed": len(self._youtube.asked) - sum(self._machine.counted.values()),
            "allowances used up": len(self._dues.used_up),
        }

    def _moments(self, midnight: float) -> Iterator[float]:
        """Draw when the day is looked at: through it with gaps, and close to its end, before and after."""
        rng, machine = self._rng, self._machine
        while (at := machine.true_now + HOUR * rng.choice(GAPS_HOURS) + rng.uniform(0, 60)) < midnight - 60:
            yield at
        for seconds in rng.choice(AROUND_MIDNIGHT):
            if machine.true_now < midnight + seconds:
                yield midnight + seconds

    def _play(self, scene: str, at: float, where: str) -> None:
        machine, rng = self._machine, self._rng
        if scene == "wrong clock":
            machine.wrong_by = HOUR * WRONG_HOURS[self._count["scenes"] // len(SCENES) % len(WRONG_HOURS)]
            self._come_to(at, f"{where} by {machine.wrong_by / HOUR:.0f} h")
            machine.wrong_by, at = 0.0, at + 60
        elif scene == "search a lot":
            self._search_a_lot()
        elif scene == "off":
            machine.stop()
        elif scene == "no key":
            self._come_without_key(at, where)
            at += HOUR
        if scene in ("off", "long sleep"):
            at += HOUR * rng.uniform(*AWAY_HOURS)
        self._come_to(at, where, is_killed=scene == "kill", sleeps=scene == "sleep in the middle")

    def _come_without_key(self, at: float, where: str) -> None:
        """Have watched videos that nobody described, take the key away, and give it back behind a look or two."""
        self._watch_unknown()
        self._machine.stop()
        self._machine.has_key = False
        for _ in range(self._rng.randint(1, 2)):
            self._come_to(at, where)
            at += HOUR / 2
        self._machine.stop()
        self._machine.has_key = True

    def _come_to(self, true_now: float, where: str, *, is_killed: bool = False, sleeps: bool = False) -> None:
        """Let the clock come to stand at a moment and all that is due run to its end; judge what came of it."""
        machine = self._machine
        machine.clock.now = true_now + machine.wrong_by
        self._upload()
        self._make_trouble()
        troubled = bool(self._youtube.trouble)
        if not machine.is_on:
            machine.start()
        if machine.has_key and _is_at_midnight(true_now):
            self._search(1)
        due = self._dues.at(machine.clock.now)
        if sleeps:
            due += self._sleep()
        if is_killed:
            self._kill_soon()
        self._rest(where)
        if killed := not machine.is_on:
            checks = self._dues.begun("check")
            machine.start()
            until(lambda: self._dues.begun("check") > checks, LOOKED_AT_SECONDS)
            self._rest(where)
        machine.disarm()
        self._youtube.trouble.clear()
        self._count.update(looks=1, kills=killed)
        state = {"has_key": machine.has_key, "killed": killed, "troubled": troubled}
        wrong = [*self._dues.wrong(due, machine.clock.now, **state)]
        self.outcome.failures += [f"{where}: {each}" for each in (*wrong, *self._dues.misspent(machine.counted))]

    def _sleep(self) -> Counter[str]:
        """Fall asleep in the middle of what is due, for hours; return what is due at the awakening."""
        machine, then = self._machine, self._machine.clock.now + HOUR * self._rng.uniform(*SLEEP_HOURS)
        until(machine.has_looked)
        machine.at_request(self._rng.randrange(12), partial(setattr, machine.clock, "now", then))
        until(lambda: machine.clock.now == then, SOON_SECONDS)
        machine.clock.now = then
        return self._dues.at(then)

    def _kill_soon(self) -> None:
        """Kill while YouTube has one of the next requests to answer, or at any moment."""
        if self._rng.random() < 0.6:
            self._machine.at_request(self._rng.randrange(20), self._machine.kill)
        else:
            time.sleep(self._rng.uniform(0, SOON_SECONDS))
            self._machine.kill()

    def _rest(self, where: str) -> None:
        if not self._machine.comes_to_rest():
            self.outcome.failures.append(f"{where}: what was due did not come to an end")

    def _make_trouble(self) -> None:
        if self._rng.random() < CHANCE_OF_TROUBLE:
            self._youtube.trouble += [self._rng.choice(TROUBLES)() for _ in range(self._rng.randint(1, 3))]

    def _search_a_lot(self) -> None:
        for _ in range(self._rng.randint(2, 6)):
            self._search(20)

    def _search(self, times: int) -> None:
        queries = [f"{self._rng.choice(WORDS)} {number}" for number in range(times)]
        self._ask("/api/videos/discover", {"queries": queries, "max_per_query": 10})

    def _watch_unknown(self) -> None:
        """Watch videos of which neither title nor channel comes along; one in three is gone."""
        for number in range(6):
            self._count["unknown"] += 1
            video_id = f"other{self._count['unknown']:06}"
            at = datetime.fromtimestamp(self._machine.clock.now, UTC).isoformat()
            self._ask("/api/signals", {"events": [event("click", None, at=at, video_id=video_id)]})
            if number % 3:
                self._youtube.embeddable[video_id] = (f"Other {video_id}", "Others", "https://www.youtube.com/@others")

    def _upload(self) -> None:
        """Have some channels upload a video each."""
        now = self._machine.true_now
        for channel_id, channel in self._youtube.channels.items():
            if channel.uploads and self._rng.random() < 0.5:
                continue
            self._count["videos"] += 1
            video_id, title = f"video{self._count['videos']:06}", f"{channel.name} number {self._count['videos']}"
            channel.uploads.insert(0, Upload(video_id, title, now))
            named = {"channel_id": channel_id, "channel": channel.name}
            self._youtube.catalogue[video_id] = data_api.resource(video_id, title, now, **named)

    def _has_seen_all_channels(self) -> bool:
        with looked_at(self._machine.data / "ownfeed.db") as connection:
            (read,) = connection.execute("SELECT count(*) FROM channel_feeds WHERE read_at IS NOT NULL").fetchone()
        return bool(read == len(WORDS))

    def _ask(self, path: str, body: object) -> None:
        assert self._machine.daemon is not None
        token = (
            self._machine.data / "cli-token"
        ).read_text()  # as a command does: a code to pair with is of the real time
        status, reply = self._machine.daemon.ask("POST", path, body, token)
        assert status < 300, reply


def _is_at_midnight(moment: float) -> bool:
    """Return whether a day ends in Los Angeles no more than a minute before or after."""
    return pacific_day(moment - 60) != pacific_day(moment + 60)


def run(times: int, seed: int, folder: Path, say: Say, mutant: str = INSTRUMENT) -> Outcome:
    """Live through so many days; a mutant only until it is caught."""
    with youtube_beside() as youtube:
        machine = Machine(folder, youtube, mutant)
        year = Year(machine, youtube, random.Random(seed), MOST_FAILURES if mutant == INSTRUMENT else 0)
        try:
            year.begin()
            for number in range(times):
                before = len(year.outcome.failures)
                year.day(number)
                for failure in year.outcome.failures[before:]:
                    say(f"  {failure}")
                if year.is_broken:
                    break
                if number % 10 == 9:
                    say(f"  {number + 1} days, {len(year.outcome.failures)} failures, {year.figures()}")
        finally:
            machine.close()
    year.outcome.figures = year.figures()
    return year.outcome


TRIAL: Final = Trial(
    "J1",
    "year",
    "in a year of sleep, wrong clocks, kills and trouble each job runs once when it is due, and no allowance is misspent",
    run,
    long=LONG,
)
