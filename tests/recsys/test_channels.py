from __future__ import annotations

from recsys.channels import Channels


def test_a_channel_is_found_by_its_name_in_any_case_and_by_its_id() -> None:
    channels = Channels()
    code, _ = channels.join("The Baker", "UC1")
    assert channels.code("the baker") == channels.code(channel_id="UC1") == channels.code(" THE BAKER ", "UC9") == code
    assert (channels.name(code), channels.channel_id(code)) == ("The Baker", "UC1")


def test_two_channels_that_turn_out_to_be_one_are_told() -> None:
    channels = Channels()
    by_name, _ = channels.join("Baker", None)
    by_id, _ = channels.join(None, "UC1")
    assert by_name != by_id
    assert channels.join("Baker", "UC1") == (by_name, by_id)
    assert channels.code(channel_id="UC1") == by_name


def test_nobody_has_no_code_and_no_name() -> None:
    channels = Channels()
    assert channels.join(None, None) == (-1, None)
    assert channels.code("unheard of") == channels.code() == -1
    assert (channels.name(-1), channels.channel_id(-1), len(channels)) == ("", None, 0)


def test_a_name_that_looks_like_an_id_is_a_name() -> None:
    channels = Channels()
    code, _ = channels.join("UC1", None)
    assert channels.code(channel_id="UC1") == -1
    assert channels.name(code) == "UC1"


def test_an_id_stands_in_until_the_name_is_known() -> None:
    channels = Channels()
    code, _ = channels.join(None, "UC1")
    assert channels.name(code) == "UC1"
    channels.join("Baker", "UC1")
    assert channels.name(code) == "Baker"


def test_two_channels_of_one_name_do_not_swallow_their_neighbours() -> None:
    channels = Channels()
    queen, _ = channels.join("Queen", "UC1")
    official, _ = channels.join("Queen Official", "UC2")
    assert channels.join("Queen", "UC2") == (queen, None)
    assert channels.code("Queen Official") == channels.code(channel_id="UC2") == official
