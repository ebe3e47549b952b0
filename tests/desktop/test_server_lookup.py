"""The server is found by a real question to a name server, and only one of the own domain is proposed."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import AF_INET, SOCK_DGRAM, socket

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.server_lookup import ServerLookup
from kalix_presence.desktop.sign_in import SignInWindow


def name(dotted: str) -> bytes:
    return b"".join(bytes([len(part)]) + part.encode() for part in dotted.split(".")) + b"\0"


@contextmanager
def name_server(*records: tuple[int, int, str]) -> Iterator[int]:
    """Answers every question with these (priority, port, target)."""
    with socket(AF_INET, SOCK_DGRAM) as served:
        served.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    asked, who = served.recvfrom(4096)
                except OSError:
                    return
                question = asked[12 : asked.index(b"\0", 12) + 5]
                answers = b""
                for priority, port, target in records:
                    data = struct.pack("!HHH", priority, 0, port) + name(target)
                    answers += b"\xc0\x0c" + struct.pack("!HHIH", 33, 1, 60, len(data)) + data
                flags = 0x8180 if records else 0x8183
                served.sendto(asked[:2] + struct.pack("!HHHHH", flags, 1, len(records), 0, 0) + question + answers, who)

        threading.Thread(target=serve, daemon=True).start()
        yield served.getsockname()[1]


def looked_up(qtbot: QtBot, port: int) -> list[str]:
    lookup = ServerLookup("kommun.example", ("127.0.0.1", port))
    spy = QSignalSpy(lookup.found)
    ended = QSignalSpy(lookup._lookup.finished)
    lookup.start()
    assert ended.count() == 0, "the window is not held up"
    qtbot.waitUntil(lambda: ended.count() == 1)
    return [spy.at(at)[0] for at in range(spy.count())]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([(10, 443, "presence.kommun.example")], ["https://presence.kommun.example"]),
        ([(10, 8443, "p.kommun.example"), (5, 443, "first.kommun.example")], ["https://first.kommun.example"]),
        ([(10, 443, "presence.evil.example")], []),
        ([(10, 443, "evilkommun.example")], []),
        ([(1, 443, "evil.example"), (5, 8443, "p.kommun.example")], ["https://p.kommun.example:8443"]),
        ([(10, 443, ".")], []),
        ([], []),
    ],
)
def test_the_first_server_of_the_own_domain_is_proposed(
    qtbot: QtBot, records: list[tuple[int, int, str]], found: list[str]
) -> None:
    records = [(one, two, three.strip(".") or "x") for one, two, three in records]
    with name_server(*records) as port:
        assert looked_up(qtbot, port) == found


def opened(qtbot: QtBot) -> SignInWindow:
    window = SignInWindow("sv")
    qtbot.addWidget(window)
    window.open("", "")
    return window


def test_an_unknown_server_is_asked_for_with_the_field_open_and_focused(qtbot: QtBot) -> None:
    window = opened(qtbot)
    assert window._hub.isVisible()
    assert window._which.text()
    assert window.focusWidget() is window._hub


def test_a_found_server_is_shown_and_what_was_typed_stays(qtbot: QtBot) -> None:
    window = opened(qtbot)
    window.propose("https://presence.kommun.example")
    assert window._hub.text() == "https://presence.kommun.example"
    assert window._hub.isVisible(), "whoever signs in sees where the password goes"
    assert window.focusWidget() is window._username
    other = opened(qtbot)
    qtbot.keyClicks(other._hub, "mine.example")
    other.propose("https://presence.kommun.example")
    assert other._hub.text() == "mine.example"


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("sign-in-wrong", "_password"),
        ("hub-no-such-name", "_hub"),
        ("hub-refused", "_hub"),
        ("hub-no-hub", "_hub"),
        ("hub-no-https", "_hub"),
        ("hub-wrong-name", "_hub"),
        ("hub-untrusted", "_button"),
        ("hub-expired", "_button"),
        ("hub-timeout", "_button"),
        ("hub-proxy", "_button"),
        ("sign-in-wait", "_button"),
    ],
)
def test_after_a_fault_the_focus_stands_where_the_cure_is(qtbot: QtBot, code: str, where: str) -> None:
    window = opened(qtbot)
    for field in (window._hub, window._username, window._password):
        field.setText("presence.example")
    window.set_busy(True)
    window.set_busy(False)
    window.show_fault(code, "what happened")
    assert window.focusWidget() is getattr(window, where)
    assert window._error.text() == "what happened"
    for field in (window._password, window._hub):
        marked = isinstance(field, QLineEdit) and field.accessibleDescription() == "what happened"
        assert marked is (field is getattr(window, where))
