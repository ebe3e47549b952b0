"""Whatever each role is shown to press, a whole hub does for that role: no button and no menu entry is there to be refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.callbacks.card import CallbackCard
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.notice_window import NoticeWindow
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
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
MARIA = Caller("maria", "2001", "kansli", frozenset({Role.RECEPTIONIST}))


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    await made_database(tmp_path / "kalix.db")
    clock = Clock()
    async with running(tmp_path / "kalix.db", pbx_of(clock), clock) as (started, _):
        yield started


def sign_in(presence: Presence, core: Core, who: Caller) -> None:
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
    for who in WHO:
        sign_in(presence, core, who)
        card = CallbackCard(presence, Messages(presence), "en")
        qtbot.addWidget(card)
        card.show()
        pressed = set()
        for each in messages:
            actor = actor_of(core.board, MARIA, each)
            message = act(each, STEPS["_done"], actor, version=each.version, now=now) if each.about == "done" else each
            card.show_message(view_of(core.board, message))
            for button in (name for name in STEPS if getattr(card, name).isVisible()):
                act(message, STEPS[button], actor_of(core.board, who, message), version=message.version, now=now)
                pressed.add(button)
            assert card._ring.isHidden() or who.extension is not None, "it rings one's own telephone first"
        assert bool(pressed) is (who.extension is not None or scope(who, Action.ACT_ON_MESSAGES) is not Scope.SELF), who


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
        assert ("I am back" in words) is ("Planned absences …" in words) is (own is not None), who
