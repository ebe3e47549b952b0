"""Where one is signed in, from the settings: shown with what tells it apart, ended at a click."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from kalix_presence.desktop.settings.sessions_field import MOST_SHOWN
from kalix_presence.desktop.settings.sign_in_page import SignInPage
from kalix_presence.model.errors import Unavailable
from tests.desktop.settings.test_sign_in_page import Hub, hub, page, view

__all__ = ["hub", "page"]


def words(page: SignInPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def button(page: SignInPage, name: str) -> QPushButton | None:
    buttons = page.findChildren(QPushButton)
    return next((each for each in buttons if each.isVisible() and each.accessibleName() == name), None)


def test_one_sees_where_one_is_signed_in_and_ends_it_there(page: SignInPage, hub: Hub) -> None:
    assert {"phone", "desk", "home"} <= set(words(page))
    assert any(each.startswith("This sign-in") for each in words(page))
    assert any(each.startswith("Connected now") for each in words(page))
    assert button(page, "Sign out of desk") is None
    end = button(page, "Sign out of phone")
    assert end is not None
    end.click()
    assert hub.asked == [("end", "phone" * 8)]
    assert "phone" not in words(page)
    page.sessions.end_others.click()
    assert "home" not in words(page)
    assert not page.sessions.end_others.isVisible()


def test_a_sign_out_that_is_refused_is_said(page: SignInPage, hub: Hub) -> None:
    hub.fault = Unavailable("hub-unreachable")
    page.sessions.end_others.click()
    assert page.sessions.said.text()
    assert "home" in words(page)


def test_very_many_are_counted(page: SignInPage) -> None:
    page.sessions.show_sessions([view(f"d{number}") for number in range(MOST_SHOWN + 3)])
    assert "More sign-ins: 3." in words(page)
