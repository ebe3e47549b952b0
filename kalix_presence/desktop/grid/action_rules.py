"""What can be done for the chosen person now, what it is called, and why not where it cannot be. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import lets_set_absence
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.model.access import Role
from kalix_presence.model.line import LineState

translate = QCoreApplication.translate

ACTS = (Do.CALL, Do.CONSULT, Do.MESSAGE, Do.NUDGE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.FORWARD_UNIT)
_MAY = {
    Do.CALL: "use_phone",
    Do.CALL_ANYWAY: "use_phone",
    Do.CONSULT: "use_phone",
    Do.MESSAGE: "leave_message",
    Do.NUDGE: "nudge",
    Do.SET_ABSENCE: "set_absence",
    Do.END_ABSENCE: "set_absence",
    Do.FORWARD_UNIT: "forward_unit",
}
"""The action of `model.access` that each act asks for."""
_FOR_OTHERS = (Do.MESSAGE, Do.NUDGE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.FORWARD_UNIT)
_ROLES = _MAY | {
    Do.TAKE: "serve_switchboard",
    Do.WORD: "use_phone",
    Do.BACK_TO_CALLER: "use_phone",
    Do.NEXT_CALL: "use_phone",
}
_SCOPES = {"use_phone": {"self", "administration", "all"}} | {
    name: {"administration", "all"} for name in ("leave_message", "nudge", "set_absence", "forward_unit", "serve_switchboard")
}
"""With which scope an action is of use for others."""
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
    instead: wire.PersonView | None = None
    """The deputy who is called instead: the person is away, and calls reach the deputy."""
    unanswered: bool = False
    """The person is away, and a call is met by the announcement."""

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
    own = at.me.person
    if own is None and _MAY[act] == "use_phone":
        return translate("Acts", "Your account has no telephone.")
    if not _permitted(act, at, person):
        return translate("Acts", "Your role does not allow it.")
    if at.link is not LinkState.ONLINE and act not in _WAIT:
        return translate("Acts", "No contact with the presence server.")
    if act is Do.CALL_ANYWAY and (at.instead is None or at.asked):
        return translate("Acts", "Nobody is called instead.")
    if own is not None and act in (Do.CALL, Do.CALL_ANYWAY, Do.CONSULT):
        return _why_no_call(act, at, person, own)
    if act is Do.FORWARD_UNIT and "forward_always" in at.unable:
        return translate("Acts", "This telephone exchange cannot forward telephones.")
    if act is Do.NUDGE and not (at.standing is not None and at.standing.overdue):
        return translate("Acts", "Only somebody overdue is asked.")
    if act is Do.END_ABSENCE and (at.standing is None or at.standing.absence is None):
        return translate("Acts", "There is no absence to end.")
    return ""


def _why_no_call(act: Do, at: Situation, person: wire.PersonView, own: wire.PersonView) -> str:
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
    if act is not Do.CONSULT and at.transfers:
        return no_transfer(at.unable)
    return no_calling(at.unable) if act is not Do.CONSULT else ""


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
    asked, own = _MAY[act], me.person
    scope = me.may.get(asked, "none")
    if asked == "use_phone":  # one's own, whoever is called by it
        return own is not None and scope != "none"
    if scope in ("all", "none"):
        return scope == "all"
    if own is not None and person.extension == own.extension:
        return True
    if asked == "set_absence" and lets_set_absence(me, person.extension):
        return True
    return scope == "administration" and person.administration == administration_of(me)


def administration_of(me: wire.Me) -> str:
    """The administration that a role of one administration is for: the account's, which needs no telephone there."""
    return me.administration or (me.person.administration if me.person is not None else "")


def may_ever(act: Do, me: wire.Me | None) -> bool:
    """Whether the role lets one do this for anybody else: what it does not is not offered, for nobody asks for it (P11)."""
    if me is None or act not in _ROLES:
        return True
    if act not in _FOR_OTHERS and me.person is None:
        return False  # all of it is done by one's own telephone
    if act is Do.TAKE and Role.RECEPTIONIST in me.roles:
        return True
    if _ROLES[act] == "set_absence" and any(one.absence for one in me.acts_for):
        return True
    return me.may.get(_ROLES[act], "none") in _SCOPES[_ROLES[act]]


def may_for(act: Do, at: Situation) -> bool:
    """Whether the role lets one do this for whoever is chosen; asking first is for those who pass calls on."""
    if at.me is None or at.person is None:
        return may_ever(act, at.me)
    if act is Do.CONSULT and at.call is None and not may_ever(Do.TAKE, at.me):
        return False
    return act not in _MAY or _permitted(act, at, at.person)


def name(act: Do, at: Situation) -> str:
    """What the act is called on its button."""
    match act:
        case Do.CALL if at.instead is not None and not at.asked:
            words = (
                translate("Acts", "Transfer to {name} (deputy) instead")
                if at.transfers
                else translate("Acts", "Call {name} (deputy) instead")
            )
            return words.format(name=given_name(at.instead))
        case Do.CALL_ANYWAY:
            return translate("Acts", "Transfer all the same") if at.transfers else translate("Acts", "Call all the same")
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


def given_name(person: wire.PersonView) -> str:
    """What colleagues call them: the name without the family name, all of it where that is not known."""
    return person.name.removesuffix(person.family_name).strip() or person.name
