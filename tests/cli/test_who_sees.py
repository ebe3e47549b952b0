"""Who sees what of one, from a shell, over a real hub."""

from __future__ import annotations

import httpx
import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.model.who_sees import Field
from tests.cli.terminal import Terminal


def test_each_field_is_told_with_who_sees_it(anna: Terminal) -> None:
    assert anna("who-sees") == Exit.OK
    lines = anna.out.splitlines()
    note = lines.index("Note")
    assert lines[note + 1] == "  See all of it: you."
    assert "receptionists" in lines[note + 2]
    assert any(line.startswith("Sensitive reason (") and "Sick" in line for line in lines)
    assert {each["field"] for each in anna.json("who-sees")} == set(Field)  # type: ignore[attr-defined]


def test_an_older_hub_that_does_not_tell_is_not_spoken_for(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx.Response, "content", property(_without_table(httpx.Response.content)))  # type: ignore[arg-type]
    assert anna("who-sees") == Exit.OK
    assert anna.out.strip() == "The presence server has not told who sees it."


def _without_table(content: property):  # type: ignore[no-untyped-def]
    return lambda answer: content.fget(answer).replace(b'"seen":', b'"older":')  # type: ignore[misc]
