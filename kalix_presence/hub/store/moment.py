"""What is known of everybody as far as rights and views of messages need it: people, units, choices, and who is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from kalix_presence import wire
from kalix_presence.model.absence import Absence, Forward, ForwardKind
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.groups import Groups
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.reason import Reason, Reasons
from kalix_presence.model.worktime import WorkingTime

T = TypeVar("T")


class Knowing(Protocol):
    """A transaction, as far as it knows what the board said when it was asked for."""

    moment: Moment | None


Change = TypeVar("Change", bound=Knowing)


class Known(Protocol):
    """The board, to which only the hub's own thread may come, or what stood on it at one moment (`Moment`), for all others."""

    @property
    def reasons(self) -> Reasons:
        """The site's reasons."""

    @property
    def policy(self) -> Policy:
        """The site's policy."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody by extension."""

    @property
    def units(self) -> Mapping[str, Unit]:
        """Every unit by its code."""

    @property
    def groups(self) -> Groups:
        """Who belongs to what."""

    @property
    def worktime(self) -> WorkingTime:
        """The site's usual working time."""

    def preferences_of(self, extension: str) -> Preferences:
        """What `extension` has chosen."""

    def worktime_of(self, extension: str) -> WorkingTime:
        """When the person at `extension` works."""

    def held_by(self, extension: str) -> Absence | None:
        """What holds for `extension`; None for who is in, and for nobody."""

    def reason_of(self, absence: Absence) -> Reason:
        """Its reason; one that the site has removed since reads as the plainest reason there is."""

    def shown(
        self, absence: Absence | None, *, full: bool, announced: Absence | None = None, bent: str | None = None
    ) -> wire.ShownAbsence | None:
        """An absence as one view shows it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the board said at one moment: nothing of it ever changes, so that the writer's thread may read it."""

    reasons: Reasons
    policy: Policy
    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    groups: Groups
    worktime: WorkingTime
    chosen: Mapping[str, Preferences]
    unchosen: Preferences
    locked: Mapping[str, Any]
    held: Mapping[str, Absence]

    def preferences_of(self, extension: str) -> Preferences:
        """What `extension` has chosen; as the site has it when nothing, and where the site has locked it."""
        return preferences_of(self.chosen, self.unchosen, self.locked, extension)

    def worktime_of(self, extension: str) -> WorkingTime:
        """When the person at `extension` works; the site's usual time for others."""
        chosen = self.chosen.get(extension)
        return self.worktime if chosen is None else self.worktime.chosen(chosen)

    def held_by(self, extension: str) -> Absence | None:
        """What holds for `extension`; None for who is in, and for nobody."""
        return self.held.get(extension)

    def reason_of(self, absence: Absence) -> Reason:
        """Its reason; one that the site has removed since reads as the plainest reason there is."""
        return reason_named(self.reasons, absence.reason)

    def shown(
        self, absence: Absence | None, *, full: bool, announced: Absence | None = None, bent: str | None = None
    ) -> wire.ShownAbsence | None:
        """An absence as one view shows it."""
        return shown_absence(self.reasons, absence, full=full, announced=announced, bent=bent)

    def given(self, work: Callable[[Change], T]) -> Callable[[Change], T]:
        """`work` for the store, with this as its transaction's `known`."""

        def knowing(change: Change) -> T:
            change.moment = self
            return work(change)

        return knowing


def preferences_of(
    chosen: Mapping[str, Preferences], unchosen: Preferences, locked: Mapping[str, Any], extension: str
) -> Preferences:
    """What `extension` has chosen, `unchosen` when nothing; what the site has `locked` goes before."""
    theirs = chosen.get(extension)
    if theirs is None:
        return unchosen
    return replace(theirs, **locked) if locked else theirs


def reason_named(reasons: Reasons, code: str) -> Reason:
    """The reason with `code`, or the plainest there is."""
    if code in reasons:
        return reasons.get(code)
    plain = [reason for reason in reasons if reason.told_as == "away"]
    return (plain or list(reasons))[-1]


def shown_absence(
    reasons: Reasons,
    absence: Absence | None,
    *,
    full: bool,
    announced: Absence | None = None,
    bent: str | None = None,
) -> wire.ShownAbsence | None:
    """An absence as one view shows it: colleagues get `shown_as`, no note and no private number. `announced` is the same with
    the end of its chain; `bent` why calls go to the switchboard instead of where it asks (`model.forwarding.led`)."""
    if absence is None:
        return None
    forward = absence.forward if bent is None else Forward()
    open_number = forward.kind is ForwardKind.COLLEAGUE
    return wire.ShownAbsence(
        id=absence.id,
        reason=absence.reason if full else reason_named(reasons, absence.reason).shown_as,
        start=absence.start,
        end=absence.end,
        note=absence.note if full else "",
        forward=forward.kind,
        forward_number=forward.number if full or open_number else None,
        set_by=absence.set_by,
        way=absence.way,
        deputy=absence.deputy,
        why=absence.why if full else "",
        back=announced.end if announced is not None and announced.end != absence.end else None,
        back_open=announced is not None and announced.end is None and absence.end is not None,
        bent=bent,
        asked=absence.forward.kind if bent is not None else None,
    )
