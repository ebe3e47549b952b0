"""Standings over the wire: when somebody is back, what an empty standing means, and what a change of status may leave out."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.line import LineState
from tests.clocks import NINE

TEN, NOON = NINE + timedelta(hours=1), NINE + timedelta(hours=3)


def test_somebody_is_back_when_the_absence_ends() -> None:
    assert wire.ShownAbsence("a", "meeting", NINE, TEN).returns == TEN


def test_where_another_absence_follows_somebody_is_back_after_that() -> None:
    assert wire.ShownAbsence("a", "meeting", NINE, TEN, back=NOON).returns == NOON


def test_until_further_notice_nobody_says_when() -> None:
    assert wire.ShownAbsence("a", "ill", NINE).returns is None


def test_an_end_says_nothing_where_what_follows_has_none() -> None:
    assert wire.ShownAbsence("a", "meeting", NINE, TEN, back_open=True).returns is None
    assert wire.ShownAbsence("a", "meeting", NINE, TEN, back=NOON, back_open=True).returns is None


def test_a_bare_standing_is_somebody_who_is_available_at_a_line_that_nobody_knows() -> None:
    bare = msgspec.json.decode(b'{"extension":"2041"}', type=wire.Standing)
    assert (bare.absence, bare.trouble, bare.overdue, bare.line) == (None, None, False, LineState.UNKNOWN)
    assert bare.in_force
    assert msgspec.json.encode(bare) == b'{"extension":"2041"}'


def test_that_something_is_not_in_force_is_sent() -> None:
    """It is the answer that must not get lost by leaving out what is usual."""
    waiting = wire.Standing("2041", 3, in_force=False, trouble="pbx-away")
    assert msgspec.json.decode(msgspec.json.encode(waiting)) == {
        "extension": "2041",
        "version": 3,
        "in_force": False,
        "trouble": "pbx-away",
    }


def test_a_reply_always_says_whether_it_is_in_force() -> None:
    reply = wire.StatusReply(True, wire.Standing("2041"))
    assert msgspec.json.encode(reply) == b'{"in_force":true,"standing":{"extension":"2041"}}'
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"standing":{"extension":"2041"}}', type=wire.StatusReply)


def test_words_of_a_newer_hub_are_read_as_the_plainest_that_there_are() -> None:
    shown = msgspec.json.decode(
        b'{"id":"a","reason":"course","start":"2026-11-24T09:00:00Z","way":"implant","forward":"robot"}', type=wire.ShownAbsence
    )
    assert (shown.way, shown.forward) == (Way.UNKNOWN, ForwardKind.SWITCHBOARD)


def test_an_absence_is_asked_for_until_further_notice_by_the_usual_way_unless_it_says_otherwise() -> None:
    asked = msgspec.json.decode(b'{"reason":"ill"}', type=wire.AbsenceRequest)
    assert (asked.until, asked.forward_to, asked.note, asked.way, asked.why) == (None, None, "", Way.TRAY, "")
    assert msgspec.json.encode(asked) == b'{"reason":"ill"}'


@pytest.mark.parametrize("body", [b"{}", b'{"reason":null}', b'{"reason":"ill","until":"tomorrow"}'])
def test_an_absence_for_no_reason_or_until_no_moment_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=wire.AbsenceRequest)


def test_a_board_has_the_pbx_and_nothing_of_ones_own_unless_it_says_so() -> None:
    board = msgspec.json.decode(b'{"number":4,"at":"2026-11-24T09:00:00Z","board":[]}', type=wire.BoardView)
    assert board.pbx
    assert (board.own, board.pbx_since, board.directory) == (None, None, 0)


def test_a_rule_that_is_not_there_leads_nowhere_and_is_said_to_be_as_it_should() -> None:
    none = msgspec.json.decode(b'{"extension":"2041","read_at":"2026-11-24T09:00:00Z"}', type=wire.RuleView)
    assert not none.present
    assert not none.damaged
    assert none.matches
    assert (none.divert, none.target, none.until, none.told, none.id, none.clips) == (None,) * 5 + ([],)
