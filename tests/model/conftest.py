"""What holds for every test of the rules: a refusal can be said, with each blank of its sentence filled in."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import PresenceError

WORDS = shipped.words("sv")


@pytest.fixture(autouse=True)
def _refusals_can_be_said(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test provokes: the rule that refuses hands over all that its sentence needs."""
    unsayable: list[str] = []
    usual = PresenceError.__init__

    def init(self: PresenceError, code: str, *, field: str | None = None, **params: object) -> None:
        usual(self, code, field=field, **params)
        if WORDS.has(f"errors.{code}"):
            blanks = {name for _, name, _, _ in Formatter().parse(WORDS.sentences[f"errors.{code}"]) if name}
            unsayable.extend(f"{code}: {name}" for name in sorted(blanks) if params.get(name) is None)

    monkeypatch.setattr(PresenceError, "__init__", init)
    yield
    assert not unsayable, "a sentence has a blank that nobody fills in"
