"""Reasons for an absence, as data that a site may edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput


class EndRule(StrEnum):
    """Whether a return time must be given (P5)."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an absence.

    `usual` is a return time as people type it ("13.00", "30"), None when there is no usual one. `shown_as` is the code that
    colleagues see and `told_as` the clip that callers hear: for sensitive reasons both say plain absence. `digit` is what is
    dialled in a phone code; None when the reason cannot be set from a phone. `copies` false: a day off, on which nobody gets
    copies of callback messages. One that is not `selectable` comes by itself only.
    """

    code: str
    names: Mapping[str, str]
    icon: str
    colour: str
    shape: str
    digit: str | None
    usual: str | None
    forward: ForwardKind
    end: EndRule
    shown_as: str
    told_as: str
    aliases: tuple[str, ...] = ()
    copies: bool = True
    selectable: bool = True

    @property
    def sensitive(self) -> bool:
        """Whether colleagues must not see which reason it is."""
        return self.shown_as != self.code

    def name(self, language: str) -> str:
        """Its name in `language`, else in English."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True)
class Reasons:
    """A site's reasons, in the order in which they are offered."""

    table: tuple[Reason, ...]
    _by_code: dict[str, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {reason.code: reason for reason in self.table})

    def __iter__(self) -> Iterator[Reason]:
        return iter(self.table)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def offered(self) -> tuple[Reason, ...]:
        """Those that people may choose."""
        return tuple(reason for reason in self.table if reason.selectable)

    def get(self, code: str) -> Reason:
        """The reason with this code; raises BadInput `reason-unknown`."""
        try:
            return self._by_code[code]
        except KeyError:
            raise BadInput("reason-unknown", field="reason", reason=code[:40]) from None

    def by_digit(self, digit: str) -> Reason | None:
        """The reason dialled by this phone digit, if any."""
        return next((reason for reason in self.table if reason.digit == digit), None)
