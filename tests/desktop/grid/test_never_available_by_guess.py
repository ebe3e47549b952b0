"""Nobody whose line is not known is shown as available, by any shape, colour or word (P5): every combination, every presenter."""

from __future__ import annotations

from itertools import product
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import reach_of
from kalix_presence.client.session_events import LinkChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.finding.filters import Filters, Show
from kalix_presence.desktop.finding.finder import shared_finder
from kalix_presence.desktop.grid.rows import glyph_of, row_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.phrases import certainty, status_icon, title, where_calls_go
from kalix_presence.desktop.status.tray import Tray
from kalix_presence.desktop.widgets.glyphs import icon
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.finding import Reach
from kalix_presence.model.holding import Holding, explain
from kalix_presence.model.line import LineState
from tests.desktop.sample import NOON, absent

ME = "2030"
AVAILABLE = {"Available", "Tillgänglig", "Paikalla"}
SAYS_IN = tuple(shipped.words(each).say("holding.available") for each in ("sv", "en", "fi"))
ABSENCES = ("none", "overdue", "lunch", "sick")
EVERYTHING = list(product(LineState, ABSENCES, (True, False), (True, False), LinkState))


def standing(line: LineState, absence: str, *, in_force: bool) -> wire.Standing:
    if absence in ("none", "overdue"):
        return wire.Standing(ME, 2, overdue=absence == "overdue", line=line, in_force=in_force)
    return absent(ME, absence, version=2, line=line, in_force=in_force)


@pytest.mark.parametrize("absence", ABSENCES)
def test_nobody_with_an_unknown_line_is_shown_as_available_anywhere(presence: Presence, absence: str) -> None:
    tray = Tray(QSystemTrayIcon(), presence, "sv")
    shared_finder(presence).offer(presence.people)
    seen = 0
    for line, one, in_force, pbx, link in EVERYTHING:
        if one != absence or link is LinkState.SIGNED_OUT:
            continue
        told = standing(line, absence, in_force=in_force)
        presence.on_session_event(LinkChanged(link))
        presence.on_session_event(PbxSeen(pbx))
        presence.on_session_event(StandingsChanged([told], whole=False))
        status = presence.my_status()
        row = row_of(presence.people[ME], presence, "sv")
        green = glyph_of(told, presence).colour == "green"
        if not (line is LineState.UNKNOWN or not pbx) or absence != "none":
            continue
        seen += 1
        assert not green
        assert row.glyph.mark == "query", "never by colour alone"
        assert row.glyph.hollow
        assert row.status == row.status_briefly == "Not known if in"
        assert "Available" not in row.sentence
        assert title(status, presence, "sv") not in AVAILABLE
        assert "Confirmed" not in certainty(status, presence)
        tray.refresh()
        assert not AVAILABLE & set(tray._icon.toolTip().splitlines())
        green_icon = icon("circle", "green", "tick", dark=False).pixmap(32, 32).toImage()
        assert status_icon(status, presence, dark=False).pixmap(32, 32).toImage() != green_icon
        assert reach_of(told, pbx=pbx) is Reach.UNKNOWN
        assert not Filters(shows=frozenset({Show.IN})).kept([ME], presence.board.standings, ()) or line is not LineState.UNKNOWN
        said = explain(
            Holding(None, None, None, None),
            reader=ME,
            reasons=shipped.default_reasons(),
            words=shipped.words("sv"),
            now=NOON.astimezone(ZoneInfo("Europe/Stockholm")),
            name_of=str,
            known=False,
        )
        assert not any(word in said for word in SAYS_IN)
    assert absence != "none" or seen >= 10


def test_who_is_known_to_be_in_is_available(presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([standing(LineState.IDLE, "none", in_force=True)], whole=False))
    assert row_of(presence.people[ME], presence, "sv").status == "Available"
    assert glyph_of(presence.board.standings[ME], presence).colour == "green"


def test_unknown_ranks_after_all_who_can_be_reached() -> None:
    reachable = (Reach.FREE, Reach.ELSEWHERE, Reach.BUSY)
    assert all(one < Reach.UNKNOWN for one in reachable)


def test_a_bent_rule_says_where_calls_go_and_why(presence: Presence) -> None:
    told = absent(ME, "lunch", version=2)
    assert told.absence is not None
    bent = msgspec.structs.replace(told, absence=msgspec.structs.replace(told.absence, bent="forward-loop"))
    presence.on_session_event(StandingsChanged([bent], whole=False))
    why = shipped.words("sv").say("bent.forward-loop")
    assert row_of(presence.people[ME], presence, "sv").remark == why
    tray = Tray(QSystemTrayIcon(), presence, "sv")
    tray.refresh()
    assert why in tray._icon.toolTip()
    calm = msgspec.structs.replace(bent, absence=told.absence)
    assert picture(bent, presence) != picture(calm, presence), "the icon says too that it is not as asked"
    assert picture(calm, presence) == picture(told, presence)


def picture(mine: wire.Standing, presence: Presence) -> QImage:
    """My icon by the clock, with this as my standing."""
    presence.on_session_event(StandingsChanged([mine], whole=False))
    return status_icon(presence.my_status(), presence, dark=False, rim=True).pixmap(QSize(32, 32)).toImage()


def test_a_colleague_who_gets_my_calls_and_goes_away_is_told_of_at_once(presence: Presence) -> None:
    told = absent(ME, "lunch", version=2)
    assert told.absence is not None
    other = next(each for each in presence.people if each != ME)
    mine = msgspec.structs.replace(told.absence, forward=ForwardKind.COLLEAGUE, forward_number=other)
    presence.on_session_event(StandingsChanged([msgspec.structs.replace(told, absence=mine)], whole=False))
    tray = Tray(QSystemTrayIcon(), presence, "sv")
    tray.refresh()
    says = f"{presence.people[other].name} is away too: calls go on from there."
    assert says not in tray._icon.toolTip()
    presence.on_session_event(StandingsChanged([absent(other, "meeting", version=2)], whole=False))
    assert says in tray._icon.toolTip()
    assert says in where_calls_go(mine, presence, "sv")
    back = msgspec.structs.replace(absent(other, "meeting", version=3), absence=None)
    presence.on_session_event(StandingsChanged([back], whole=False))
    assert says not in tray._icon.toolTip()
