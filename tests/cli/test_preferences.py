"""One's own choices at the hub, shown and changed from a shell."""

from __future__ import annotations

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("lunch-at", ["11.30"], "11.30"),
        ("lunch-minutes", ["45"], "45"),
        ("gone-at-day-end", ["yes"], "yes"),
        ("copies-when-off", ["ja"], "yes"),
        ("hours", ["8-12,", "13-17"], "Mon 8-12, 13-17"),
    ],
)
def test_a_choice_is_changed_shown_and_taken_back(anna: Terminal, name: str, value: list[str], shown: str) -> None:
    assert anna("preferences", "set", name, *value) == Exit.OK, anna.err
    assert anna("preferences") == Exit.OK
    line = next(each for each in anna.out.splitlines() if each.startswith(f"{name} "))
    assert shown in line
    back = ["no"] if shown == "yes" else ["as", "the", "site"]
    assert anna("preferences", "set", name, *back) == Exit.OK, anna.err
    assert shown not in anna.out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("colour", "red", "lunch-at"),
        ("gone-at-day-end", "perhaps", "neither yes nor no"),
        ("lunch-minutes", "many", "Lunch"),
        ("lunch-minutes", "900", ""),
        ("lunch-at", "noonish", ""),
        ("hours", "17-8", ""),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_a_sentence(anna: Terminal, name: str, value: str, said: str) -> None:
    assert anna("preferences", "set", name, value) in (Exit.NOT_UNDERSTOOD, Exit.REFUSED)
    assert said in anna.err
    assert len(anna.err.splitlines()) == 1
    assert "Traceback" not in anna.err


def test_they_are_told_to_scripts(anna: Terminal) -> None:
    told = anna.json("preferences")
    assert isinstance(told, dict)
    assert told["preferences"]["gone_at_day_end"] is False
