"""What holds of every refusal that a test provokes: it can be said, with each blank filled in, and names the input at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput, PresenceError

WORDS = shipped.words("sv")
OF_NO_FIELD = frozenset(
    (
        *("calendar-encoding", "calendar-unreadable", "duties-file-broken", "policy-file-broken", "reasons-file-broken"),
        *(
            "config-file-missing",
            "config-file-open",
            "database-empty",
            "database-missing",
            "database-strange",
            "folder-unwritable",
        ),
        *("message-number-not-allowed", "phone-code-not-allowed", "phone-digit-unknown", "plan-too-many"),
    )
)
"""Refusals of a whole file or folder, of what was dialled at a phone, and of one more of what there is too much of already."""
QUOTED = 40
"""Signs of what was typed that a refusal says again at the most."""


@pytest.fixture(autouse=True)
def refusals_can_be_said(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test provokes: the rule that refuses hands over all that its sentence needs."""
    unsayable: list[str] = []
    usual = PresenceError.__init__

    def init(self: PresenceError, code: str, *, field: str | None = None, **params: object) -> None:
        usual(self, code, field=field, **params)
        if not WORDS.has(f"errors.{code}"):
            unsayable.append(f"{code}: it has no sentence")
        else:
            blanks = {name for _, name, _, _ in Formatter().parse(WORDS.sentences[f"errors.{code}"]) if name}
            unsayable.extend(f"{code}: {name}" for name in sorted(blanks) if params.get(name) is None)
        if isinstance(self, BadInput) and code not in OF_NO_FIELD and not re.fullmatch(r"[a-z_]+", field or ""):
            unsayable.append(f"{code}: its field is {field}")
        if len(str(params.get("text", ""))) > QUOTED:
            unsayable.append(f"{code}: it quotes more than {QUOTED} signs")

    monkeypatch.setattr(PresenceError, "__init__", init)
    yield
    assert not unsayable, "a refusal cannot be said, or names no field"
