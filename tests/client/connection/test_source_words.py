"""How a source stands, and each line of a difference, in sentences of every language."""

from __future__ import annotations

from datetime import datetime

import pytest

from kalix_presence import shipped, wire
from kalix_presence.client.connection.source_words import besides, head, held_words, line_said, state_lines
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind
from kalix_presence.model.words import LANGUAGES
from tests.clocks import NINE


def at(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def line(kind: HeldKind, **more: str) -> str:
    return line_said(wire.HeldLineView(kind, **{"extension": "2041", "name": "Anna Ek", **more}), shipped.words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_answer_and_line_has_its_words(language: str) -> None:
    words = shipped.words(language)
    for kind in SourceKind:
        one = wire.SourceView("ad", kind, NINE, NINE, 4, 1, 1, 1, "", 9, [wire.LeftOutEntry("2099", "x")])
        assert all([head(one, words), *state_lines(one, words, at)])
    for answer in HeldAnswer:
        assert held_words(wire.HeldRun("a", NINE, 2, 1, answer=answer), words, at)
    assert besides(wire.HeldRun("a", NINE, 2, 1, dict.fromkeys(HeldKind, 2), 4), words).count("2") == 5
    for held in HeldKind:
        assert line_said(wire.HeldLineView(held, "2041", "Anna Ek", "Bygg", "title", "x", "y"), words)


def test_what_is_not_known_and_what_is_nothing_is_said() -> None:
    words = shipped.words("en")
    assert besides(wire.HeldRun("a", NINE, 2, 1, {HeldKind.REMOVED: 2}, 2), words) == ""
    assert "next reading" in besides(wire.HeldRun("a", NINE, 2, 1), words)
    assert state_lines(wire.SourceView("x", SourceKind.FILE), words, at) == ["Has not been read yet."]
    assert line(HeldKind.REMOVED) == "Removed: Anna Ek (2041), no unit"
    assert line(HeldKind.CHANGED, column="title", after="Chef") == "Anna Ek (2041), title: nothing → Chef"
    assert line(HeldKind.CHANGED, column="mobile") == "Anna Ek (2041), mobile number: changes"
    assert line(HeldKind.CHANGED, column="shoes", before="40", after="41") == "Anna Ek (2041), shoes: 40 → 41"


def test_what_an_account_may_is_said_whatever_else_becomes_of_it() -> None:
    assert line(HeldKind.ACCOUNT, name="anna", after="employee") == "New account anna (2041), roles: employee"
    renamed = line(HeldKind.ACCOUNT, name="anna", column="aek", before="employee", after="administrator")
    assert renamed == "Account aek (2041) is called anna, roles: employee → administrator"
    assert line(HeldKind.ACCOUNT, name="anna", before="a", after="b") == "Account anna (2041), roles: a → b"


def test_of_many_that_could_not_be_used_some_are_named() -> None:
    left = [wire.LeftOutEntry(str(number), "x") for number in range(8)]
    lines = state_lines(wire.SourceView("x", SourceKind.FILE, NINE, NINE, unusable=60, left_out=left), shipped.words("en"), at)
    assert lines[-1] == "… and 55 more"
    assert len(lines) == 1 + 1 + 5 + 1
