"""What is typed or chosen in any window is still there once the language, or the colours, have changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle, islice

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSystemTrayIcon,
    QWidget,
)

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.model.callback import Stage
from kalix_presence.model.extension_request import State
from kalix_presence.model.extension_request import Step as ExtensionStep
from tests.desktop import day_pictures as days
from tests.desktop.officer import rooms as officers
from tests.desktop.sample import Clock
from tests.desktop.sweep.at import At, message
from tests.desktop.sweep.scenes import SCENES

MADE_BY_THE_SCENE = {"second_factor", "toast", "reminder", "incoming", "menus", "small_window", "person"}
"""What a scene makes by hand, and what nothing is typed in."""
NOTHING_TO_TYPE = {"first_steps"}
CHANGES = [{"language": "fi"}, {"theme": "dark"}, {"language": "en", "theme": "dark"}]
MOST = 5
"""States of a scene that are tried."""
COLOURS = [{"theme": "dark"}]
"""All that changes for whoever is signed out: there is no way to the settings."""


@contextmanager
def a_desk(app: QApplication) -> Iterator[At]:
    folders = Folders.usual()
    kept.save(folders.config, kept.Settings(language="sv", theme="light"))
    clock = Clock()
    desk = DesktopController(app, QSystemTrayIcon(), folders, hosted=True, clock=clock)
    desk._connect = lambda: None  # type: ignore[method-assign]
    try:
        yield At(desk, clock)
    finally:
        let_go(app, desk)


def let_go(app: QApplication, desk: DesktopController) -> None:
    desk.choices.take(msgspec.structs.replace(desk.settings, language="en", theme="light"))
    desk._forget_windows(again=False)
    desk.stop()
    for window in app.topLevelWidgets():
        window.hide()  # what a scene has made by hand
    settled(app)


def settled(app: QApplication) -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()


def fields(window: QWidget) -> list[QWidget]:
    """What somebody can type or choose in, in sight."""
    found = [one for kind in (QCheckBox, QComboBox, QLineEdit, QPlainTextEdit) for one in window.findChildren(kind)]
    seen = [one for one in found if one.isEnabled() and one.isVisibleTo(window) and one.window() is window]
    return [one for one in seen if not (isinstance(one, QLineEdit | QPlainTextEdit) and one.isReadOnly())]


def value(field: QWidget) -> object:
    match field:
        case QCheckBox():
            return field.isChecked()
        case QComboBox():
            return field.currentIndex()
        case QLineEdit():
            return field.text()
        case QPlainTextEdit():
            return field.toPlainText()
    raise AssertionError(field)


def type_everywhere(window: QWidget) -> None:
    """Something of its own in each field, as a person does it."""
    for box in fields(window):
        if isinstance(box, QCheckBox):
            box.click()
        elif isinstance(box, QComboBox) and not box.isEditable() and box.count() > 1:
            box.setCurrentIndex(box.count() - 1 - (box.currentIndex() == box.count() - 1))
            box.activated.emit(box.currentIndex())
    numbers = count(11)
    for field in fields(window):
        if isinstance(field.parent(), QAbstractSpinBox):
            continue
        if isinstance(field, QLineEdit):
            field.clear()
            field.insert(f"s{next(numbers)}")
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(f"text {next(numbers)}")


def open_windows(app: QApplication) -> dict[str, QWidget]:
    return {type(one).__name__: one for one in app.topLevelWidgets() if one.isVisible() and fields(one)}


def tell_again(at: At, scene: str) -> None:
    """What the hub tells anew once a window is made, where a scene told it to the window itself."""
    if scene == "officer" and at.desk.officer._requests is not None:
        order = officers.request(2, state=State.APPROVED, may=[ExtensionStep.ORDER, ExtensionStep.REFUSE])
        at.desk.officer._show_requests(wire.ExtensionRequestsView([order], ["bygg", "skola"]), None)
        at.desk.officer._show_work(None, None)
    if scene == "report" and at.desk.report.window is not None:
        at.desk.report._periods(["2026-W44", "2026-10", "2026-W43"], None)


def somebody_else(at: At, *, signed_out: bool) -> None:
    """Per sits down where Anna was."""
    presence = at.presence
    assert presence.me is not None
    me = msgspec.structs.replace(presence.me, username="per.nilsson", person=presence.people["2031"])
    facts = FactsChanged(me, presence.view, list(presence.people.values()), None)
    if signed_out:
        presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(facts)


@pytest.mark.parametrize(("change", "signed_out"), [(None, False), ({"theme": "dark"}, True)])
def test_what_one_person_typed_never_comes_to_the_next(
    qapp: QApplication, change: dict[str, str] | None, signed_out: bool
) -> None:
    with a_desk(qapp) as at:
        desk = at.desk

        def open_all() -> list[QWidget]:
            desk.open_panel("")
            desk.grid_controller.open()
            desk.grid_controller.notices_controller.open()
            desk.plans.open()
            desk.officer.open()
            desk.welcoming.open()
            desk.callbacks.open_form("")
            desk.callbacks.open_inbox()
            settled(qapp)
            return list(open_windows(qapp).values())

        opened = open_all()
        assert len(opened) >= 6
        for window in opened:
            type_everywhere(window)
        for window in opened:
            window.hide()
        typed = {value(field) for window in opened for field in fields(window) if value(field)}
        assert "s11" in typed
        if change is not None:
            desk.choices.take(msgspec.structs.replace(desk.settings, **change))
        somebody_else(at, signed_out=signed_out)
        settled(qapp)
        shown = [
            value(field) for window in open_all() for field in fields(window) if isinstance(field, QLineEdit | QPlainTextEdit)
        ]
        assert shown
        assert not any(str(text).startswith(("s1", "text 1")) for text in shown), shown


def test_the_same_person_finds_it_again_after_signing_in_again(qapp: QApplication) -> None:
    with a_desk(qapp) as at:
        at.desk.open_panel("")
        panel = at.desk.panel
        assert panel is not None
        panel._line.setText("lunch 13")
        panel.hide()
        me, view, people = at.presence.me, at.presence.view, list(at.presence.people.values())
        at.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
        at.presence.on_session_event(LinkChanged(LinkState.ONLINE))
        at.presence.on_session_event(FactsChanged(me, view, people, None))
        at.desk.open_panel("")
        assert at.desk.panel is panel
        assert panel._line.text() == "lunch 13"


def test_whoever_goes_on_typing_after_the_change_does_not_type_over_it(qapp: QApplication) -> None:
    with a_desk(qapp) as at:
        at.desk.open_panel("")
        at.desk.panel._line.setText("möte 15")  # type: ignore[union-attr]
        at.desk.choices.take(msgspec.structs.replace(at.desk.settings, theme="dark"))
        settled(qapp)
        line = at.desk.panel._line  # type: ignore[union-attr]
        assert (line.text(), line.selectedText(), line.cursorPosition()) == ("möte 15", "", 7)


def test_a_reason_that_is_asked_for_counts_more_than_the_one_that_was_typed(qapp: QApplication) -> None:
    with a_desk(qapp) as at:
        at.desk.open_panel("")
        at.desk.panel._line.setText("lunch 15")  # type: ignore[union-attr]
        at.desk.panel.hide()  # type: ignore[union-attr]
        at.desk.choices.take(msgspec.structs.replace(at.desk.settings, theme="dark"))
        at.desk.open_panel("meeting")
        assert at.desk.panel._line.text() == "möte 15"  # type: ignore[union-attr]


def test_a_plan_that_was_being_changed_is_still_the_same_plan(qapp: QApplication) -> None:
    with a_desk(qapp) as at:
        at.desk.plans.open()
        entry = at.desk.plans.window.entry  # type: ignore[union-attr]
        assert entry.change(days.HOLIDAY)
        entry.line.setText("semester v 30")
        at.desk.choices.take(msgspec.structs.replace(at.desk.settings, theme="dark"))
        settled(qapp)
        entry = at.desk.plans.window.entry  # type: ignore[union-attr]
        assert (entry.changes, entry.line.text()) == (days.HOLIDAY, "semester v 30")


def test_what_was_typed_about_one_call_back_never_comes_to_another(qapp: QApplication) -> None:
    with a_desk(qapp) as at:
        one, other = message(1), message(2)
        at.messages(one, other)
        at.desk.callbacks.open_inbox(one.id)
        inbox = at.desk.callbacks.inbox
        assert inbox is not None
        inbox.card.open_hand_over()
        inbox.card.hand_over.why.setText("hon är på semester")
        at.desk.callbacks.forget_windows()
        at.messages(msgspec.structs.replace(one, stage=Stage.DONE, version=9))  # elsewhere meanwhile
        at.desk.callbacks.open_inbox()
        again = at.desk.callbacks.inbox
        assert again is not None
        assert again.card.shown is not None
        assert again.card.shown.id == other.id
        assert again.card.hand_over.why.text() == ""


def states_with_fields(app: QApplication, scene: str) -> list[int]:
    """The first state of each lot of fields that the scene shows."""
    found: dict[tuple[tuple[str, int], ...], int] = {}
    with a_desk(app) as at:
        for number, _ in enumerate(SCENES[scene](at)):
            settled(app)
            lot = tuple((name, len(fields(window))) for name, window in sorted(open_windows(app).items()))
            if lot:
                found.setdefault(lot, number)
    return [*found.values()][:MOST]


@pytest.mark.parametrize("scene", [one for one in SCENES if one not in MADE_BY_THE_SCENE])
def test_what_is_typed_stays(qapp: QApplication, scene: str) -> None:
    states = states_with_fields(qapp, scene)
    assert bool(states) is (scene not in NOTHING_TO_TYPE)
    for number, change in zip(states, cycle(COLOURS if scene == "sign_in" else CHANGES), strict=False):
        with a_desk(qapp) as at:
            shown = SCENES[scene](at)
            state = next(islice(shown, number, None))
            settled(qapp)
            tell_again(at, scene)
            before: dict[str, list[object]] = {}
            for name, window in open_windows(qapp).items():
                type_everywhere(window)
                settled(qapp)
                before[name] = [value(field) for field in fields(window)]
            at.desk.choices.take(msgspec.structs.replace(at.desk.settings, **change))
            settled(qapp)
            tell_again(at, scene)
            settled(qapp)
            after = {name: [value(field) for field in fields(window)] for name, window in open_windows(qapp).items()}
            assert after == before, (state, change)
