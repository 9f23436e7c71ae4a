from __future__ import annotations

import re

from daemon import errors
from daemon.errors import OwnFeedError, PersonError


def _family() -> set[type[OwnFeedError]]:
    return {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, OwnFeedError)}


def test_the_tree_in_the_docstring_shows_every_error_with_its_status() -> None:
    drawn = dict(re.findall(r"(\w+) +(\d{3})  ", errors.__doc__ or ""))

    assert drawn == {each.__name__: str(each.status) for each in _family()}


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    codes = [each.code for each in _family()]

    assert len(set(codes)) == len(codes)


def test_what_a_person_can_put_right_ends_a_command_with_2_and_our_faults_with_1() -> None:
    assert PersonError("Say which file.").exit_status == 2
    assert OwnFeedError("It broke.").exit_status == 1


def test_an_error_carries_its_sentence_and_its_details() -> None:
    error = errors.PortTaken("Port 1 is in use.", details={"pid": 7})

    assert (str(error), error.message, error.details) == ("Port 1 is in use.", "Port 1 is in use.", {"pid": 7})
