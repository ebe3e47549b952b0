"""Whatever each role is shown to press, a whole hub does for that role: no button and no menu entry is there to be refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMenu, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import FactsChanged, LinkChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.callbacks.card import CallbackCard
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.notice_window import NoticeWindow
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.away_page import CalendarPage, MessageSettingsPage
from kalix_presence.desktop.settings.computer_page import ComputerPage
from kalix_presence.desktop.settings.hours_page import HoursPage, PhonePage
from kalix_presence.desktop.settings.reminders_page import RemindersPage
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.small_window import SmallWindow
from kalix_presence.desktop.status.tray import Tray
from kalix_presence.hub.board.names import units_of
from kalix_presence.hub.board.views import person_view
from kalix_presence.hub.callbacks.rights import actor_of
from kalix_presence.hub.callbacks.views import view_of
from kalix_presence.hub.core.core import Core
from kalix_presence.model.access import Action, Caller, Role, Scope, may, scope
from kalix_presence.model.callback import Act, Addressee, AddresseeKind, Outcome, Step, act
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.desktop.sample import reasons_view
from tests.desktop.settings.test_window import Starter
from tests.hub.callbacks.house import ANNA, OLLE, SIV, left, made_database, pbx_of, running

WHO = [Caller(role.value, extension, "bygg", frozenset({role})) for role in Role for extension in (OLLE, None)]
"""Each role, as somebody in Bygg and as an account without a telephone."""
ASKED = {
    Do.CALL: Action.USE_PHONE,
    Do.CONSULT: Action.USE_PHONE,
    Do.MESSAGE: Action.LEAVE_MESSAGE,
    Do.NUDGE: Action.NUDGE,
    Do.SET_ABSENCE: Action.SET_ABSENCE,
    Do.END_ABSENCE: Action.SET_ABSENCE,
    Do.FORWARD_UNIT: Action.FORWARD_UNIT,
}
ALWAYS = (Do.MESSAGE, Do.FORWARD_UNIT)
STEPS = {
    "_done": Act(Step.FINISH),
    "_no_answer": Act(Step.TRY, outcome=Outcome.NO_ANSWER),
    "_put_off": Act(Step.LATER),
    "_pass_on": Act(Step.HAND_OVER, to=Addressee(AddresseeKind.PERSON, "2099"), word="tar du det?"),
    "_take_button": Act(Step.TAKE),
    "_reopen": Act(Step.REOPEN),
    "_take_back": Act(Step.TAKE_BACK),
}
TO = ((ANNA, "person"), (SIV, "person"), (OLLE, "person"), ("bygglov", "unit"), ("skola", "unit"), ("", "switchboard"))
LENT = wire.DelegationView("a" * 32, SIV, "Siv", OLLE, "Olle", date(2026, 11, 1), date(2026, 12, 24), messages=True)
MARIA = Caller("maria", "2001", "kansli", frozenset({Role.RECEPTIONIST}))


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    await made_database(tmp_path / "kalix.db")
    clock = Clock()
    async with running(tmp_path / "kalix.db", pbx_of(clock), clock) as (started, _):
        yield started


def sign_in(presence: Presence, core: Core, who: Caller, *acts_for: wire.DelegationView) -> None:
    """Tell the desktop what the hub tells this caller."""
    board = core.board
    own = board.people.get(who.extension or "")
    views = [person_view(board, who, each) for each in board.people.values()]
    allowed = {action.value: scope(who, action).name.lower() for action in Action if scope(who, action)}
    me = wire.Me(
        who.username,
        sorted(who.roles),
        allowed,
        person_view(board, who, own) if own is not None else None,
        units=list(units_of(board, own)) if own is not None else [],
        administration=who.administration or "",
        acts_for=list(acts_for),
    )
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(FactsChanged(me, reasons_view(), views, None))
    standings = [wire.Standing(each.extension, 1, line=LineState.IDLE) for each in views]
    presence.on_session_event(StandingsChanged(standings, whole=True))
    presence.on_session_event(PbxSeen(connected=True))


async def test_every_button_of_a_message_is_one_that_the_hub_obeys(qtbot: QtBot, presence: Presence, core: Core) -> None:
    now, messages = core.clock(), []
    for to, kind in TO:
        messages += [await left(core, to, to_kind=kind, about=word) for word in ("open", "done")]
    for who, lends in [(each, lends) for each in WHO for lends in (False, True) if each.extension or not lends]:
        sign_in(presence, core, who, *[LENT] * lends)
        lent = {core.board.people[LENT.giver].id} if lends else set()
        card = CallbackCard(presence, Messages(presence), "en")
        qtbot.addWidget(card)
        card.show()
        pressed = set()
        for each in messages:
            actor = actor_of(core.board, MARIA, each)
            message = act(each, STEPS["_done"], actor, version=each.version, now=now) if each.about == "done" else each
            card.show_message(view_of(core.board, message))
            for button in (name for name in STEPS if getattr(card, name).isVisible()):
                act(message, STEPS[button], actor_of(core.board, who, message, lent), version=message.version, now=now)
                pressed.add(button)
            assert card._ring.isHidden() or who.extension is not None, "it rings one's own telephone first"
        acts = who.extension is not None or scope(who, Action.ACT_ON_MESSAGES) is not Scope.SELF
        assert bool(pressed) is acts, who


async def test_every_unit_and_button_of_the_notices_is_one_that_the_hub_obeys(
    qtbot: QtBot, presence: Presence, core: Core
) -> None:
    ends, service = core.clock() + timedelta(hours=2), core.reception.notices
    siv = Caller("siv", SIV, "skola", frozenset({Role.EMPLOYEE}))
    for who in WHO:
        for unit, by in (("bygglov", MARIA), ("skola", MARIA), ("skola", siv)):
            wish = wire.NoticeRequest(unit, "Closed", ends, None, by is MARIA)
            await service.propose(by, wish, key=None, now=core.clock())
        sign_in(presence, core, who)
        notices = GridNotices()
        window = NoticeWindow(presence, notices, "en")
        qtbot.addWidget(window)
        window.open()
        for button, publish in ((window._propose, False), (window._publish, True)):
            for at in range(window._unit.count()) if button.isVisible() else ():
                wish = wire.NoticeRequest(window._unit.itemData(at), "Closed", ends, None, publish)
                await service.propose(who, wish, key=None, now=core.clock())
        assert window._propose.isVisible() is (window._unit.count() > 0), who
        notices.replace(service.seen_by(who))
        asked: list[tuple[str, wire.NoticeChange | None]] = []
        window.changed.connect(lambda one, change, into=asked: into.append((one, change)))
        window.withdrawn.connect(lambda one, into=asked: into.append((one, None)))
        for button in window._list.findChildren(QPushButton):
            button.click()
        assert bool(asked) is (window._unit.count() > 0), who
        for one, change in asked:
            seen = {each.id: each.version for each in service.seen_by(who)}
            if change is None:
                await service.withdraw(who, one, now=core.clock())
            else:
                wanted = msgspec.structs.replace(change, version=seen[one])
                await service.change(who, one, wanted, key=None, now=core.clock())


async def test_every_act_for_a_person_and_entry_by_the_clock_is_one_that_the_role_has(
    qtbot: QtBot, presence: Presence, core: Core
) -> None:
    people = core.board.people
    for who in WHO:
        sign_in(presence, core, who)
        grid = Grid(presence, "en")
        qtbot.addWidget(grid)
        grid.open()
        own = people.get(who.extension or "")
        for extension in (OLLE, ANNA, SIV):
            grid.show_person(extension)
            entries = {action.text().partition("\t")[2] for action in grid.menu().actions() if action.isEnabled()}
            for do, action in ASKED.items():
                button = grid.acts._buttons.get(do)
                pressable = button is not None and button.isVisible() and button.isEnabled()
                if do in ALWAYS:  # nothing but the role stands in the way: then all that it may is offered
                    wide = scope(who, action) in (Scope.ADMINISTRATION, Scope.ALL)
                    assert (pressable or shown(do) in entries) is (may(who, action, people[extension]) and wide), (who, do)
                if action is Action.USE_PHONE and own is None:
                    assert button is None or not button.isVisible(), (who, do)
                if not pressable and shown(do) not in entries:
                    continue
                if action is Action.USE_PHONE:
                    assert own is not None, (who, do)
                if do is Do.FORWARD_UNIT:
                    core.reception.for_others._members(who, people[extension].unit)  # not refused
                else:
                    assert may(who, action, own if action is Action.USE_PHONE else people[extension]), (who, do, extension)
        tray = Tray(QSystemTrayIcon(QIcon()), presence, "en")
        words = {action.text() for action in tray.menu.actions()}
        assert ("Policy report …" in words) is (scope(who, Action.SEE_REPORT) is not Scope.NONE), who
        own_entries = {"I am back", "Planned absences …", "Status panel …", "How it works …"}
        assert own_entries & words == (own_entries if own is not None else set()), who


async def test_nothing_of_ones_own_is_offered_to_an_account_without_a_telephone(
    qtbot: QtBot, presence: Presence, core: Core
) -> None:
    """Nor is it called "not known yet" for ever: it is said that there is none, and what is there is offered."""
    panel, small = StatusPanel(presence, "en"), SmallWindow(presence, QMenu(), "en")
    for window in (panel, small):
        qtbot.addWidget(window)
    for who in (*WHO, *reversed(WHO)):
        sign_in(presence, core, who)
        has = who.extension is not None
        panel.open()
        offered = {part for part in (panel._line, panel._tiles, panel._note, panel._back, panel._button) if part.isVisible()}
        assert (len(offered), panel._colleagues.isVisible(), panel._sign_in.isVisible()) == (5 if has else 0, True, False), who
        assert panel.focusWidget() is (panel._line if has else panel._colleagues)
        assert ("no telephone" in panel._title.text()) is not has
        assert "Connecting" not in panel._certainty.text()
        assert who.username in panel._whose.text() or has
        small.refresh()
        assert small._panel.isHidden() is not has
        assert ("no telephone" in small._title.text()) is not has
        settings = SettingsWindow(presence, "en", Starter())
        qtbot.addWidget(settings)
        settings.open(Settings())
        pages = {type(page) for row, page in enumerate(settings.pages) if not settings.list.isRowHidden(row)}
        assert (HoursPage in pages) is (CalendarPage in pages) is (RemindersPage in pages) is (PhonePage in pages) is has
        assert {MessageSettingsPage, ComputerPage} <= pages
        assert not settings.list.isRowHidden(settings.list.currentRow())
        settings.turn_to(settings.messages)
        assert settings.messages.notifications.isVisible()
        assert settings.messages.by_mail.isVisible() is settings.messages.greeting.isVisible() is has
        assert settings.messages._site.isVisible() is has  # no contact: nothing is known of preferences here
    colleagues = QSignalSpy(panel.colleagues_asked)
    sign_in(presence, core, WHO[1])
    panel.open()
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert colleagues.count() == 1
