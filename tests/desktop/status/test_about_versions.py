"""A server that wants other versions is said in the panel, in its one quiet line, and hides nothing."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kalix_presence import __version__, wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.phrases import about_versions
from kalix_presence.model.versions import OLDEST_CLIENT, OLDEST_HUB
from tests.desktop.sample import NOON, reasons_view, sample_people


def presence(version: str, clients_from: str, *, live: bool = True) -> Presence:
    made, people = Presence(lambda: NOON), sample_people()
    view = msgspec.structs.replace(reasons_view(), version=version, clients_from=clients_from)
    made.on_session_event(FactsChanged(wire.Me("me", ["employee"], {}, people[0]), view, people, None if live else NOON))
    return made


@pytest.mark.parametrize(
    ("version", "clients_from", "named"),
    [
        (__version__, OLDEST_CLIENT, ()),
        ("", "", ()),
        (__version__, "7.2", (__version__, "7.2")),
        ("0.0.4", OLDEST_CLIENT, ("0.0.4", OLDEST_HUB)),
    ],
)
def test_whichever_is_too_old_is_named_with_what_is_wanted(
    qtbot: QtBot, version: str, clients_from: str, named: tuple[str, ...]
) -> None:
    made = presence(version, clients_from)
    said = about_versions(made)
    assert all(one in said for one in named)
    assert bool(said) is bool(named)
    panel = StatusPanel(made, "en")
    qtbot.addWidget(panel)
    panel.show()
    assert panel._about_time.isVisible() is bool(panel._about_time.text())
    assert said in panel._about_time.text()


def test_what_was_known_last_is_not_said_to_be_so_now(qapp: object) -> None:
    assert about_versions(presence(__version__, "7.2", live=False)) == ""


@pytest.mark.parametrize(("where", "ending"), [("Software Center", ": Software Center"), ("", "ask for it.")])
def test_a_newer_program_that_the_site_has_ready_is_said_with_where_unless_it_is_switched_off(
    qtbot: QtBot, where: str, ending: str
) -> None:
    made = presence(__version__, OLDEST_CLIENT)
    assert made.view is not None
    made.view = msgspec.structs.replace(made.view, newest_client="99.1", newest_from=where)
    assert "99.1" in about_versions(made)
    assert about_versions(made).endswith(ending)
    panel = StatusPanel(made, "en")
    qtbot.addWidget(panel)
    assert panel._about_time.textFormat() is Qt.TextFormat.PlainText, "what the site writes is nobody's markup"
    made.updates = False
    assert about_versions(made) == ""
    made.updates, made.view = True, msgspec.structs.replace(made.view, newest_client=__version__)
    assert about_versions(made) == ""


def test_one_that_is_too_old_is_said_before_one_that_is_there(qapp: object) -> None:
    made = presence(__version__, "7.2")
    assert made.view is not None
    made.view = msgspec.structs.replace(made.view, newest_client="99.1")
    assert "7.2" in about_versions(made)
    assert "99.1" not in about_versions(made)
