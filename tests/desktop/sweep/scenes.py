"""Every window, card, dialog and menu of the desktop in every state, opened as the product opens it.

A scene is a generator: at each `yield` of a name the windows that are shown are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta

import msgspec
from PySide6.QtCore import QPoint

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.local.settings import Loaded
from kalix_presence.client.local.settings_table import DEFAULT_HUB, LOCKABLE
from kalix_presence.client.local.site_files import SiteFault
from kalix_presence.client.session_events import (
    FactsChanged,
    Happened,
    LinkChanged,
    MessagesChanged,
    PbxSeen,
    PreferencesChanged,
    RequestState,
    StandingsChanged,
    StepChanged,
)
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.factor.recovery import RecoveryWindow
from kalix_presence.desktop.factor.window import FactorWindow
from kalix_presence.desktop.officer.desk_page import DeskPage
from kalix_presence.desktop.officer.requests_page import RequestsPage
from kalix_presence.desktop.officer.work_page import WorkPage
from kalix_presence.desktop.report.window import ReportWindow
from kalix_presence.desktop.settings.sessions_field import MOST_SHOWN
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from kalix_presence.model.errors import BadInput
from kalix_presence.model.extension_request import State
from kalix_presence.model.extension_request import Step as ExtensionStep
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from kalix_presence.model.work_list import ToSee
from kalix_presence.report.chapters import Chapter
from kalix_presence.report.drawing import can_draw, picture
from tests.desktop import day_pictures as days
from tests.desktop.callbacks.message_samples import message as any_message
from tests.desktop.grid import pictures as grids
from tests.desktop.officer import rooms as officers
from tests.desktop.sample import NOON, Clock, absent, reasons_view
from tests.report import samples as reports

ME = "2041"
LONG = "Ann-Charlotte Wikström-Heikkilä"
KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
OTPAUTH = f"otpauth://totp/Kalix%20Presence:anna.ek?secret={KEY}&issuer=Kalix%20Presence"
ABOUT = "Bygglov för en altan med tak, och om det går att flytta staketet en meter mot gatan. Ring helst efter tre."


class At:
    """A receptionist's desk at noon; `say` is what is typed for a reason in the desk's language."""

    def __init__(self, desk: DesktopController, clock: Clock, *, role: str = "receptionist") -> None:
        self.desk, self.clock, self.presence = desk, clock, desk.presence
        people = [msgspec.structs.replace(each, name=LONG) if each.extension == "2031" else each for each in grids.people()]
        own = next(each for each in people if each.extension == "2041")
        may = dict.fromkeys(grids.MAY, "all") if role == "receptionist" else {"see_people": "all", "set_absence": "self"}
        take = self.presence.on_session_event
        take(LinkChanged(LinkState.ONLINE))
        take(
            FactsChanged(
                wire.Me("anna.ek", [role], may, msgspec.structs.replace(own, mobile="070-123 45 67")),
                msgspec.structs.replace(reasons_view(), sound=True),
                people,
                None,
            )
        )
        standing = {each.extension: wire.Standing(each.extension, 1, line=LineState.IDLE) for each in people}
        standing |= {each.extension: each for each in grids.AWAY if each.extension != "2041"}
        take(StandingsChanged(list(standing.values()), whole=True))
        take(PbxSeen(connected=True))

    def reason(self, code: str) -> str:
        """What it is called in the desk's language."""
        return self.presence.reasons.get(code).name(self.desk.language)

    def away(self, code: str, **more: object) -> None:
        """I am away."""
        self.presence.on_session_event(StandingsChanged([absent("2041", code, version=9, **more)], whole=False))  # type: ignore[arg-type]

    def messages(self, *several: wire.MessageView) -> None:
        """These callbacks are there."""
        self.desk.callbacks.messages.on_session_event(MessagesChanged(list(several)))


def message(number: int, **more: object) -> wire.MessageView:
    """A callback for me, unless something else is said."""
    return any_message(number, **({"to": ME} | more))


Scene = Callable[[At], Iterator[str]]


def panel(at: At) -> Iterator[str]:
    at.desk.open_panel("")
    panel = at.desk.panel
    assert panel is not None
    yield "empty"
    panel._line.setText(f"{at.reason('lunch')} 13")
    yield "read"
    panel._line.setText("xyzzy plugh")
    yield "not understood"
    panel._answers.offer(f"{at.reason('meeting')} 2026-11-29 13.00", plan=True, now=True)
    yield "something else is suggested"
    panel._line.setText(at.reason("sick"))
    yield "until further notice"
    panel._line.setText(f"{at.reason('holiday')} 2026-12-21")
    panel._note.setText((ABOUT * 4)[: panel._note.maxLength() - 20])
    panel._note.textEdited.emit(panel._note.text())
    yield "nearly as long a note as may be"
    choice = panel._forward
    for row in range(choice._choice.count()):
        choice._choice.setCurrentIndex(row)
        choice._choose()
        yield f"calls go to {row}"
    panel._chips._date.click()
    yield "a date is picked"
    panel._chips._calendar.hide()  # type: ignore[union-attr]
    at.away("meeting", hours=2)
    yield "away"
    at.away("meeting", hours=-1, overdue=True)
    at.presence.on_session_event(PbxSeen(connected=False))
    yield "overdue, without the exchange"
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "offline"
    at.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    yield "signed out"


def sign_in(at: At) -> Iterator[str]:
    at.desk.open_sign_in()
    window = at.desk.sign_in
    assert window is not None
    yield "fresh"
    window.offer(window.address, "Logga in med Exempel kommun & Exempel stad")
    window.show_browsing(True)
    yield "by the organisation"
    window._username.setText("anna.ek")
    window._password.setText("HEJHEJ")
    window._look_for_caps_lock("HEJHEJ")
    window._fold.setChecked(True)
    window.show_fault("hub-unreachable", ABOUT)
    for state in KeyringState:
        at.desk.secrets.state = state  # type: ignore[misc]
        window.show_keyring_note(at.desk.signing.about_keyring())
        yield f"everything said, keyring {state.name}"
    window.set_busy(True)
    yield "busy"
    window.set_busy(False)
    window.show_fault("password-to-choose", ABOUT)
    yield "choosing a password"
    window._stop_choosing()
    window.show_fault("factor-code-needed", ABOUT)
    yield "asked for a code"
    window.factor.offer("ticket", KEY, OTPAUTH)
    window.show_fault("factor-to-set-up", ABOUT)
    yield "setting up a second factor"
    recovery = RecoveryWindow(["abcd-efgh-jkmn"] * 10)
    recovery.open()
    yield "recovery codes"
    recovery.close()


def second_factor(at: At) -> Iterator[str]:
    def submit(*asked: object) -> None:
        """Nobody answers."""

    window = FactorWindow(at.desk.language, submit)  # type: ignore[arg-type]
    window.open(there=True)
    yield "giving up"
    window.open(there=False)
    window._offered(wire.FactorOffer("ticket", KEY, OTPAUTH), None)
    window._say(at.desk.tr("Something is wrong here that takes a whole sentence to say."))
    yield "setting up, with a fault"
    window.hide()


def welcome(at: At) -> Iterator[str]:
    at.desk.welcoming.starter = NoStarter()
    at.desk.welcoming.open()
    window = at.desk.welcoming.window
    assert window is not None
    yield "fresh"
    window._line.setText(f"{at.reason('lunch')} 13")
    yield "read"
    window._line.setText("xyzzy plugh")
    window._start.setChecked(False)
    window._finish()
    yield "not understood, and no start"


class NoStarter:
    """A computer that does not let programs start by themselves."""

    def is_on(self) -> bool:
        return True

    def for_everybody(self) -> bool:
        return False

    def set(self, on: bool) -> None:
        raise OSError(30, "Read-only file system")


def _signed_in(number: int) -> wire.SessionView:
    """One of many sign-ins; the first is the one that looks."""
    since = NOON - timedelta(days=number)
    device = f"BYGG-L{number:04} (Windows 11, {'kontor ' * 3}{number})"
    return wire.SessionView(
        str(number), device, "10.12.0.17", since, since, NOON + timedelta(days=30), number % 2 == 1, number == 0
    )


def settings(at: At) -> Iterator[str]:
    at.presence.on_session_event(
        PreferencesChanged(wire.PreferencesView(days.MINE, ["gone_at_day_end"], {"day_end": True}, ["10.12.0.0/16"]))
    )
    for back in range(1, 6):
        at.desk.day.lunches.note(NOON.date() - timedelta(back), time(11, 45))
    at.desk._submit = days._answers  # type: ignore[method-assign]
    at.desk.open_settings()
    window = at.desk.settings_window
    assert window is not None
    for page in window.pages:
        window.turn_to(page)
        yield type(page).__name__
    window.reminders.office.setText("10.12.0.0/99")
    window.hours.week.days[0].setText("nio till vem vet")
    window.hours.own.setChecked(True)
    window.hours.exceptions.rows[0].hours.setText("x")
    window.phone.on.setChecked(True)
    window.computer.hub.setText("http://")
    window.computer.show_machine(KeyringState.LOCKED, "taken")
    places = window.sign_in.sessions  # type: ignore[union-attr]
    places.show_sessions([_signed_in(number) for number in range(MOST_SHOWN + 2)])
    places._say(at.desk.tr("Something is wrong here that takes a whole sentence to say."))
    for page in window.pages:
        page.problem()
        window.hours.exceptions.exceptions()
        window.calendar.calendars._say(at.desk.tr("Reading the calendar …"))  # type: ignore[union-attr]
        for name in page.said:
            page.say(name, at.desk.tr("Something is wrong here that takes a whole sentence to say."), fault=True)
        window.turn_to(page)
        yield f"{type(page).__name__} with faults"
    window.preferences_ended(BadInput("when-unknown"))
    yield "not saved"
    window._wait(True)
    yield "saving"
    window.hide()
    at.presence.preferences = None
    at.desk.open_settings()
    for page in window.pages:
        window.turn_to(page)
        yield f"{type(page).__name__} without contact"


def decided(at: At) -> Iterator[str]:
    """The organisation has decided everything that it can, and its file cannot be read whole."""
    fault = SiteFault("site-file-unreadable", "/etc/kalix-presence/policy.toml")
    loaded = Loaded(at.desk.settings, LOCKABLE, fault.source, (fault,))
    at.desk.policy._loaded, at.desk.policy.locked = loaded, loaded.locked
    at.desk.policy.follow(at.desk.say, at.desk.language, NoStarter)
    at.presence.on_session_event(PreferencesChanged(wire.PreferencesView(days.MINE)))
    at.desk.open_settings()
    window = at.desk.settings_window
    assert window is not None
    for page in (window.reminders, window.messages, window.computer):
        window.turn_to(page)
        yield type(page).__name__
    window.hide()
    at.desk.welcoming.starter = NoStarter()
    at.desk.welcoming.open()
    yield "welcome"
    at.desk.welcoming.forget_window()
    at.desk.open_sign_in()
    at.desk.sign_in._fold.setChecked(True)  # type: ignore[union-attr]
    yield "sign-in"
    at.desk.signing.forget_window()
    at.desk.policy._loaded = Loaded(at.desk.settings, LOCKABLE, fault.source, (fault,), lost=LOCKABLE, hub_known=False)
    at.desk.policy.hub_known = at.desk.signing.hub_known = False
    at.desk.settings = msgspec.structs.replace(at.desk.settings, hub=DEFAULT_HUB, username="")
    at.desk.open_sign_in()
    yield "sign-in where no server is known"


def without_telephone(at: At) -> Iterator[str]:
    """An account that is nobody's telephone, as a telephone officer may have."""
    presence = at.presence
    assert presence.me is not None
    me = msgspec.structs.replace(presence.me, username="per.nilsson", person=None)
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))
    at.desk.open_panel("")
    yield "panel"
    at.desk._hosted = False
    at.desk._serve_without_tray()
    yield "small window"
    at.desk.open_settings()
    yield "settings"
    at.desk.grid_controller.open()
    yield "grid"


def small_window(at: At) -> Iterator[str]:
    at.desk._hosted = False
    at.desk._serve_without_tray()
    yield "available"
    at.away("other", hours=96)
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "away"


def toast(at: At) -> Iterator[str]:
    at.desk.say(at.desk.tr("Signed in"), at.desk.signing.about_keyring())
    yield "a note"
    at.desk.say(at.desk.tr("The status was not set"), ABOUT * 4)
    yield "a long one"


def reminder(at: At) -> Iterator[str]:
    from kalix_presence.desktop.day.reminder_card import ReminderCard

    card = ReminderCard()

    def nothing() -> None: ...

    card.show_question(at.reason("gone_for_the_day"), "", [(at.reason("lunch"), nothing)], waiting="", escape=nothing)
    yield "short"
    answers = [(f"{at.reason('gone_for_the_day')} 8.00 {number}", nothing) for number in range(4)]
    card.show_question(ABOUT, ABOUT, answers, waiting=f"{LONG}, {LONG}.", escape=nothing)
    yield "long"
    card.hide()
    card.deleteLater()


def incoming(at: At) -> Iterator[str]:
    at.desk.grid_controller._newcomer = lambda: True
    call = msgspec.structs.replace(grids.RINGS, extension="2041", word=ABOUT)
    at.desk.grid_controller._rings(call)
    yield "known"
    at.desk.grid_controller._rings(
        msgspec.structs.replace(call, id="c10", number="", number_shown="", name="", last=None, earlier=0)
    )
    yield "withheld"


def callbacks(at: At) -> Iterator[str]:
    urgent = message(1, urgent=True, caller_name="Eva\nNiemi", about=ABOUT, due=NOON - timedelta(hours=1), late=True)
    at.messages(urgent)
    desk = at.desk.callbacks
    stack = desk._made_stack()
    stack.bring([urgent.id])
    yield "one"
    stack.card.open_later()
    stack.card.later.when.setText("31/11")
    yield "put off, another time is suggested"
    stack.card.later.when.setText("13.30")
    yield "put off"
    stack.card.open_hand_over()
    stack.card._say_trouble(at.desk.tr("Choose from the list, by name or extension, a unit or a duty."))
    yield "hand over"
    stack.card.fold()
    tried = msgspec.structs.replace(
        urgent,
        attempts=[wire.AttemptView(NOON, "Anna Ek", Outcome.ANSWERED, 240)],
        proposes_done=True,
        version=2,
    )
    at.messages(tried)
    yield "tried"
    handed = message(
        2, former_kind=AddresseeKind.PERSON, former="2031", former_name=LONG, to_kind=AddresseeKind.UNIT,
        to=at.presence.me.person.unit, to_name=at.presence.me.person.unit_name, can_ring=False,  # type: ignore[union-attr]
    )  # fmt: skip
    taken = msgspec.structs.replace(handed, id=f"{3:032x}", taker="2041", taker_name="Anna Ek")
    at.messages(urgent, handed, taken)
    stack.bring([handed.id, taken.id])
    for turn in range(3):
        yield f"several {turn}"
        stack.card.open_hand_over()
        yield f"several {turn}, hand over"
        stack.card.fold()
        stack._step_by(1)
    passed_on = message(4, to="2031", to_name=LONG, former=ME, former_kind=AddresseeKind.PERSON, former_name="Anna Ek")
    stack.card.show_message(passed_on)
    yield "passed on"
    done = msgspec.structs.replace(urgent, version=3, stage=Stage.DONE, closed_at=NOON)
    step = wire.MessageStep(Step.FINISH, 1)
    at.desk.callbacks.messages.on_session_event(StepChanged(urgent.id, "k", step, RequestState.SENDING))
    yield "sending"
    at.messages(done, handed, taken)
    at.desk.callbacks.messages.on_session_event(StepChanged(urgent.id, "k", step, RequestState.IN_FORCE, None, done))
    yield "undo"


def inbox(at: At) -> Iterator[str]:
    desk = at.desk.callbacks
    desk.open_inbox()
    yield "empty"
    several = [message(number, about=ABOUT, caller_name=f"{LONG} {number}", urgent=number == 2) for number in range(1, 15)]
    left = message(20, to="2031", to_name=LONG, made_by="anna.ek", made_by_name="Anna Ek")
    at.messages(*several, left)
    box = desk.inbox
    assert box is not None
    yield "waiting"
    box.card.open_hand_over()
    yield "hand over"
    box.card.fold()
    box.card.open_later()
    yield "later"
    box.card.fold()
    box.history.fold.setChecked(True)
    yield "history"
    box._tabs.setCurrentIndex(1)
    yield "left with others"
    box._tabs.setCurrentIndex(2)
    box.show_done(
        "", "", wire.MessagesPage([msgspec.structs.replace(one, stage=Stage.DONE, closed_at=NOON) for one in several], None)
    )
    yield "done"
    box._tabs.setCurrentIndex(0)
    step = wire.MessageStep(Step.FINISH, 1)
    done = msgspec.structs.replace(several[0], version=2, stage=Stage.DONE, closed_at=NOON)
    at.messages(done)
    desk.messages.on_session_event(StepChanged(done.id, "k", step, RequestState.IN_FORCE, None, done))
    yield "undo"
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "offline"


def message_form(at: At) -> Iterator[str]:
    desk = at.desk.callbacks
    desk.open_form("")
    form = desk.form
    assert form is not None
    yield "empty"
    form.send()
    yield "nobody chosen"
    away = absent("2031", "holiday", version=2, hours=9 * 24)
    at.presence.on_session_event(StandingsChanged([away], whole=False))
    desk.open_form("2031", "092355512", "Karin Berg")
    form.show_advice("2031", wire.CallbackAdvice(NOON + timedelta(hours=2), False, True, away.absence.end, "2032", LONG))  # type: ignore[union-attr]
    form._when.setText("13-15")
    form._about.setPlainText(ABOUT)
    yield "somebody away"
    form._say(at.desk.tr("There is something wrong with it, and that takes a line of its own in the form."))
    yield "everything said"
    desk.open_form("")
    form.hide()
    desk.open_form("")
    yield "a kept draft"


def plans(at: At) -> Iterator[str]:
    desk = at.desk.plans
    desk.open()
    window = desk.window
    assert window is not None
    yield "fetching"
    window.show_plans(wire.PlansView([]))
    yield "nothing"
    window.show_plans(days.PLANS)
    window.strip._choose("x2")
    window.entry.line.setText(f"{at.reason('holiday')} v 28-31")
    yield "week"
    window.entry.line.setText(f"{at.reason('holiday')} v 60")
    yield "another week is suggested"
    window._edit()
    yield "changing"
    window._days_chosen(NOON.date() + timedelta(7), NOON.date() + timedelta(9))
    window._known = False
    window._drawn(window.strip.rect().center())
    yield "days are drawn"
    window.reasons.hide()
    window._show_span("month")
    window.strip._choose("x8")
    yield "month"
    window.removed(days.HOLIDAY, None)
    yield "undo"
    window._forget_undo()
    window.say("1 2 3", left_away=True)
    yield "what was taken away may come back"
    window.show_plans(days.PLANS, NOON - timedelta(hours=2))
    yield "offline"


def report(at: At) -> Iterator[str]:
    room = at.desk.report
    room._submit = lambda _work, _done=None, *_also: None  # type: ignore[method-assign, assignment]
    room.open()
    window = room.window
    assert window is not None
    yield "fetching"
    window.show_periods([])
    yield "none yet"
    found = reports.read()
    window.plot.wanted.disconnect()
    window.plot.wanted.connect(lambda chapter: _drawn_at_once(window, chapter, dark=room.dark))
    window.show_periods(["2026-W44", "2026-10", "2026-W43"])
    window.show_report(found.report, found.history)
    for row in range(window.list.count()):
        window.list.setCurrentRow(row)
        yield window._chapters[row].key
    window.show_unread(3)
    yield "journal unread"
    window.show_unread(0)
    window.kinds.popup(window.save.mapToGlobal(window.save.rect().bottomLeft()))
    yield "save as"
    window.kinds.hide()
    few = reports.read(small=True)
    window.show_report(few.report, few.history)
    window.list.setCurrentRow(1)
    yield "too few"
    below = msgspec.structs.replace(found.report.units[0], code="bygg", name=LONG, parent="")
    window.show_report(msgspec.structs.replace(found.report, units=[below, *found.report.units[1:]]), found.history)
    window.list.setCurrentRow(1)
    window.plot.show_chapter(window._chapters[1])
    window.plot.say(ABOUT)
    yield "one level down, not drawn"
    window.list.setCurrentRow(2)
    window._open_row(len(window._chapters[2].table.rows) - 1)
    yield "too small to open"
    window.show_fault(BadInput("report-unknown", period="2026-10"))
    yield "a fault"


def officer(at: At) -> Iterator[str]:
    room = at.desk.officer
    room._submit = lambda _work, _done=None, *_also: None  # type: ignore[method-assign, assignment]
    room.open()
    window = room.window
    assert window is not None
    yield "not known"
    told = [officers.appointment(name=LONG, appointed_by_name=LONG, may_change=True)]
    told += [officers.appointment(number, since=NOON.date() + timedelta(9), may_change=True) for number in (2, 3)]
    room.known.show(wire.AppointmentsView(told, [told[0].administration, told[0].covers[1]]))
    page = window.pages[0]
    assert isinstance(page, DeskPage)
    page.say(ABOUT)
    yield "appointing"
    room.known.show(wire.AppointmentsView([]))
    page.say("")
    yield "nobody is appointed"
    asked = window.pages[1]
    assert isinstance(asked, RequestsPage)
    window.offer(asked, True)
    window.turn_to(asked)
    yield "extensions, not known"
    rests = [wire.QuarantinedNumber("2044", NOON.date())]
    asked.show_numbers(wire.NumbersView(["2000-2999"], [str(each) for each in range(2100, 2150)], 412, ["2046"], rests))
    step = wire.StepDone(NOON, LONG, ExtensionStep.COMMENT, ABOUT)
    several = [officers.request(1, due=1, words=ABOUT, steps=[step]), officers.request(3, state=State.DONE, in_directory=False)]
    order = officers.request(2, about=LONG, due=2, state=State.APPROVED, may=[ExtensionStep.ORDER, ExtensionStep.REFUSE])
    asked.show_requests(wire.ExtensionRequestsView([*several, order], [several[0].unit]))
    asked.say(ABOUT)
    yield "a new extension"
    asked.kind.setCurrentIndex(2)
    yield "a move"
    asked.show_requests(wire.ExtensionRequestsView([]))
    asked.say("")
    yield "nothing is asked for"
    work = window.pages[2]
    assert isinstance(work, WorkPage)
    window.offer(work, True)
    window.turn_to(work)
    items = [wire.WorkItem(what, "bygg", "Bygg och miljö", ["2031", "2034", "2041", "2099"]) for what in ToSee]
    work.show_work(wire.WorkList(items, False, 1))
    yield "work list"
    work.show_work(wire.WorkList([], True, 1))
    yield "nothing to see to"


def _drawn_at_once(window: ReportWindow, chapter: Chapter, *, dark: bool) -> None:
    if can_draw() and chapter.plot is not None:
        size = window.plot.size()
        scale = window.plot.devicePixelRatioF()
        window.plot.show_picture(chapter, picture(chapter.plot, size.width(), size.height(), scale=scale, dark=dark))


def grid(at: At) -> Iterator[str]:
    desk = at.desk.grid_controller
    desk.open()
    grid = desk.grid
    assert grid is not None
    yield "everybody"
    grid.search.setText("bygg")
    grid.listing.search_again()
    desk.notices.replace([grids.LIBRARY, grids.STREET, grids.PROPOSED])
    desk.undo.say(f"{LONG}: {at.reason('lunch')}.", lambda: None)  # type: ignore[union-attr]
    grid.say(ABOUT)
    for call in (grids.HELD, grids.ASKING, grids.WAITS):
        desk.on_session_event(Happened(wire.CallChanged(call)))
    yield "calls, notices, undo and a fault"
    several = [msgspec.structs.replace(grids.WAITS, id=f"w{number}") for number in range(5)]
    for call in several:
        desk.on_session_event(Happened(wire.CallChanged(call)))
    yield "many calls"
    for call in several:
        desk.on_session_event(Happened(wire.CallChanged(msgspec.structs.replace(call, state=CallState.ENDED))))
    grid.say("")
    grid.show_tiles(True)
    yield "tiles"
    grid.show_tiles(False)
    grid.change_size()
    yield "strip"
    grid.change_size()
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "offline"
    grid.search.setText("xylofon")
    grid.listing.search_again()
    yield "nobody"


def person(at: At) -> Iterator[str]:
    at.desk.grid_controller.open()
    at.desk.grid_controller._open_card("2031")
    card = at.desk.grid_controller.card
    assert card is not None
    card.show_plans("2031", [absent("2031", "holiday", hours=24).absence] * 5)  # type: ignore[list-item]
    card.contact.copy_signature()
    yield "somebody"
    card.open("2037")
    yield "overdue"


def forms(at: At) -> Iterator[str]:
    at.desk.grid_controller.open()
    form = at.desk.grid_controller._form()
    form.open_for(at.presence.people["2031"])
    yield "absence"
    form._line.setText(f"{at.reason('lunch')} 13.30")
    yield "absence read"
    form._line.setText(f"{at.reason('lunch')} 31/11")
    yield "another time is suggested"
    form._line.setText(f"{at.reason('lunch')} 13.30")
    following = absent("2031", "holiday", hours=9 * 24).absence
    form.show_coming("2031", [msgspec.structs.replace(following, start=NOON + timedelta(hours=1, minutes=30))])  # type: ignore[type-var]
    yield "another absence follows"
    form.open_for_unit(at.presence.people["2031"])
    yield "unit"
    form.hide()
    at.desk.grid_controller._open_keys()
    yield "keys"


def notices(at: At) -> Iterator[str]:
    desk = at.desk.grid_controller
    desk.notices.replace([grids.LIBRARY, grids.STREET, grids.PROPOSED])
    desk.notices_controller.open()
    yield "several"
    desk.notices_controller.window.say(ABOUT)  # type: ignore[union-attr]
    yield "a fault"


def menus(at: At) -> Iterator[str]:
    tray = at.desk.tray
    at.desk.grid_controller.open()
    grid = at.desk.grid_controller.grid
    assert grid is not None
    corner = QPoint(grid.screen().availableGeometry().bottomRight())
    for name, menu in (("tray", tray.menu), ("more reasons", tray._more), ("grid", grid.menu())):
        menu.popup(corner)
        yield name
        menu.hide()
    at.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    tray._fill()
    tray.menu.popup(corner)
    yield "tray, signed out"
    tray.menu.hide()


SCENES: dict[str, Scene] = {
    each.__name__: each
    for each in (
        panel, sign_in, second_factor, welcome, settings, decided, without_telephone, small_window, toast, reminder, incoming, callbacks, inbox, message_form, plans, report, officer, grid, person,
        forms, notices, menus,
    )
}  # fmt: skip
