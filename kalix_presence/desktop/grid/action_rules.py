"""What can be done for the chosen person now, what it is called, and why not where it cannot be. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.model.line import LineState

translate = QCoreApplication.translate

ACTS = (Do.CALL, Do.CONSULT, Do.MESSAGE, Do.NUDGE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.FORWARD_UNIT)
_MAY = {
    Do.CALL: "use_phone",
    Do.CONSULT: "use_phone",
    Do.MESSAGE: "leave_message",
    Do.NUDGE: "nudge",
    Do.SET_ABSENCE: "set_absence",
    Do.END_ABSENCE: "set_absence",
    Do.FORWARD_UNIT: "forward_unit",
}
"""The action of `model.access` that each act asks for."""
_WAIT = (Do.MESSAGE, Do.SET_ABSENCE, Do.END_ABSENCE)
"""These wait on this computer while there is no contact; a call, a question and a whole unit cannot."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an act is judged by. `call` is the present call that a transfer would move, None without one."""

    me: wire.Me | None
    link: LinkState
    pbx: bool = True
    person: wire.PersonView | None = None
    standing: wire.Standing | None = None
    call: wire.PresentCallView | None = None
    unable: frozenset[str] = frozenset()
    """What the PBX cannot do."""
    units: bool = False
    """Whether a unit is chosen rather than a person."""

    @property
    def transfers(self) -> bool:
        """Whether Enter moves a call rather than making one."""
        return self.call is not None

    @property
    def asked(self) -> str:
        """The extension of whoever is asked before the present call is passed on; "" while nobody is."""
        return self.call.consulting if self.call is not None else ""


def why_not(act: Do, at: Situation) -> str:
    """Why `act` cannot be done now, in words; empty when it can."""
    if at.link is LinkState.SIGNED_OUT or at.me is None:
        return translate("Acts", "Sign in first.")
    person = at.person
    if person is None:
        return translate("Acts", "Choose somebody first.")
    if not _permitted(act, at, person):
        return translate("Acts", "Your role does not allow it.")
    if at.link is not LinkState.ONLINE and act not in _WAIT:
        return translate("Acts", "No contact with the presence server.")
    own = at.me.person
    if act in (Do.CALL, Do.CONSULT):
        return _why_no_call(act, at, person, own)
    if act is Do.FORWARD_UNIT and "forward_always" in at.unable:
        return translate("Acts", "This telephone exchange cannot forward telephones.")
    if act is Do.NUDGE and not (at.standing is not None and at.standing.overdue):
        return translate("Acts", "Only somebody overdue is asked.")
    if act is Do.END_ABSENCE and (at.standing is None or at.standing.absence is None):
        return translate("Acts", "There is no absence to end.")
    return ""


def _why_no_call(act: Do, at: Situation, person: wire.PersonView, own: wire.PersonView | None) -> str:
    if own is None:
        return translate("Acts", "Your account has no telephone.")
    if not at.pbx:
        return translate("Acts", "The telephone exchange cannot be reached.")
    if person.extension == own.extension:
        return translate("Acts", "That is your own telephone.")
    if act is Do.CONSULT and at.call is None:
        return translate("Acts", "There is no call to transfer.")
    if act is Do.CALL and at.asked not in ("", person.extension):
        return translate("Acts", "Somebody is being asked: {connect} connects them, {back} is back with the caller.").format(
            connect=shown(Do.CONSULT), back=shown(Do.BACK_TO_CALLER)
        )
    return "" if at.asked else _beyond(act, at)


def _beyond(act: Do, at: Situation) -> str:
    """That this PBX cannot do it, and how it is done then."""
    if act is Do.CONSULT and "consult_call" in at.unable:
        return translate("Acts", "This telephone exchange cannot ask first from the computer. Do it at the telephone.")
    if act is Do.CALL and at.transfers:
        return no_transfer(at.unable)
    return no_calling(at.unable) if act is Do.CALL else ""


def no_calling(unable: frozenset[str]) -> str:
    """Why nobody can be called from here; empty when they can."""
    if "place_call" not in unable:
        return ""
    return translate("Acts", "This telephone exchange cannot place calls from the computer.")


def no_transfer(unable: frozenset[str]) -> str:
    """Why no call can be moved from here; empty when it can."""
    if "move_call" not in unable:
        return ""
    return translate("Acts", "This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.")


def _permitted(act: Do, at: Situation, person: wire.PersonView) -> bool:
    me = at.me
    assert me is not None  # noqa: S101 - asked after signing in is known
    asked = _MAY[act]
    scope = me.may.get(asked, "none")
    if scope == "all":
        return True
    own = me.person
    if own is None:
        return False
    if scope == "administration":
        return person.administration == own.administration
    # One uses one's own telephone, whoever is called by it.
    return scope == "self" and (person.extension == own.extension or asked == "use_phone")


def name(act: Do, at: Situation) -> str:
    """What the act is called on its button."""
    match act:
        case Do.CALL:
            return translate("Acts", "Transfer") if at.transfers else translate("Acts", "Call")
        case Do.CONSULT:
            return translate("Acts", "Connect") if at.asked else translate("Acts", "Ask first")
        case Do.MESSAGE:
            return translate("Acts", "Message")
        case Do.NUDGE:
            return translate("Acts", "Are you back?")
        case Do.SET_ABSENCE:
            return translate("Acts", "Set absence")
        case Do.END_ABSENCE:
            return translate("Acts", "End absence")
        case Do.FORWARD_UNIT:
            return translate("Acts", "Forward unit")
    return act.value


def busy(standing: wire.Standing | None) -> bool:
    """Whether whoever gets the call is on the phone already."""
    return standing is not None and standing.line in (LineState.BUSY, LineState.RINGING)
