"""The colleague grid with its cards, forms and menus, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from PySide6.QtCore import QPoint

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, LinkChanged
from kalix_presence.model.present_call import CallState
from tests.desktop.grid import pictures as grids
from tests.desktop.sample import NOON, absent
from tests.desktop.sweep.at import ABOUT, LONG, At


def incoming(at: At) -> Iterator[str]:
    at.desk.grid_controller._to_say = lambda: f"{LONG}, {'n' * 30}"
    call = msgspec.structs.replace(grids.RINGS, extension="2041", word=ABOUT)
    at.desk.grid_controller._rings(call)
    yield "known"
    at.desk.grid_controller._rings(
        msgspec.structs.replace(call, id="c10", number="", number_shown="", name="", last=None, earlier=0)
    )
    yield "withheld"


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
    at.acts_for(1)
    at.desk.grid_controller.open()
    at.desk.grid_controller.beside.open_card("2031")
    card = at.desk.grid_controller.beside.card
    assert card is not None
    card.show_plans("2031", [absent("2031", "holiday", hours=24).absence] * 5)  # type: ignore[list-item]
    card.contact.copy_signature()
    yield "somebody"
    card.open("2037")
    yield "overdue"


def forms(at: At) -> Iterator[str]:
    at.desk.grid_controller.open()
    form = at.desk.grid_controller.beside.form()
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
    at.desk.grid_controller.beside.open_keys()
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
