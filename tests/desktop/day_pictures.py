"""Takes the pictures of working-day.md, callbacks.md and sketch.md in docs anew: python -m tests.desktop.day_pictures [name ...]. Needs ImageMagick's convert."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import tzset

from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import (
    FactsChanged,
    LinkChanged,
    MessagesChanged,
    PbxSeen,
    PreferencesChanged,
    StandingsChanged,
)
from kalix_presence.desktop.callbacks.inbox import InboxWindow
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.stack import CallbackStack
from kalix_presence.desktop.day.reminder_card import ReminderCard
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.officer.sketch_drafts import SketchDrafts
from kalix_presence.desktop.officer.sketch_page import SketchPage
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.absence import Way
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import DayException, Preferences, Span
from tests.desktop.callbacks.message_samples import message
from tests.desktop.officer import sketch_rooms as sketches
from tests.desktop.planning.plan_sample import HOLIDAY, TUESDAYS, coming
from tests.desktop.sample import NOON, Clock, reasons_view, sample_people

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
FULL = (Span(time(8), time(16, 30)),)
PART_TIME = {0: FULL, 1: (Span(time(8), time(12)),), 2: (Span(time(8), time(12)), Span(time(13), time(16)))}
MINE = Preferences(PART_TIME, time(11, 30), 45, (DayException(date(2026, 12, 28), date(2026, 12, 30)),))
CALDAV = wire.CalendarView(
    "a" * 32, wire.CalendarKind.CALDAV, "https://kalender.kalix.se/anna.ek/", "anna.ek",
    found=[wire.FoundCalendar("/anna.ek/arbete/", "Arbete"), wire.FoundCalendar("/anna.ek/privat/", "Privat")],
    chosen=["/anna.ek/arbete/"], read_at=NOON, entries=14,
)  # fmt: skip
BROKEN = wire.CalendarView(
    "b" * 32, wire.CalendarKind.ICS, "https://filer.kalix.se/x.ics", read_at=NOON - timedelta(hours=3),
    trouble="calendar-unreachable", detail=shipped.words("sv").say("errors.calendar-unreachable"),
)  # fmt: skip
CALENDARS = wire.CalendarsView([CALDAV, BROKEN], list(wire.CalendarKind), ["kalender.kalix.se", "filer.kalix.se"])
PLANS = wire.PlansView(
    [HOLIDAY, TUESDAYS],
    [
        coming("x1", "errand", "2026-11-24T11:00", "2026-11-24T13:30", way=Way.TRAY),
        coming("x2", "meeting", "2026-11-24T13:00", "2026-11-24T15:00", plan=TUESDAYS.id, behind=True),
        coming("x3", "course", "2026-11-26T09:00", "2026-11-26T12:00"),
        coming("x4", "meeting", "2026-11-26T10:00", "2026-11-26T11:00", way=Way.CALENDAR, behind=True),
        coming("x5", "meeting", "2026-12-01T13:00", "2026-12-01T15:00", plan=TUESDAYS.id),
        coming("x6", "meeting", "2026-12-08T13:00", "2026-12-08T15:00", plan=TUESDAYS.id),
        coming("x7", "meeting", "2026-12-15T13:00", "2026-12-15T15:00", plan=TUESDAYS.id),
        coming("x8", "holiday", "2026-12-21T00:00", "2027-01-11T08:00", plan=HOLIDAY.id),
    ],
)


class Scene:
    """Anna's desk at noon, in one theme."""

    def __init__(self, app: QApplication, theme: str) -> None:
        self._app, self.dark = app, dress(app, theme)
        self.presence = presence = Presence(Clock())
        people = sample_people()
        me = wire.Me("anna.ek", ["employee"], {"see_people": "all"}, people[0])
        presence.on_session_event(LinkChanged(LinkState.ONLINE))
        presence.on_session_event(FactsChanged(me, reasons_view(), people, None))
        presence.on_session_event(
            StandingsChanged([wire.Standing(each.extension, 1, line=LineState.IDLE) for each in people], whole=True)
        )
        presence.on_session_event(PbxSeen(connected=True))

    def settings(self, page: str, view: wire.PreferencesView) -> SettingsWindow:
        """The settings at one of their pages."""
        self.presence.on_session_event(PreferencesChanged(view))
        window = SettingsWindow(self.presence, "sv", submit=_answers)
        window.open(Settings())
        window.turn_to(getattr(window, page))
        return window

    def plans(self, span: str, known_at: datetime | None = None) -> PlanWindow:
        """The strip with what comes."""
        window = PlanWindow(self.presence, "sv", dark=self.dark)
        window.open()
        window.resize(980, 680)
        window._show_span(span)
        window.show_plans(PLANS, known_at)
        return window

    def save(self, window: QWidget, name: str) -> None:
        """Into docs, with few colours."""
        window.ensurePolished()
        window.show()
        self._app.processEvents()
        path = FOLDER / f"{name}.png"
        window.grab().save(str(path))
        subprocess.run(["convert", path, "-strip", "+dither", "-colors", "128", "-depth", "8", f"PNG8:{path}"], check=True)
        window.hide()
        window.deleteLater()


SESSIONS = [
    wire.SessionView("a" * 32, "KOM-DATOR-2041", "10.12.4.17", NOON, NOON, NOON, True, True),
    wire.SessionView("b" * 32, "KOM-DATOR-VÄXEL-0007", "2001:db8:12:34::/64", NOON, NOON, NOON, True, False),
    wire.SessionView("c" * 32, "", "", NOON, NOON, NOON, False, False),
]


_FIRST, _LAST = NOON.date(), NOON.date() + timedelta(days=24)
DELEGATIONS = wire.DelegationsView(
    [wire.DelegationView("a" * 32, "2041", "Anna Ek", "2031", "Per Berg", _FIRST, _LAST, absence=True, plans=True)],
    [
        wire.DelegationView(
            "b" * 32, "2004", "Ann-Charlotte Wikström-Heikkilä", "2041", "Anna Ek", _FIRST, _LAST, messages=True
        ),
        wire.DelegationView("c" * 32, "2037", "Siv Ström", "2041", "Anna Ek", _LAST, _LAST, True, True, True),
    ],
)


AUDIT = [
    wire.AuditLineView(2, NOON, AuditAct.SET_ABSENCE, "2001", "Maria Holm", "2041", "Anna Ek", "receptionist", "s"),
    wire.AuditLineView(1, NOON, AuditAct.SEE_MESSAGES, "2001", "Maria Holm", "2041", "Anna Ek", "", "s"),
]


def _answers(work: Callable[..., object], done: Callable[[object, Exception | None], None]) -> None:
    name = work.__qualname__
    told = {"SessionsField": SESSIONS, "DelegatesPage": DELEGATIONS, "AuditField": (AUDIT, True)}
    done(next((told[one] for one in told if one in name), CALENDARS), None)


def working_time(scene: Scene, name: str) -> None:
    scene.save(scene.settings("hours", wire.PreferencesView(MINE)), name)


def reminders(scene: Scene, name: str) -> None:
    view = wire.PreferencesView(MINE, ["gone_at_day_end"], {"day_end": True}, ["10.12.0.0/16"])
    scene.save(scene.settings("reminders", view), name)


def calendar(scene: Scene, name: str) -> None:
    scene.save(scene.settings("calendar", wire.PreferencesView(MINE)), name)


def week(scene: Scene, name: str) -> None:
    window = scene.plans("week")
    window.strip._choose("x2")
    window.entry.line.setText("semester v 28-31")
    scene.save(window, name)


def month(scene: Scene, name: str) -> None:
    window = scene.plans("month")
    window.strip._choose("x8")
    scene.save(window, name)


def offline(scene: Scene, name: str) -> None:
    scene.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    scene.save(scene.plans("week", NOON - timedelta(hours=2)), name)


def day_end(scene: Scene, name: str) -> None:
    card, nothing = ReminderCard(), lambda: None
    answers = [("Gått för dagen, åter i morgon 8.00", nothing), ("Visa dem", nothing), ("Inte nu", nothing)]
    card.show_question(
        "1 samtal kvar att ringa. Gå för dagen?",
        "De som ringer hör då när du är åter och når växeln.",
        [*answers, ("Inte i dag", nothing)],
        waiting="Att ringa: Karin Berg.",
        escape=nothing,
    )
    scene.save(card, name)


WAITING = [
    ("Karin Berg", "0923-555 12", "Bygglov för en altan mot norr. Vill veta om grannen måste höras.", -60, False),
    ("Olle Niemi", "070-123 45 67", "Fråga om slamtömning på Storgatan 4", 15, True),
    ("Kalix Bygg AB", "0923-100 00", "Ritningarna till förskolan", 35, False),
    ("Eva Lund", "0923-320 11", "Ansökan om marklov", 80, False),
    ("Per-Erik Johansson", "0923-777 01", "Avlopp vid Filipsborg", 125, False),
]


def _waiting(scene: Scene) -> Messages:
    messages, me = Messages(scene.presence), sample_people()[0]
    several = [
        message(
            number,
            to=me.extension,
            to_name=me.name,
            caller_name=who,
            number_shown=shown,
            about=about,
            due=NOON + timedelta(minutes=due),
            late=due < 0,
            urgent=urgent,
        )
        for number, (who, shown, about, due, urgent) in enumerate(WAITING, 1)
    ]
    messages.on_session_event(MessagesChanged(several))
    return messages


def inbox(scene: Scene, name: str) -> None:
    window = InboxWindow(scene.presence, _waiting(scene), "sv", dark=scene.dark)
    window.open()
    window.resize(980, 560)
    scene.save(window, name)


def stack(scene: Scene, name: str) -> None:
    cards = CallbackStack(scene.presence, _waiting(scene), "sv")
    cards.bring([f"{number:032x}" for number in range(1, len(WAITING) + 1)])
    if name == "callback-later":
        cards.card.open_later()
        cards.card.later.when.setText("halv tre")
    scene.save(cards, name)


def sketch(scene: Scene, name: str) -> None:
    page = SketchPage(scene.presence, SketchDrafts(), "sv")
    window = OfficerWindow([page])
    page.show_sketch(sketches.VIEW)
    window.open()
    window.resize(860, 760)
    page.tree.choose(Spot("bygglov", 0, sketches.SECOND.extension, 1))
    scene.save(window, name)


PICTURES: dict[str, tuple[Callable[[Scene, str], None], str]] = {
    "settings-working-time": (working_time, "light"),
    "settings-reminders": (reminders, "light"),
    "settings-calendar": (calendar, "light"),
    "plans-week": (week, "light"),
    "plans-month-dark": (month, "dark"),
    "plans-offline": (offline, "light"),
    "card-day-end": (day_end, "light"),
    "callback-inbox": (inbox, "light"),
    "callback-inbox-dark": (inbox, "dark"),
    "callback-stack": (stack, "light"),
    "callback-later": (stack, "light"),
    "sketch": (sketch, "light"),
}


def main(asked: list[str]) -> None:
    """Take those that are asked for; all when none is."""
    # Not where tests that borrow its scenes import it: they would all have another zone and home.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = "Europe/Stockholm"
    os.environ["KALIX_HOME"] = tempfile.mkdtemp(prefix="kalix-pictures-")
    tzset()
    app = QApplication([])
    translations = Translations()
    translations.install("sv")
    for name in asked or PICTURES:
        take, theme = PICTURES[name]
        take(Scene(app, theme), name)
    shutil.rmtree(os.environ["KALIX_HOME"], ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
