"""Windows fit: what grows is placed again by its final height, and nothing lies beyond the edge of the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.client.session_events import MessagesChanged
from kalix_presence.desktop.callbacks.form import MessageForm
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.stack import CallbackStack
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.fitting import Fitted, beside, come_forward, place_within, room_for, scrolling
from tests.desktop.callbacks.message_samples import message

SCREEN = QRect(0, 0, 1366, 728)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.hide()


def free(window: QWidget) -> QRect:
    return QRect(window.screen().availableGeometry())


def squashed(window: QWidget) -> list[QWidget]:
    parts = [part for part in window.findChildren(QWidget) if isinstance(part, (QPushButton, QLineEdit, QLabel))]
    return [part for part in parts if part.isVisible() and part.height() < part.minimumSizeHint().height()]


@given(
    st.builds(QRect, st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(1, 1366), st.integers(1, 728)),
    st.builds(QPoint, st.integers(-5000, 5000), st.integers(-5000, 5000)),
)
def test_what_is_no_larger_than_the_screen_lies_within_it(frame: QRect, corner: QPoint) -> None:
    screen = SCREEN.translated(corner)
    there = QRect(place_within(frame, screen), frame.size())
    assert screen.contains(there)
    if screen.contains(frame):
        assert there == frame, "what is seen whole is not moved"


@pytest.mark.parametrize("at", ["lower", "upper", "left", "right"])
def test_it_comes_up_beside_the_icon_at_any_edge(window: QWidget, at: str) -> None:
    screen = free(window)
    icon = QRect(0, 0, 22, 22)
    middle = screen.center()
    icon.moveCenter(
        {
            "lower": QPoint(screen.right() - 100, screen.bottom() + 0),
            "upper": QPoint(screen.right() - 100, screen.top()),
            "left": QPoint(screen.left(), middle.y()),
            "right": QPoint(screen.right(), middle.y()),
        }[at]
    )
    window.resize(300, 200)
    beside(window, icon)
    assert screen.contains(window.geometry())
    near = window.geometry().adjusted(-40, -60, 40, 60)
    assert near.intersects(icon)


def test_what_grows_is_placed_again_by_its_final_height(window: QWidget, qtbot: QtBot) -> None:
    inside, rows = QWidget(), [QLabel("a line\nand another") for _ in range(6)]
    column = QVBoxLayout(inside)
    for row in rows:
        column.addWidget(row)
        row.hide()
    Fitted(window, inside, 300).fit()
    come_forward(window)
    window.move(free(window).right() - 310, free(window).bottom() - 40)
    for row in rows:
        row.show()
    qtbot.waitUntil(lambda: window.height() >= 6 * rows[0].sizeHint().height())
    assert free(window).contains(window.frameGeometry())
    assert not squashed(window)


def test_what_is_higher_than_the_screen_scrolls_and_shows_what_has_the_keyboard(window: QWidget, qtbot: QtBot) -> None:
    inside, fields = QWidget(), [QLineEdit() for _ in range(60)]
    column = QVBoxLayout(inside)
    for field in fields:
        column.addWidget(field)
    Fitted(window, inside, 300).fit()
    come_forward(window)
    qtbot.waitActive(window)
    assert window.height() <= room_for(window).height()
    assert not squashed(window)
    fields[-1].setFocus()
    qtbot.waitUntil(lambda: fields[-1].hasFocus())
    where = fields[-1].mapTo(window, fields[-1].rect().center())
    assert window.rect().contains(where)


def test_a_window_that_can_be_made_larger_is_never_larger_than_its_screen(window: QWidget) -> None:
    come_forward(window, QSize(9000, 9000))
    assert window.size() == room_for(window) or free(window).contains(window.frameGeometry())
    window.hide()
    window.resize(9000, 9000)
    come_forward(window, QSize(300, 300))
    assert free(window).contains(window.frameGeometry())


@pytest.mark.parametrize("part", ["hand_over", "later"])
def test_a_callback_card_that_is_unfolded_stays_whole(presence: Presence, qtbot: QtBot, part: str) -> None:
    messages = Messages(presence)
    stack = CallbackStack(presence, messages, "en")
    about = "One line of what it is about\n" * 4
    messages.on_session_event(MessagesChanged([message(1, caller_name="Eva\nNiemi", urgent=True, about=about)]))
    assert stack.open(message(1).id)
    before = stack.height()
    stack.card.open_hand_over() if part == "hand_over" else stack.card.open_later()
    qtbot.waitUntil(lambda: stack.height() > before)
    assert free(stack).contains(stack.frameGeometry())
    assert not squashed(stack)
    stack.card.fold()
    qtbot.waitUntil(lambda: stack.height() == before)
    stack.hide()


def test_the_message_form_keeps_its_buttons_in_sight_when_it_says_more(presence: Presence, qtbot: QtBot) -> None:
    form = MessageForm(presence, Messages(presence), "en")
    form.open("2031")
    form.move(form.x(), free(form).bottom() - form.height())
    before = form.height()
    form._say("There is something wrong with it, and that takes a line of its own in the form, or two of them.")
    qtbot.waitUntil(lambda: form.height() > before)
    assert free(form).contains(form.frameGeometry())
    assert not squashed(form)
    form.hide()


def test_the_foot_of_a_window_that_scrolls_is_whole_in_sight(window: QWidget, qtbot: QtBot) -> None:
    inside, foot, act = QWidget(), QHBoxLayout(), QPushButton("Ready")
    rows = QVBoxLayout(inside)
    for _ in range(200):
        rows.addWidget(QLabel("Words"))
    foot.addWidget(act)
    fitted = Fitted(window, inside, 300, foot=foot)
    come_forward(window)
    qtbot.waitUntil(lambda: fitted.verticalScrollBar().maximum() > 0)
    assert act.visibleRegion().boundingRect() == act.rect()
    assert window.height() <= room_for(window).height()


def test_a_bar_that_is_needed_no_longer_goes(window: QWidget, qtbot: QtBot) -> None:
    words = QLabel("Words that are wrapped, and need a line more where a bar stands beside them. " * 12)
    words.setWordWrap(True)
    inside = QWidget()
    rows = QVBoxLayout(inside)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(words)
    area = scrolling(inside)
    around = QVBoxLayout(window)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    window.show()
    bar = area.verticalScrollBar().sizeHint().width()
    high = words.heightForWidth
    wide = next(each for each in range(300, 900) if high(each - bar) > high(each))
    window.resize(wide, high(wide) - 5)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    window.resize(wide, high(wide))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
