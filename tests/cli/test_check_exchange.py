"""What a check says of the exchange: as the server told it, or that nobody here was told."""

from __future__ import annotations

from kalix_presence import shipped, wire
from kalix_presence.cli.check_exchange import ABOUT, exchange_lines, untried_exchange
from kalix_presence.cli.check_lines import State

WORDS = shipped.words("en")


def test_as_the_server_told_it() -> None:
    view = wire.ReasonsView([], end_kept="none", by_hand_seen="poll", by_hand_seconds=60.0)
    ends, by_hand = exchange_lines(view)
    assert (ends.about, ends.state, by_hand.about, by_hand.state) == ("ends", State.OK, "by-hand", State.OK)
    assert ends.text(WORDS) == "An absence is ended by the presence server: the telephone exchange keeps no time."
    assert by_hand.text(WORDS) == "A change made by hand in the telephone exchange is seen within 60 seconds."


def test_what_nobody_told_is_not_said_to_be_as_it_should_be() -> None:
    for lines in (exchange_lines(None), exchange_lines(wire.ReasonsView([])), untried_exchange()):
        assert [line.about for line in lines] == list(ABOUT)
        assert {line.state for line in lines} == {State.UNKNOWN}
        assert all(line.title(WORDS) and line.text(WORDS) for line in lines)
