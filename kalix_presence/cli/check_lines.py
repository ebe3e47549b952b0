"""What a check says: one line for each thing, that it is as it should be, what is to be done, or that nobody could see."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kalix_presence import shipped
from kalix_presence.cli.output import sentence
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.words import Words


class State(StrEnum):
    """How a thing stands. What nobody could see is never said to be as it should be."""

    OK = "ok"
    DO = "do"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """`about` names the thing; `code` and `facts` make its sentence, or `fault` has one of its own."""

    about: str
    state: State
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    fault: PresenceError | None = None
    of: str = ""
    """What the sentence of `fault` is about, where it does not say so itself."""

    def text(self, words: Words) -> str:
        """In the reader's language."""
        if self.fault is not None:
            said = sentence(self.fault, words.language)
            return f"{self.of}: {said}" if self.of else said
        return words.say(f"check.{self.code}", **self.facts)

    def title(self, words: Words) -> str:
        """What it is about."""
        return words.say(f"check.title-{self.about}")


def well(about: str, code: str, **facts: object) -> Line:
    """It is as it should be."""
    return Line(about, State.OK, code, facts)


def to_do(about: str, code: str, **facts: object) -> Line:
    """Something is to be done; the sentence says what."""
    return Line(about, State.DO, code, facts)


def unseen(about: str, code: str = "not-tried", **facts: object) -> Line:
    """Nobody could see."""
    return Line(about, State.UNKNOWN, code, facts)


def refused(about: str, fault: PresenceError, of: str = "") -> Line:
    """Something is to be done, as an error says that everybody gets."""
    known = shipped.words("en").has(f"errors.{fault.code}")
    return Line(about, State.DO, fault.code if known else "unknown-error", dict(fault.params), fault, of)
