"""[W1] The short form: four sessions, told as they are; whoever counts an advertisement, a preview or what was skipped is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.miscounting import miscounting_extension
from tests.faults.session_script import ACTS, least_watched, parsed, told, written
from tests.faults.trial import SEED, in_silence
from tests.faults.trials.sessions import TRIAL, run

SESSIONS = (
    "ads; play 3; skip 20; play 2; ad; play 2; rate 2; play 6; again 3; next; play 2; close",
    "playlist; play 2; away 3; pip 2; autoplay; play 2; mini; preview 2; play 2; close",
    "shorts; play 2; swipe; loop; swipe; pause; play 2; leave",
    "live; play 3; reload; play 2; leave",
)
NOTICED_IN = {
    "advertisements are watched": "watch; skip 20; play 2; ad; play 1; close",
    "previews are watched": "watch; play 2; pause; mini; preview 4; leave",
    "nobody hears a page that was left": "watch; play 3; leave",
}


@pytest.mark.browser
def test_four_sessions_are_stored_as_they_were(tmp_path: Path) -> None:
    outcome = run(4, SEED, tmp_path, in_silence, scripts=[parsed(text) for text in SESSIONS])
    assert outcome.failures == []


@pytest.mark.browser
@pytest.mark.parametrize("belief", NOTICED_IN)
def test_a_mutant_is_noticed(tmp_path: Path, belief: str) -> None:
    mutant = miscounting_extension(tmp_path / "mutant", belief)
    outcome = run(1, SEED, tmp_path, in_silence, extension=mutant, scripts=[parsed(NOTICED_IN[belief])])
    assert "were played" in outcome.failures[0]


def test_the_sessions_made_up_from_the_seed_hold_every_act() -> None:
    rng = random.Random(SEED)
    acts = [act for _ in range(TRIAL.long) for act in written(rng)]
    assert {act.name for act in acts} == set(ACTS)


def test_a_script_reads_as_it_is_written_and_tells_how_much_it_shows() -> None:
    text = "watch; play 3; skip 20; rate 0.5; play 1.5; again 1; away 2; close"
    script = parsed(text)
    assert told(script) == text
    assert least_watched(script) == 6.5


def test_a_word_that_is_no_act_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody knows how to dance"):
        parsed("watch; dance")
