"""A suggestion is taken by one letter at a terminal; a script is refused as ever."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli import asking
from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.hub.serving import Serving


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "somebody_answers", lambda: True)


def types(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))


def test_a_suggestion_is_taken_by_one_letter(anna: Terminal, somebody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "y\n")
    assert anna("set", "meeting", "tomorow", "9") != Exit.NOT_UNDERSTOOD, anna.err
    assert "“tomorrow 9”? [y/n]" in anna.err
    assert anna.out.startswith("From now: Meeting, back")
    types(monkeypatch, "n\n")
    assert anna("set", "meeting", "tomorow") == Exit.NOT_UNDERSTOOD
    assert anna.out == ""
    types(monkeypatch, "")
    assert anna("set", "meeting", "tomorow") == Exit.INTERRUPTED


def test_what_lies_ahead_is_planned_and_a_long_plan_asked_about(
    anna: Terminal, somebody: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "y\n")
    assert anna("set", "leave", "in two weeks") == Exit.OK, anna.err
    assert "Plan it? [y/n]" in anna.err
    types(monkeypatch, "n\n")
    assert anna("plan", "add", "holiday", "week 20", "week 35") == Exit.NOT_UNDERSTOOD
    types(monkeypatch, "y\n")
    assert anna("plan", "add", "holiday", "week 20", "week 35") == Exit.OK, anna.err
    types(monkeypatch, "y\n")
    assert anna("plan", "add", "course", "wendesday 9-12") == Exit.OK, anna.err
    plans = anna.json("plan", "list")
    assert [each["reason"] for each in plans["plans"]] == ["leave", "holiday", "course"]  # type: ignore[index]


def test_a_time_is_asked_about_wherever_one_is_typed(
    anna: Terminal, somebody: None, monkeypatch: pytest.MonkeyPatch, hub: Serving
) -> None:
    with hub.client("maria") as maria:
        wish = {"to": "2041", "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": "Bygglov"}
        message = str(maria.post("/api/v1/messages", json=wish).raise_for_status().json()["id"])
    asking_for_a_time = (
        ("when", "tomorow", "9"),
        ("messages", "later", message, "tomorow", "9"),
        ("messages", "leave", "per", "--name", "Eva", "--number", "0923-555 012", "--before", "tomorow 9"),
        ("notices", "propose", "Closed", "--until", "tomorow 9"),
    )
    for line in asking_for_a_time:
        types(monkeypatch, "n\n")
        assert anna(*line) == Exit.NOT_UNDERSTOOD
        assert (anna.err.count("“tomorrow 9”? [y/n]"), anna.out) == (1, "")
        types(monkeypatch, "")
        assert anna(*line) == Exit.INTERRUPTED
        types(monkeypatch, "y\n")
        assert anna(*line) == Exit.OK, anna.err
        assert anna.out


def test_a_script_is_refused_at_once(anna: Terminal) -> None:
    for line in (
        ("set", "meeting", "tomorow"),
        ("set", "leave", "in two weeks"),
        ("plan", "add", "course", "wendesday 9-12"),
        ("when", "tomorow"),
    ):
        assert anna(*line) == Exit.NOT_UNDERSTOOD
        assert "[y/n]" not in anna.err
