"""Takes the pictures of docs/grid.md, and of the message form, anew: python -m tests.desktop.grid.pictures [name ...]. Needs ImageMagick's convert."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import msgspec
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, LinkChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.callbacks.form import MessageForm
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.callback import Stage
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import PhoneHours, Span
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import NOON, Clock, absent, reasons_view, sample_people

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "screenshots"
COLOURS = "128"
MAY = ("see_people", "set_absence", "use_phone", "leave_message", "nudge", "forward_unit", "propose_notice", "publish_notice")
HOURS = PhoneHours({day: (Span(time(9), time(11)),) for day in range(5)}, date(2027, 1, 31))
LINES = {
    "2005": LineState.BUSY,
    "2036": LineState.BUSY,
    "2106": LineState.RINGING,
    "2202": LineState.NOT_REGISTERED,
    "2220": LineState.BUSY,
}
AWAY = [
    absent("2041", "lunch", version=2, line=LineState.IDLE),
    absent("2303", "holiday", version=2, line=LineState.IDLE, hours=96),
    absent("2105", "meeting", version=2, line=LineState.IDLE, hours=1.5),
    absent("2051", "errand", version=2, line=LineState.IDLE, hours=2),
    absent("2030", "remote_work", version=2, line=LineState.IDLE, hours=5),
    absent("2037", "meeting", version=2, line=LineState.IDLE, hours=-0.5, overdue=True),
]
EARLIER = wire.EarlierCallback("m1", NOON - timedelta(hours=2), Stage.DONE, "Anna Ek", "bygglov för altan")
CALL = wire.PresentCallView(
    "c1", "2004", CallState.TALKING, NOON - timedelta(seconds=48), "+4692355512", "0923-555 12", "Karin Berg",
    diverted_from="2041", diverted_from_name="Anna Ek", why="absence", reason="lunch", earlier=2, last=EARLIER,
)  # fmt: skip
WAITS = wire.PresentCallView(
    "c2", "9", CallState.RINGING, NOON - timedelta(seconds=21), "+46701234567", "070-123 45 67", waiting=True,
    diverted_from="2031", diverted_from_name="Lars Öhman", why="no_answer",
    says="Katarina-Elisabeth Wallenstråhle-Björkengren, Bygg o Montage", noted="Kajsa Björkengren",
)  # fmt: skip
HELD = msgspec.structs.replace(CALL, state=CallState.HELD, consulting="2031")
ASKING = wire.PresentCallView(
    "c1-asks", "2004", CallState.TALKING, NOON - timedelta(seconds=6), "2031", "2031", "Lars Öhman", "2031", outward=True
)
RINGS = msgspec.structs.replace(CALL, id="c9", state=CallState.RINGING, since=NOON, word="bygglov för altan", earlier=1)
LIBRARY = wire.NoticeView(
    "n1", 2, "Biblioteket", "Biblioteket", "Utbildningsförvaltningen",
    "Stängt torsdag, inventering. Hänvisa till stadsbiblioteket i Luleå.", NOON, NOON + timedelta(days=2, hours=5),
    "2303", "Axel Öberg", NOON, True, "Tomas Hansson", True,
)  # fmt: skip
STREET = msgspec.structs.replace(
    LIBRARY, id="n2", unit="Gata och park", unit_name="Gata och park", text="Vattenläcka på Strandgatan, åtgärdas i dag",
    valid_until=NOON + timedelta(hours=4),
)  # fmt: skip
PROPOSED = msgspec.structs.replace(
    LIBRARY, id="n3", unit="Bygg och miljö", unit_name="Bygg och miljö", text="Inga bygglovsbesök fredag", published=False,
    current=False, proposed_by_name="Anna Ek",
)  # fmt: skip


def people() -> list[wire.PersonView]:
    """The sample organisation with its places, and some who have phone hours."""
    with (shipped.resources() / "sample" / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["extension"]: row for row in csv.DictReader(file)}
    return [
        msgspec.structs.replace(
            each,
            place=rows[each.extension]["place"],
            family_name=rows[each.extension]["family_name"],
            phone_hours=HOURS if each.extension in ("2041", "2037", "2032") else None,
        )
        for each in sample_people()
    ]


class Scene:
    """A receptionist's desk at noon; `theme` is light or dark."""

    def __init__(self, app: QApplication, theme: str) -> None:
        self._app = app
        dress(app, theme)
        self.clock, everybody = Clock(), people()
        self.presence = Presence(self.clock)
        own = next(each for each in everybody if each.extension == "2004")
        self.presence.on_session_event(LinkChanged(LinkState.ONLINE))
        me = wire.Me("tomas", ["receptionist"], dict.fromkeys(MAY, "all"), own)
        self.presence.on_session_event(FactsChanged(me, reasons_view(), everybody, None))
        standing = {each.extension: wire.Standing(each.extension, 1, line=LineState.IDLE) for each in everybody}
        for extension, line in LINES.items():
            standing[extension] = wire.Standing(extension, 1, line=line)
        standing |= {each.extension: each for each in AWAY}
        self.presence.on_session_event(StandingsChanged(list(standing.values()), whole=True))
        self.desk = GridController(
            self.presence,
            Messages(self.presence),
            "sv",
            submit=lambda *_: None,
            say=lambda *_: None,
            to_say=lambda: "Bygg och miljö, Karin Söderström",
        )

    def grid(self, typed: str = "", *calls: wire.PresentCallView) -> Grid:
        """The whole window, with these calls."""
        self.desk.open()
        grid = self.desk.grid
        assert grid is not None
        grid.resize(1280, 740)
        grid.show_waiting({"2041": 2, "2037": 1})
        grid.listing.favourites = {"2031"}
        self.told(*calls)
        grid.search.setText(typed)
        grid.listing.search_again()
        return grid

    def told(self, *calls: wire.PresentCallView) -> None:
        """These calls go on."""
        for call in calls:
            self.desk.on_session_event(Happened(wire.CallChanged(call)))

    def save(self, window: QWidget | None, name: str, *, ratio: int = 1) -> None:
        """The picture of a window, small enough for a page."""
        assert window is not None
        for _ in range(3):
            self._app.processEvents()
        picture = QPixmap(window.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        window.render(picture)
        path = FOLDER / f"{name}.png"
        picture.save(str(path))
        subprocess.run(["convert", path, "-strip", "+dither", "-colors", COLOURS, "-depth", "8", f"PNG8:{path}"], check=True)

    def end(self) -> None:
        """Put the windows away."""
        self.desk.forget_windows()
        self._app.processEvents()


def listed(scene: Scene, name: str) -> None:
    grid = scene.grid("bygg")
    grid.view.setCurrentIndex(grid.people.index(1, 0))
    scene.save(grid, name)


def everybody(scene: Scene, name: str) -> None:
    scene.save(scene.grid(), name)


def tiles(scene: Scene, name: str) -> None:
    grid = scene.grid()
    grid.show_tiles(True)
    scene.save(grid, name)
    grid.show_tiles(False)


def empty(scene: Scene, name: str) -> None:
    scene.save(scene.grid("xylofon"), name)


def offline(scene: Scene, name: str) -> None:
    grid = scene.grid()
    scene.clock.move(minutes=7)
    scene.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    scene.save(grid, name)


def without_exchange(scene: Scene, name: str) -> None:
    grid = scene.grid("bygg")
    scene.clock.move(minutes=7)
    scene.presence.on_session_event(PbxSeen(False))
    scene.save(grid, name)


def call(scene: Scene, name: str) -> None:
    grid = scene.grid("bygglov", CALL, WAITS)
    scene.desk.calls.say("c1", "bygglov för altan")
    grid.strip.word.setText("bygglov för altan")  # type: ignore[union-attr]
    scene.save(grid, name)


def ask_first(scene: Scene, name: str) -> None:
    scene.presence.on_session_event(StandingsChanged([wire.Standing("2031", 2, line=LineState.BUSY)], whole=False))
    grid = scene.grid("bygglov", HELD, ASKING)
    grid.view.setCurrentIndex(grid.people.where("2031"))
    scene.save(grid, name)


def notices(scene: Scene, name: str) -> None:
    grid, desk = scene.grid("bibliotek"), scene.desk
    desk.notices.replace([LIBRARY, STREET, PROPOSED])
    desk.undo.say("Anna Ek: Lunch är satt.", lambda: None)  # type: ignore[union-attr]
    scene.save(grid, name)
    desk.notices_controller.open()
    desk.notices_controller.window._text.setText("Stängt fredag eftermiddag")  # type: ignore[union-attr]
    scene.save(desk.notices_controller.window, f"{name}-window")


def card(scene: Scene, name: str) -> None:
    scene.grid()
    scene.desk.beside.open_card("2041")
    scene.save(scene.desk.beside.card, name)


def compact(scene: Scene, name: str) -> None:
    grid = scene.grid("", CALL, WAITS)
    grid.change_size()
    grid.resize(420, 640)
    grid.search.setText("bygg")
    scene.save(grid, name)
    scene.save(grid, f"{name}-200", ratio=2)
    grid.change_size()


def keys(scene: Scene, name: str) -> None:
    scene.grid()
    scene.desk.beside.open_keys()
    scene.save(scene.desk.beside.key_map, name)


def incoming(scene: Scene, name: str) -> None:
    scene.told(RINGS)
    scene.save(scene.desk.incoming, name)


def absence(scene: Scene, name: str) -> None:
    scene.grid()
    form = scene.desk.beside.form()
    form.open_for(scene.presence.people["2041"])
    form._line.setText("l 13.30")
    form._why.setText("Ringde och sa det")
    scene.save(form, name)


def unit(scene: Scene, name: str) -> None:
    scene.grid()
    form = scene.desk.beside.form()
    form.open_for_unit(scene.presence.people["2041"])
    form._line.setText("kurs 15")
    form._why.setText("Hela enheten är på utbildning")
    scene.save(form, name)


def message(scene: Scene, name: str) -> None:
    away = absent("2031", "holiday", version=2, line=LineState.IDLE, hours=9 * 24)
    scene.presence.on_session_event(StandingsChanged([away], whole=False))
    form = MessageForm(scene.presence, Messages(scene.presence), "sv")
    form.open("2031", number="092355512", name="Karin Berg")
    until = away.absence.end if away.absence is not None else None
    form.show_advice("2031", wire.CallbackAdvice(NOON + timedelta(hours=2), False, True, until, "2032", "Eva Fors"))
    form._about.setPlainText("Bygglov")
    form._when.setText("13-15")
    form._name.setFocus()
    scene.save(form, name)
    form.hide()


PICTURES: dict[str, tuple[Callable[[Scene, str], None], str]] = {
    "grid-list": (listed, "light"),
    "grid-dark": (call, "dark"),
    "grid-everybody": (everybody, "light"),
    "grid-tiles": (tiles, "light"),
    "grid-tiles-dark": (tiles, "dark"),
    "grid-empty": (empty, "light"),
    "grid-offline": (offline, "light"),
    "grid-without-exchange": (without_exchange, "light"),
    "grid-call": (call, "light"),
    "grid-ask-first": (ask_first, "light"),
    "grid-notices": (notices, "light"),
    "grid-card": (card, "light"),
    "grid-card-dark": (card, "dark"),
    "grid-compact": (compact, "light"),
    "grid-keys": (keys, "light"),
    "grid-incoming": (incoming, "light"),
    "grid-absence": (absence, "light"),
    "grid-unit": (unit, "light"),
    "callback-form": (message, "light"),
}


def main(asked: list[str]) -> None:
    """Take those that are asked for; all when none is."""
    # Not where tests that borrow its scenes import it: they would all have another home.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["KALIX_HOME"] = tempfile.mkdtemp(prefix="kalix-pictures-")
    app = QApplication([])
    translations = Translations()
    translations.install("sv")
    for name in asked or PICTURES:
        take, theme = PICTURES[name]
        scene = Scene(app, theme)
        take(scene, name)
        scene.end()
    shutil.rmtree(os.environ["KALIX_HOME"], ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
