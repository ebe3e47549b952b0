"""Writing a message: what one should know of the addressee is said while writing, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.message_draft import Draft, DraftFile
from kalix_presence.client.session_events import FactsChanged, MessageLeft, RequestState, StandingsChanged
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.callbacks.form import MessageForm
from kalix_presence.desktop.finding.finder import shared_finder
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.people_completer import WORDS
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput, NotFound, SignInNeeded, Unavailable
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.sample import NOON, absent, sample_people

TYPED = Draft(f"{OTHER.name}, {OTHER.extension}", "Karin Berg", "0923-555 12", "Bergs Måleri", "Bygglov", "före 15", True)


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def desk(presence: Presence, hub: AskedSession, notes: list[str]) -> Iterator[CallbacksController]:
    made = CallbacksController(
        presence, "sv", submit=hub.submit, say=lambda title, text: notes.append(f"{title} {text}"), quiet=lambda: True
    )
    yield made
    made.forget_windows()


def opened(desk: CallbacksController, extension: str = "") -> MessageForm:
    desk.open_form(extension)
    assert desk.form is not None
    return desk.form


def texts(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(form: MessageForm, beginning: str) -> QPushButton:
    return next(each for each in form.findChildren(QPushButton) if each.text().startswith(beginning))


def left(desk: CallbacksController, hub: AskedSession, state: RequestState, error: Exception | None = None) -> None:
    now = message() if state is RequestState.IN_FORCE else None
    desk.messages.on_session_event(MessageLeft("key", hub.left[-1], state, error, now))  # type: ignore[arg-type]


def test_the_keyboard_begins_at_what_is_still_to_be_said(desk: CallbacksController) -> None:
    form = opened(desk)
    assert form.focusWidget() is form._to.findChild(QLineEdit) or form.focusWidget() is form._to
    form.open(OTHER.extension)
    assert form.focusWidget() is form._name
    form.open(OTHER.extension, number="0923-555 12", name="Karin Berg")
    assert form.focusWidget() is form._about


def test_what_is_typed_is_sent_whole(desk: CallbacksController, hub: AskedSession) -> None:
    form = opened(desk)
    form.draft = TYPED
    form.send()
    before = NOON.replace(hour=14)
    wish = wire.MessageRequest(
        OTHER.extension, AddresseeKind.PERSON, "Karin Berg", "0923-555 12", "Bergs Måleri", "Bygglov", True, None, before
    )
    assert hub.left == [wish]


def test_time_and_number_are_read_back_while_they_are_typed(desk: CallbacksController, qtbot: QtBot) -> None:
    form = opened(desk)
    qtbot.keyClicks(form._when, "13-15")
    assert "Not before today at 13:00, and before today at 15:00" in texts(form) or "13" in form._when_said.text()
    form._when.setText("snarast möjligt")
    assert form._when_said.text()
    qtbot.keyClicks(form._number, "092355512")
    assert form._number_said.text() == "0923-555 12"
    form._number.setText(ME.extension)
    assert form._number_said.text() == ME.name


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        (OTHER.extension, AddresseeKind.PERSON, OTHER.extension),
        (OTHER.name, AddresseeKind.PERSON, OTHER.extension),
        (f"Unit: {ME.unit_name}", AddresseeKind.UNIT, ME.unit),
        (f"Duty: {ME.duties[0]}", AddresseeKind.DUTY, ME.duties[0]),
        ("the switchboard", AddresseeKind.SWITCHBOARD, ""),
    ],
)
def test_it_is_for_a_person_a_unit_a_duty_or_the_switchboard(
    desk: CallbacksController, hub: AskedSession, typed: str, kind: AddresseeKind, code: str
) -> None:
    form = opened(desk)
    form.draft = Draft(typed, name="Karin Berg")
    form.send()
    assert [(wish.to_kind, wish.to) for wish in hub.left] == [(kind, code)]


def test_what_is_missing_or_wrong_is_said_beside_it_and_stays(desk: CallbacksController, hub: AskedSession) -> None:
    form = opened(desk)
    for draft in (Draft("nobody at all", name="Karin"), Draft(TYPED.to, number="ring mig"), Draft(TYPED.to, when="igår")):
        form.draft = draft
        form.send()
        assert form._trouble.text()
        assert form.draft == draft
    assert hub.left == []


def test_while_writing_it_is_said_that_the_addressee_is_away_for_long_and_the_deputy_is_one_click_away(
    desk: CallbacksController, presence: Presence, hub: AskedSession, qtbot: QtBot
) -> None:
    presence.on_session_event(StandingsChanged([absent(OTHER.extension, "holiday", hours=24 * 9)], whole=False))
    form = opened(desk, OTHER.extension)
    assert hub.advised == [(OTHER.extension, False)]
    hub.answer(wire.CallbackAdvice(NOON + timedelta(hours=2), False, True, None, ME.extension, ME.name))
    assert OTHER.name in form._away.text()
    assert "14" in form._due.text()
    deputy = next(each for each in form.findChildren(QPushButton) if ME.name in each.text())
    assert deputy.isVisible()
    qtbot.mouseClick(deputy, Qt.MouseButton.LeftButton)
    assert form.draft.to == f"{ME.name}, {ME.extension}"
    assert not deputy.isVisible()
    form._urgent.setChecked(True)
    assert hub.advised[1:] == [(ME.extension, False), (ME.extension, True)]


def test_without_contact_the_board_tells_of_long_absences(
    desk: CallbacksController, presence: Presence, hub: AskedSession
) -> None:
    person = next(each for each in sample_people() if each.deputy)
    presence.on_session_event(StandingsChanged([absent(person.extension, "sick", hours=None)], whole=False))
    form = opened(desk, person.extension)
    hub.answer(None, Unavailable("hub-unreachable"))
    assert person.name in form._away.text()
    assert any(presence.people[person.deputy or ""].name in each.text() for each in form.findChildren(QPushButton))


def test_advice_on_somebody_else_than_is_meant_now_is_left_alone(desk: CallbacksController, hub: AskedSession) -> None:
    form = opened(desk, OTHER.extension)
    late = hub._answer
    form.draft = Draft(f"{ME.name}, {ME.extension}")
    assert late is not None
    late(wire.CallbackAdvice(NOON, False, True, None, OTHER.extension))
    assert form._due.text() == ""


def test_nothing_typed_is_lost_by_hiding_by_a_refusal_or_by_another_language(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    form = opened(desk)
    form.draft = TYPED
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert opened(desk).draft == TYPED
    form.send()
    left(desk, hub, RequestState.REFUSED, BadInput("message-text-too-long", field="about", limit=500))
    assert form.draft == TYPED
    assert form._trouble.text()
    desk.speak("fi")
    qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
    assert desk.form is not None
    assert desk.form.draft == TYPED


def test_what_is_typed_survives_the_end_of_the_program_for_whoever_typed_it(
    presence: Presence, hub: AskedSession, tmp_path: Path, qtbot: QtBot
) -> None:
    def started() -> CallbacksController:
        made = CallbacksController(presence, "sv", submit=hub.submit, say=lambda *_: None, quiet=lambda: True)
        made.drafts = DraftFile(tmp_path)
        desks.append(made)
        return made

    desks: list[CallbacksController] = []
    form = opened(started())
    form.draft = TYPED
    # Kept by then, and the newest of what was typed: a program that is killed at this moment loses nothing.
    assert desks[-1].drafts is not None
    assert desks[-1].drafts.read("me") == TYPED
    assert DraftFile(tmp_path).read("me") == TYPED
    assert (tmp_path / "draft.json").stat().st_mode & 0o077 == 0
    assert DraftFile(tmp_path).read("somebody-else") == Draft()
    # The program was killed: nothing of it remains but the file.
    form = opened(started())
    assert form.draft == TYPED
    # On its way it lies in the outbox, and nobody shall find it here and leave it twice; refused it is only here.
    form.send()
    left(desks[-1], hub, RequestState.SENDING)
    qtbot.waitUntil(lambda: DraftFile(tmp_path).read("me") == Draft())
    left(desks[-1], hub, RequestState.REFUSED, BadInput("message-text-too-long", field="about", limit=500))
    qtbot.waitUntil(lambda: DraftFile(tmp_path).read("me") == TYPED)
    form.throw_away()
    qtbot.waitUntil(lambda: not (tmp_path / "draft.json").exists())
    for each in desks:
        each.forget_windows()


def test_it_is_told_when_the_hub_has_it_and_when_it_waits(
    desk: CallbacksController, hub: AskedSession, notes: list[str]
) -> None:
    form = opened(desk)
    form.draft = TYPED
    form.send()
    assert not form._send.isEnabled()
    left(desk, hub, RequestState.SENDING)
    assert form.isVisible()
    assert notes == []
    left(desk, hub, RequestState.QUEUED, Unavailable("hub-unreachable"))
    left(desk, hub, RequestState.IN_FORCE)
    assert not form.isVisible()
    assert form.is_empty
    assert len(notes) == 2


def test_a_message_dropped_at_the_sign_out_comes_back_when_the_form_is_opened(
    desk: CallbacksController, hub: AskedSession, notes: list[str]
) -> None:
    form = opened(desk)
    form.draft = TYPED
    form.send()
    left(desk, hub, RequestState.QUEUED, Unavailable("hub-unreachable"))
    left(desk, hub, RequestState.REFUSED, SignInNeeded("not-signed-in"))
    assert notes[-1]
    again = opened(desk).draft
    assert (again.to, again.name, again.about, again.urgent) == (TYPED.to, TYPED.name, TYPED.about, TYPED.urgent)
    opened(desk).send()
    assert hub.left[1] == hub.left[0]


def test_a_refusal_while_it_is_open_is_said_there_alone(desk: CallbacksController, hub: AskedSession, notes: list[str]) -> None:
    form = opened(desk)
    form.draft = TYPED
    form.send()
    left(desk, hub, RequestState.REFUSED, NotFound("extension-unknown", extension="1"))
    assert form._trouble.text()
    assert notes == []


def test_colleagues_are_offered_as_they_are_found_everywhere(desk: CallbacksController, qtbot: QtBot) -> None:
    form = opened(desk)
    qtbot.keyClicks(form._to, OTHER.name.split()[0].lower())
    offered = form._to.completer().model()
    words = [offered.index(row, 0).data(WORDS) for row in range(offered.rowCount())]
    assert TYPED.to in words


def test_every_field_has_a_name_and_is_reached_by_tab(desk: CallbacksController) -> None:
    form = opened(desk)
    for kind in (QLineEdit, QPlainTextEdit, QCheckBox, QPushButton):
        for control in form.findChildren(kind):
            if control.isVisible() and not control.objectName().startswith("qt_"):
                assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name), control
                assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_among_thousands_it_opens_without_an_index_and_names_nobody_by_half_of_one(
    desk: CallbacksController, presence: Presence
) -> None:
    one = sample_people()[0]
    many = [msgspec.structs.replace(one, extension=str(at), name=f"Person {at}") for at in range(10_000, 13_000)]
    presence.on_session_event(FactsChanged(presence.me, presence.view, many, None))
    form, finder = opened(desk, "12999"), shared_finder(presence)
    field = form._to
    chosen = field.chosen()
    assert chosen is not None
    assert chosen.code == "12999"
    assert len(finder) == 0, "nothing is indexed for somebody who is named already"
    finder._building.setInterval(3_600_000)  # slices are asked for by hand
    field.setText("person 12998")
    assert field.chosen() is None
    while not finder.is_ready:
        finder._build()
        finder._catch_up()
    chosen = field.chosen()
    assert chosen is not None
    assert chosen.code == "12998"


def test_a_draft_that_was_put_away_says_so_and_can_be_begun_anew(desk: CallbacksController) -> None:
    form = opened(desk)
    assert not button(form, "Begin anew").isVisible()
    form.draft = TYPED
    QTest.keyClick(form, Qt.Key.Key_Escape)
    form = opened(desk)
    assert form.draft == TYPED
    assert "Draft from 12:00, not left yet." in texts(form) or "Draft from 12.00, not left yet." in texts(form)
    button(form, "Begin anew").click()
    assert form.is_empty
    assert "Draft" not in texts(form)
    button(form, "Undo").click()
    assert form.draft == TYPED
    button(form, "Hide").click()
    assert not form.isVisible()
    assert form.draft == TYPED


def test_a_form_that_was_made_anew_is_not_told_of_what_happens(desk: CallbacksController, presence: Presence) -> None:
    opened(desk, OTHER.extension)
    desk.speak("en")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    presence.on_session_event(StandingsChanged([absent(OTHER.extension, "lunch", version=3)], whole=False))
