"""Nothing that somebody typed is in the tray's log, in whichever way a library said it, quoted or bare."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.local.known_words import _WORDS, only_known
from kalix_presence.client.local.program_log import Harmless

TYPED = st.sampled_from(
    [
        "Anna Ek",
        "anna.ek",
        "sjuk i magen",
        "Åsa Öst-Wärn",
        "O'Brien",
        "070-174 06 01",
        "2041",
        "cytostatika",
        "Матвей",
        "毛",
        "e\u0301va",
        "ann_ek",
    ]
) | st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=2, max_size=20).filter(
    lambda one: one.lower() not in _WORDS
)
FRAMES = st.sampled_from(
    [
        "{}", "QFont::setFamily: {} is not available", "no such object '{}'", "(pattern is '{}')", '"{}" could not be opened', "{}, {}",
        "QLabel({}, name={})", "file:///data/users/{}/x", "<b>{}</b>", "x={};", "{}\tnot found", "‘{}’", "«{}» -> {}", "http request {}",
    ]
)  # fmt: skip


def line(name: str, message: object, *filled: object) -> str:
    return Harmless().format(logging.LogRecord(name, logging.WARNING, __file__, 1, message, filled, None)).partition(": ")[2]


def words_of(text: str) -> set[str]:
    """Runs of two letters or figures at least."""
    found, run = set(), ""
    for sign in f"{text.lower()} ":
        if sign.isalnum():
            run += sign
        else:
            found, run = found | ({run} if len(run) > 1 or ord(run or "a") > 127 else set()), ""
    return found


@given(FRAMES, TYPED, st.sampled_from(["qt", "PIL.Image", "asyncio", "py.warnings", "desktop_notifier"]))
def test_no_word_that_was_typed_is_written_whoever_says_it(frame: str, typed: str, who: str) -> None:
    own = words_of(frame.replace("{}", " ")) | _WORDS | {"address"}
    for said in (line(who, frame.format(typed, typed)), line(who, ValueError(frame.format(typed, typed)))):
        assert not (words_of(said) & words_of(typed)) - own, said
        if not set(typed) & set(frame):
            assert typed not in said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("QFont::setPointSize: Point size <= 0 (-1), must be greater than 0", "QFont::setPointSize: Point size <= "),
        ("qt.qpa.plugin: Could not load the Qt platform plugin", "qt.qpa.plugin: Could not load the … platform plugin"),
        ("Task exception was never retrieved", "Task exception was never retrieved"),
        ("QObject::connect: No such slot QLabel::hurry()", "QObject::connect: No such slot QLabel::hurry()"),
        ("Could not parse stylesheet of object QLabel(Anna Ek)", "Could not parse stylesheet of object QLabel(…)"),
    ],
)
def test_what_helps_stays(said: str, kept: str) -> None:
    assert only_known(said).startswith(kept)


def test_a_template_stays_whole_and_what_is_filled_in_does_not_and_so_do_our_own_lines() -> None:
    assert line("httpx", "Hub said %s of frobnication", "Anna Ek") == "Hub said %s of frobnication"
    assert line("kalix_presence.tray", "started, version 0.1.0, linux") == "started, version 0.1.0, linux"
