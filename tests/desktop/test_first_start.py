"""The first start at an address where no hub is to be had: each kind of failure, over real sockets, in its own words and with the
cursor where the cure is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from typing import Any

from pytestqt.qtbot import QtBot

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.desktop.sign_in import SignInWindow
from kalix_presence.desktop.signing_in import SigningIn
from tests.client.connection.servers import LATER, LONG_AGO, certificate, web
from tests.desktop.sample import Clock


@contextmanager
def nobody(_: Path) -> Iterator[str]:
    yield "https://presence.nobody.invalid"


@contextmanager
def closed(_: Path) -> Iterator[str]:
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


@contextmanager
def another(_: Path) -> Iterator[str]:
    with web() as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def unencrypted(_: Path) -> Iterator[str]:
    with web() as port:
        yield f"https://127.0.0.1:{port}"


@contextmanager
def unknown_certificate(folder: Path) -> Iterator[str]:
    with web(context=certificate(folder, "localhost", LONG_AGO, LATER)) as port:
        yield f"https://localhost:{port}"


KINDS = {
    nobody: "presence.nobody.invalid",
    closed: "127.0.0.1",
    another: "Something other than a presence server",
    unencrypted: "https",
    unknown_certificate: "certificate",
}


@contextmanager
def tried(address: str, folder: Path, qtbot: QtBot) -> Iterator[SignInWindow]:
    settings, folders = Settings(hub=address), Folders(folder / "c", folder / "d", folder / "s")
    secrets = Secrets()
    bridge = Bridge(lambda: Session(settings, folders, language="en", clock=Clock(), secrets=secrets))

    def submit(work: Any, done: Any = None, *also: Any) -> None:
        bridge.submit(work, None if done is None else lambda answer, fault: done(answer, fault, *also))

    signing = SigningIn(lambda: settings, secrets, "en", submit=submit)
    bridge.start()
    try:
        signing.open()
        window = signing.window
        assert window is not None
        qtbot.addWidget(window)
        window._hub.setText(address)
        window._username.setText("anna.ek")
        window._password.setText("a password of hers")
        window._password.textEdited.emit(window._password.text())
        window._password.setFocus()
        window._button.click()
        qtbot.waitUntil(lambda: window._button.isEnabled() and bool(window._error.text()))
        yield window
    finally:
        signing.let_go()
        bridge.stop()


def test_each_kind_of_failure_has_its_own_words_and_its_own_cure(tmp_path: Path, qtbot: QtBot) -> None:
    said = {}
    for kind, named in KINDS.items():
        with kind(tmp_path) as address, tried(address, tmp_path / kind.__name__, qtbot) as window:
            said[kind.__name__] = window._error.text()
            assert named in window._error.text()
            at_address = kind is not unknown_certificate
            assert (window.focusWidget() is window._hub) is at_address, kind.__name__
            assert window._password.text() == "a password of hers", "it was not what was wrong"
            if at_address:
                assert window._hub.isVisible()
    assert len(set(said.values())) == len(KINDS), said
