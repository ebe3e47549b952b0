"""Setting up a second factor, and giving it up: what is asked, where a refusal is mended, and that no secret lies about."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.factor.window import FactorWindow
from kalix_presence.model.errors import BadInput
from tests.desktop.settings.bridge_at_once import answering_at_once

OFFER = wire.FactorOffer("ticket", "ABCDEFGH", "otpauth://totp/Kalix:anna?secret=ABCDEFGH")
CODES = ["abcd-efgh-jkmn", "pqrs-tuvw-xyz2"]


class Hub:
    """Takes down what is asked, and refuses with what a test puts in."""

    def __init__(self) -> None:
        self.taken: list[wire.FactorTaken] = []
        self.given_up: list[wire.FactorGivenUp] = []
        self.fault: Exception | None = None

    async def offer_second_factor(self) -> wire.FactorOffer:
        return OFFER

    async def set_second_factor(self, taken: wire.FactorTaken) -> list[str]:
        self.taken.append(taken)
        if self.fault is not None:
            raise self.fault
        return CODES

    async def end_second_factor(self, given_up: wire.FactorGivenUp) -> None:
        self.given_up.append(given_up)
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def window(hub: Hub, qtbot: QtBot) -> FactorWindow:
    made = FactorWindow("en", answering_at_once(hub))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    return made


def shown(window: FactorWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def answer(window: FactorWindow, password: str = "secret", code: str = "123456") -> None:
    for field, text in ((window.password, password), (window.fields.code, code)):
        field.clear()
        QTest.keyClicks(field, text)
    window.done.click()


def test_a_key_is_shown_and_its_first_code_brings_recovery_codes_once(window: FactorWindow, hub: Hub, qtbot: QtBot) -> None:
    changed = QSignalSpy(window.changed)
    window.open(there=False)
    window._offered(OFFER, None)  # the bridge answers once the window is there
    assert "ABCD EFGH" in shown(window)
    assert not window.done.isEnabled()
    answer(window)
    assert hub.taken == [wire.FactorTaken("secret", "ticket", "123456")]
    assert window.recovery is not None
    qtbot.addWidget(window.recovery)
    assert window.recovery.codes.split() == CODES
    assert changed.count() == 1
    assert not window.isVisible()


def test_nothing_secret_lies_about_in_a_window_that_was_closed(window: FactorWindow) -> None:
    window.open(there=False)
    window._offered(OFFER, None)
    QTest.keyClicks(window.password, "secret")
    window.hide()
    assert window.password.text() == ""
    assert window.fields.ticket == ""
    assert not any("ABCD" in label.text() for label in window.findChildren(QLabel))


@pytest.mark.parametrize(("fault", "field"), [("factor-code-wrong", "code"), ("password-wrong", "password")])
def test_a_refusal_leaves_what_was_typed_and_goes_where_it_is_mended(
    window: FactorWindow, hub: Hub, fault: str, field: str
) -> None:
    hub.fault = BadInput(fault, field=field)
    window.open(there=True)
    answer(window)
    assert hub.given_up == [wire.FactorGivenUp("secret", "123456")]
    assert window.isVisible()
    assert (window.password.text(), window.fields.code.text()) == ("secret", "123456")
    assert window.focusWidget() is (window.fields.code if field == "code" else window.password)
    assert window.done.isEnabled()


def test_recovery_codes_are_copied_whole(window: FactorWindow, qtbot: QtBot) -> None:
    window.open(there=False)
    window._offered(OFFER, None)
    answer(window)
    assert window.recovery is not None
    qtbot.addWidget(window.recovery)
    window.recovery.findChildren(type(window.done))[0].click()
    assert QGuiApplication.clipboard().text().split() == CODES
