"""Present calls: which one a transfer moves, what the strip says, and the card at an incoming call."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, LinkChanged
from kalix_presence.desktop.grid import call_words
from kalix_presence.desktop.grid.actions import GridActions
from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.incoming_card import IncomingCard
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.undo_line import UndoLine
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Stage
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import NOON, Clock, reasons_view

TALKING = wire.PresentCallView(
    "c1",
    "2004",
    CallState.TALKING,
    NOON - timedelta(seconds=75),
    "+4692355512",
    "0923-555 12",
    "Karin Berg",
    diverted_from="2041",
    diverted_from_name="Anna Ek",
    why="absence",
    reason="lunch",
    earlier=2,
    last=wire.EarlierCallback("m1", NOON - timedelta(hours=2), Stage.DONE, "Anna Ek", "bygglov"),
)
WAITING = wire.PresentCallView(
    "c2", "9", CallState.RINGING, NOON - timedelta(seconds=20), "+4692355513", "0923-555 13", why="no_answer",
    diverted_from="2031", diverted_from_name="Lars Öhman", waiting=True,
)  # fmt: skip
RINGING = wire.PresentCallView("c3", "2041", CallState.RINGING, NOON, "2031", "2031", "Lars Öhman", "2031", word="om bygglov")


def tell(calls: GridCalls, call: wire.PresentCallView) -> None:
    calls.on_session_event(Happened(wire.CallChanged(call)))


def ended(call: wire.PresentCallView) -> wire.PresentCallView:
    return msgspec.structs.replace(call, state=CallState.ENDED)


@pytest.fixture
def calls(qapp: object) -> GridCalls:
    return GridCalls()


def test_one_s_own_call_is_what_a_transfer_moves_until_another_is_chosen(calls: GridCalls) -> None:
    assert calls.chosen is None
    tell(calls, WAITING)
    assert calls.chosen is None, "a call that waits is taken first"
    tell(calls, TALKING)
    assert calls.chosen == TALKING
    assert [call.id for call in calls.all] == ["c1", "c2"]
    calls.choose_next()
    assert calls.chosen == WAITING
    tell(calls, ended(WAITING))
    assert calls.chosen == TALKING
    tell(calls, ended(TALKING))
    assert calls.all == []


def test_what_ended_while_the_calls_were_asked_for_does_not_come_back(calls: GridCalls) -> None:
    tell(calls, TALKING)
    calls.begin()
    tell(calls, ended(TALKING))
    calls.replace([TALKING, WAITING])
    assert [call.id for call in calls.all] == ["c2"]


def test_it_rings_once_and_only_at_one_s_own_phone(calls: GridCalls) -> None:
    rang: list[str] = []
    over: list[str] = []
    calls.rings.connect(lambda call: rang.append(call.id))
    calls.ended.connect(over.append)
    for call in (WAITING, TALKING, RINGING, RINGING):
        tell(calls, call)
    assert rang == ["c3"]
    tell(calls, msgspec.structs.replace(RINGING, state=CallState.TALKING))
    assert over == ["c3"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "for Anna Ek: lunch"),
        ({"reason": ""}, "for Anna Ek: away"),
        ({"why": "no_answer"}, "for Anna Ek: no answer after 5 signals"),
        ({"why": "busy"}, "for Anna Ek: busy"),
        ({"why": "unregistered"}, "for Anna Ek: telephone not connected"),
        ({"why": ""}, "for Anna Ek"),
        ({"diverted_from": ""}, ""),
    ],
)
def test_why_a_call_comes_here_is_said(presence: Presence, more: dict[str, str], said: str) -> None:
    assert call_words.for_whom(msgspec.structs.replace(TALKING, **more), presence, "en") == said


def test_the_caller_is_named_as_well_as_can_be(presence: Presence) -> None:
    assert (call_words.who(TALKING), call_words.number(TALKING)) == ("Karin Berg", "0923-555 12")
    claims = msgspec.structs.replace(TALKING, name="", says="Karin Berg", noted="Karin Berg")
    assert call_words.who(claims) == "0923-555 12", "a name that anybody can give is no heading"
    assert (call_words.number(claims), call_words.unproven(claims)) == ("", "gives the name “Karin Berg”")
    noted = msgspec.structs.replace(claims, noted="Kajsa Berg")
    assert call_words.unproven(noted) == "gives the name “Karin Berg” · last noted as “Kajsa Berg”"
    assert "0923-555 12, gives the name “Karin Berg”" in call_words.sentence(claims, presence, "en")
    nameless = msgspec.structs.replace(TALKING, name="")
    assert (call_words.who(nameless), call_words.number(nameless)) == ("0923-555 12", "")
    unknown = msgspec.structs.replace(nameless, number="", number_shown="")
    assert call_words.who(unknown) == "Unknown number"
    assert call_words.who(msgspec.structs.replace(unknown, withheld=True)) == "Number withheld", "only where it is"
    assert call_words.lasted(TALKING, NOON) == "1:15"


@pytest.fixture
def strip(qtbot: QtBot, presence: Presence, calls: GridCalls) -> CallStrip:
    made = CallStrip(presence, calls, "en")
    qtbot.addWidget(made)
    return made


def test_the_strip_says_who_for_whom_why_and_how_long(strip: CallStrip, calls: GridCalls, clock: Clock) -> None:
    assert strip.isHidden()
    tell(calls, WAITING)
    tell(calls, TALKING)
    first, second = strip.lines
    assert first.accessibleName() == (
        "Talking, Karin Berg, 0923-555 12, for Anna Ek: lunch, Earlier callbacks: 2, the last 10:00 to Anna Ek: bygglov (done). "
        "Enter transfers this call."
    )
    assert first._lasted.text() == "1:15"
    clock.move(seconds=5)
    strip._tick()
    assert first._lasted.text() == "1:20"
    assert second.accessibleName() == "Waits at the switchboard, 0923-555 13, for Lars Öhman: no answer after 5 signals."
    for call in (WAITING, TALKING):
        tell(calls, ended(call))
    assert strip.isHidden()


def test_the_policy_s_signals_and_what_the_exchange_cannot_do_are_said(
    strip: CallStrip, calls: GridCalls, presence: Presence
) -> None:
    view = msgspec.structs.replace(reasons_view(), signals=3, unable=["move_call"])
    presence.on_session_event(FactsChanged(presence.me, view, list(presence.people.values()), None))
    tell(calls, WAITING)
    [line] = strip.lines
    assert "no answer after 3 signals" in line.accessibleName()
    assert not line._take_button.isEnabled()
    assert "cannot transfer" in line._take_button.toolTip()


def test_more_calls_than_there_is_room_for_are_counted(strip: CallStrip, calls: GridCalls) -> None:
    for number in range(6):
        tell(calls, msgspec.structs.replace(WAITING, id=f"w{number}"))
    assert len(strip.lines) == 4
    assert strip._more.text().startswith("2 more call")


def test_while_somebody_is_asked_both_ways_out_are_offered(strip: CallStrip, calls: GridCalls, qtbot: QtBot) -> None:
    tell(calls, msgspec.structs.replace(TALKING, state=CallState.HELD, consulting="2031"))
    assert strip._join.text() == "Connect with Lars Öhman   F4"
    with qtbot.waitSignal(strip.complete_asked) as asked:
        strip._join.click()
    assert asked.args == ["c1"]
    with qtbot.waitSignal(strip.cancel_asked):
        strip._back.click()


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_the_incoming_card_tells_all_and_never_takes_the_keyboard(qtbot: QtBot, presence: Presence) -> None:
    card = IncomingCard(presence, "en")
    qtbot.addWidget(card)
    card.show_call(RINGING, say="Miljö, Karin")
    assert texts(card) == [
        "Calls you",
        "Lars Öhman",
        "2031 · Miljöinspektör, Bygg och miljö",
        "About: om bygglov",
        "Say",
        "Miljö, Karin",
    ]
    assert card.accessibleName().endswith(" Say: Miljö, Karin")
    assert QApplication.activeWindow() is not card
    card.show_call(RINGING, say="")
    assert "Say" not in texts(card)
    assert "Say" not in card.accessibleName()
    card.ended("another")
    assert card.isVisible()
    card.ended("c3")
    assert not card.isVisible()


@pytest.fixture
def joined(grid: Grid, presence: Presence, calls: GridCalls, qtbot: QtBot) -> Grid:
    strip, undo = CallStrip(presence, calls, "en"), UndoLine()
    grid.join(strip, QWidget(), undo)
    calls.changed.connect(lambda: grid.show_call(calls.chosen))
    return grid


def test_a_word_is_one_key_away_and_each_call_keeps_its_own(joined: Grid, calls: GridCalls, qtbot: QtBot) -> None:
    strip = joined.strip
    assert strip is not None
    QTest.keyClick(joined.search, Qt.Key.Key_F5)
    assert "no call" in joined.said.text()
    tell(calls, TALKING)
    tell(calls, WAITING)
    QTest.keyClick(joined.search, Qt.Key.Key_F5)
    assert joined.focusWidget() is strip.word
    QTest.keyClicks(strip.word, "a bill from May")
    assert calls.word(TALKING) == "a bill from May"
    assert not joined.search.text()
    with qtbot.waitSignal(joined.act_asked) as asked:
        QTest.keyClick(strip.word, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0] is Do.CALL
    calls.choose_next()
    assert strip.word.text() == ""
    assert [strip._box.indexOf(widget) for widget in (*strip.lines, strip.word)] == [0, 1, 2]
    calls.choose_next()
    assert [strip._box.indexOf(widget) for widget in (strip.lines[0], strip.word, strip.lines[1])] == [0, 1, 2]
    assert strip.word.text() == "a bill from May"
    QTest.keyClick(strip.word, Qt.Key.Key_Escape)
    assert calls.word(TALKING) == ""
    assert joined.focusWidget() is joined.search
    assert joined.isVisible()


def test_a_word_goes_with_its_call_and_the_keyboard_back_to_the_search(joined: Grid, calls: GridCalls) -> None:
    strip = joined.strip
    assert strip is not None
    told = msgspec.structs.replace(TALKING, word="om bygglov")
    tell(calls, told)
    assert strip.word.text() == "om bygglov", "what came with the call goes on with it"
    joined.act(Do.WORD)
    QTest.keyClicks(strip.word, "a bill")
    tell(calls, ended(told))
    assert strip.word.isHidden()
    assert joined.focusWidget() is joined.search
    tell(calls, TALKING)
    assert calls.word(TALKING) == ""


@pytest.mark.parametrize(("act", "path"), [(Do.CALL, "/calls/c1/transfer"), (Do.CONSULT, "/calls/c1/consult")])
def test_the_word_reaches_the_hub_with_either_way_of_passing_on(
    grid: Grid, presence: Presence, calls: GridCalls, act: Do, path: str
) -> None:
    sent: list[tuple[str, object]] = []

    class Hub:
        async def send(self, method: str, path: str, *, body: object) -> bytes:
            sent.append((path, body))
            return b""

    doing = GridActions(presence, calls, "en", lambda work, done: done(asyncio.run(work(SimpleNamespace(hub=Hub()))), None))
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    tell(calls, TALKING)
    calls.say("c1", "a bill from May")
    doing.do(act, "2031")
    assert sent == [(path, wire.TransferRequest("2031", "a bill from May"))]
