"""Signing in: nothing typed is lost, what is wrong is said, and a password does not lie about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.sign_in import SignInWindow
from kalix_presence.desktop.signing_in import SigningIn
from kalix_presence.model.errors import BadInput, PresenceError, Unavailable

HUB = "https://hanvisning.example"


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow("en")
    qtbot.addWidget(made)
    made.open(HUB, "")
    return made


def sent(spy: QSignalSpy) -> list[list[object]]:
    return [spy.at(at) for at in range(spy.count())]


def focus(window: SignInWindow) -> object:
    return window.focusWidget()


def test_enter_submits_the_address_that_was_given(window: SignInWindow) -> None:
    spy = QSignalSpy(window.submitted)
    assert focus(window) is window._username
    QTest.keyClicks(window._username, " anna.ek ")
    QTest.keyClicks(window._password, " two words ")
    QTest.keyClick(window._password, Qt.Key.Key_Return)
    assert sent(spy) == [[HUB, "anna.ek", " two words "]]


def test_the_cursor_stands_in_the_first_field_that_is_empty(qtbot: QtBot) -> None:
    window = SignInWindow("en")
    qtbot.addWidget(window)
    window.open(HUB, "anna.ek")
    assert focus(window) is window._password


def test_enter_with_a_field_empty_goes_there(window: SignInWindow) -> None:
    spy = QSignalSpy(window.submitted)
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClick(window._username, Qt.Key.Key_Return)
    assert sent(spy) == []
    assert focus(window) is window._password


def test_after_an_error_all_that_was_typed_is_there_and_the_password_selected(window: SignInWindow) -> None:
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "secret")
    window.set_busy(True)
    assert not window._button.isEnabled()
    assert not window._username.isEnabled()
    window.set_busy(False)
    window.show_fault("sign-in-wrong", "Wrong username or password.")
    assert (window._username.text(), window._password.text()) == ("anna.ek", "secret")
    assert window._password.selectedText() != ""
    assert window._error.isVisible()
    assert window._password.accessibleDescription() == "Wrong username or password."
    QTest.keyClicks(window._password, "x")
    assert not window._error.isVisible()


def test_nothing_is_sent_twice_while_the_server_is_asked(window: SignInWindow) -> None:
    spy = QSignalSpy(window.submitted)
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "secret")
    window.set_busy(True)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert sent(spy) == []


@pytest.mark.parametrize(("typed", "said"), [("http://elsewhere.example", "https://"), ("ftp://x", "")])
def test_an_address_that_cannot_be_used_is_said_and_unfolded(window: SignInWindow, typed: str, said: str) -> None:
    spy = QSignalSpy(window.submitted)
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "secret")
    assert not window._hub.isVisible()
    window._hub.setText(typed)
    QTest.keyClick(window._password, Qt.Key.Key_Return)
    assert sent(spy) == []
    assert window._hub.isVisible()
    assert said in window._error.text()
    assert window._hub.selectedText() == typed


def test_an_address_without_scheme_gets_the_safe_one(window: SignInWindow) -> None:
    spy = QSignalSpy(window.submitted)
    window._hub.setText("hanvisning.example/")
    QTest.keyClicks(window._username, "a")
    QTest.keyClicks(window._password, "b")
    window._button.click()
    assert sent(spy) == [[HUB, "a", "b"]]


def test_the_password_is_hidden_and_is_gone_when_the_window_is(window: SignInWindow) -> None:
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "secret")
    assert window._password.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(window._password, Qt.Key.Key_Escape)
    assert not window.isVisible()
    window.open(HUB, "")
    assert (window._username.text(), window._password.text()) == ("anna.ek", "")


def test_opening_again_keeps_what_is_typed(window: SignInWindow) -> None:
    QTest.keyClicks(window._username, "anna")
    window.open("https://other.example", "per")
    assert (window._username.text(), window._hub.text()) == ("anna", HUB)


def test_capitals_only_hint_at_caps_lock(window: SignInWindow) -> None:
    QTest.keyClicks(window._password, "SEC")
    assert window._caps.isVisible()
    QTest.keyClicks(window._password, "r")
    assert not window._caps.isVisible()


def test_the_window_grows_with_what_it_says(window: SignInWindow) -> None:
    before = window.height()
    window.show_keyring_note("Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.")
    QApplication.processEvents()
    assert window.height() > before
    assert window._note.height() >= window._note.heightForWidth(window._note.width())


def test_a_code_of_the_administrators_asks_for_a_new_password_and_keeps_what_was_typed(window: SignInWindow) -> None:
    spy = QSignalSpy(window.submitted)
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "abcd-efgh-2345")
    assert window.new_password == ""
    window.show_fault("password-to-choose", "Now choose a new password.")
    assert focus(window) is window._new
    assert not window._button.isEnabled()
    QTest.keyClicks(window._new, "a new password")
    QTest.keyClicks(window._again, "a new passwort")
    QTest.keyClick(window._again, Qt.Key.Key_Return)
    assert sent(spy) == []
    assert "not alike" in window._error.text()
    assert focus(window) is window._new
    window._again.clear()
    QTest.keyClicks(window._again, "a new password")
    QTest.keyClick(window._again, Qt.Key.Key_Return)
    assert sent(spy) == [[HUB, "anna.ek", "abcd-efgh-2345"]]
    assert window.new_password == "a new password"
    window.show_fault("password-short", "Too short.")
    assert focus(window) is window._new
    window.hide()
    assert window.new_password == window._new.text() == window._again.text() == ""


def test_a_code_is_asked_for_beside_what_is_typed_and_goes_along(window: SignInWindow) -> None:
    QTest.keyClicks(window._username, "anna.ek")
    QTest.keyClicks(window._password, "secret")
    window.show_fault("factor-code-needed", "Write the code.")
    assert focus(window) is window.factor.code
    assert not window._button.isEnabled()
    QTest.keyClicks(window.factor.code, " 123 456 ")
    assert window._button.isEnabled()
    assert (window.answers.code, window.answers.ticket) == ("123 456", "")
    window.show_fault("factor-code-wrong", "Not right.")
    assert window.factor.code.selectedText()
    window.hide()
    assert window.answers.code == ""


def test_a_second_factor_that_the_site_demands_is_set_up_while_signing_in(window: SignInWindow) -> None:
    window.factor.offer("ticket", "ABCDEFGH", "otpauth://totp/Kalix:anna?secret=ABCDEFGH")
    window.show_fault("factor-to-set-up", "Your role needs one.")
    QTest.keyClicks(window.factor.code, "123456")
    assert (window.answers.code, window.answers.ticket) == ("123456", "ticket")


@pytest.mark.parametrize(
    ("fault", "said"),
    [(None, []), (BadInput("hub-address"), []), (Unavailable("left-behind", files="last-known.jsonl"), ["last-known.jsonl"])],
)
def test_what_a_sign_out_leaves_on_this_computer_is_said(qtbot: QtBot, fault: PresenceError | None, said: list[str]) -> None:
    signing = SigningIn(Settings, Secrets(), "en", submit=lambda _, done=None: done(None, fault) if done else None)
    spy = QSignalSpy(signing.noted)
    signing.sign_out()
    assert [part in str(note[1]) for part, note in zip(said, sent(spy), strict=True)] == [True] * len(said)
