"""Signing in: finds the server, asks for who one is, and says what kept it from working where that can be mended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from kalix_presence import shipped, wire
from kalix_presence.client.connection.organisation import read_ways
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.device_name import device_name
from kalix_presence.client.local.secrets import KeyringState, Secrets
from kalix_presence.client.local.settings_table import DEFAULT_HUB
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import fault_sentence, sentence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.errors import BadInput, SignInNeeded, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.client.session import Session
    from kalix_presence.desktop.factor.recovery import RecoveryWindow
    from kalix_presence.desktop.server_lookup import ServerLookup
    from kalix_presence.desktop.sign_in import SignInWindow
    from kalix_presence.model.words import Words


class SigningIn(QObject):
    """`settings` are those that count now; `secrets` says what the keyring said.

    `decided` says who has decided a setting for this computer, "" where nobody has.
    """

    hub_chosen = Signal(str)
    """Another server than so far is to be asked, before `ask` is."""
    signed_in = Signal(str)
    """This username is signed in."""
    noted = Signal(str, str)
    """A title and a text to be said in the corner."""
    _to_browse = Signal(str)
    """Of the network thread: this address is to be shown in the browser."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        secrets: Secrets,
        language: str,
        *,
        submit: Submit,
        decided: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._decided = decided
        self._settings, self._secrets, self._language, self._submit = settings, secrets, language, submit
        self.hub_fault: BadInput | None = None
        """What is wrong with the address that the environment gives."""
        self.hub_known = False
        """Whether somebody, or something on this computer, named a server at the start."""
        self.window: SignInWindow | None = None
        self._typed = KeptText(lambda: "")
        self.recovery: RecoveryWindow | None = None
        self._lookup: ServerLookup | None = None
        self._attempt: _InBrowser | None = None
        self._to_browse.connect(self._browse, Qt.ConnectionType.QueuedConnection)

    def speak(self, language: str) -> None:
        """Go on in another language; the window is made anew."""
        self._language = language
        self.forget_window()

    def forget_window(self) -> None:
        """Make it anew when it is next wanted."""
        self._typed.let_go(self.window)
        self.window = None

    def open(self) -> None:
        """Bring the window to the front."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.sign_in import SignInWindow

            self.window = SignInWindow(self._language)
            self.window.submitted.connect(self._sign_in)
            self.window.organisation_chosen.connect(self._sign_in_by_organisation)
            self.window.hub_given.connect(self._ask_ways)
        settings = self._settings()
        decided = self._decided("hub")
        known = settings.hub != DEFAULT_HUB or bool(settings.username) or self.hub_known
        self.window.open(settings.hub if known else "", settings.username, decided)
        if fresh:
            self._typed.put_back(self.window)
        if self.window.address:
            self._ask_ways(self.window.address)
        if not known and not decided and self._lookup is None:
            from kalix_presence.desktop.server_lookup import ServerLookup

            self._lookup = ServerLookup()
            self._lookup.found.connect(self._found)
            self._lookup.start()
        if self.hub_fault is not None:
            self.window.show_fault(self.hub_fault.code, sentence(self.hub_fault, self._language))
        if self._secrets.state is not KeyringState.USABLE:
            self.window.show_keyring_note(self.about_keyring())

    def _found(self, address: str) -> None:
        if self.window is not None:
            self.window.propose(address)
            if self.window.address:
                self._ask_ways(self.window.address)

    def _ask_ways(self, address: str) -> None:
        """Whether one can sign in there by the organisation. Where nobody answers there is no button: signing in says why."""

        async def ask(session: Session) -> wire.SignInWays:
            hub = HubClient(address, language=self._language)
            try:
                return await read_ways(hub)
            finally:
                await hub.close()

        def done(ways: wire.SignInWays | None, fault: Exception | None) -> None:
            if self.window is not None:
                self.window.offer(address, ways.organisation if ways is not None else "")

        self._submit(ask, done)

    def hide(self) -> None:
        """It is not needed any more."""
        if self.window is not None:
            self.window.hide()

    def _sign_in_by_organisation(self, hub: str) -> None:
        """In the browser. Asked again, the one before is let go: somebody has closed its page."""
        assert self.window is not None  # noqa: S101 - it made the signal
        self.let_go()
        self.hub_fault = None
        if hub != self._settings().hub:
            self.hub_chosen.emit(hub)
        attempt = self._attempt = _InBrowser(shipped.words(self._language), self._to_browse.emit)
        self.window.show_browsing(True)
        self._submit(attempt.sign_in, self._signed_in_by_organisation, attempt)

    def _signed_in_by_organisation(self, done: tuple[bool, str] | None, fault: Exception | None, attempt: _InBrowser) -> None:
        if attempt is not self._attempt:
            return  # another one goes on, or nobody wants it any more
        self._attempt = None
        if self.window is not None:
            self.window.show_browsing(False)
        was_kept, username = done or (False, "")
        self._signed_in((was_kept, []) if done else None, fault, username)

    def let_go(self) -> None:
        if self._attempt is not None:
            self._attempt.let_go()
            self._attempt = None

    @Slot(str)
    def _browse(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)) and self.window is not None:
            fault = Unavailable("browser-not-opened", address=address)
            self.window.show_fault(fault.code, sentence(fault, self._language))

    def _sign_in(self, hub: str, username: str, password: str) -> None:
        assert self.window is not None  # noqa: S101 - it made the signal
        self.let_go()
        self.window.show_browsing(False)
        self.window.set_busy(True)
        self.hub_fault = None
        if hub != self._settings().hub:
            self.hub_chosen.emit(hub)
        device = device_name()
        answers = self.window.answers

        async def sign_in(session: Session) -> tuple[bool, list[str]]:
            return await session.sign_in(username, password, device=device, answers=answers), session.recovery_codes

        self._submit(sign_in, self._signed_in, username)

    def _signed_in(self, done: tuple[bool, list[str]] | None, fault: Exception | None, username: str) -> None:
        if self.window is not None:
            self.window.set_busy(False)
        if fault is not None:
            if self.window is not None:
                code = getattr(fault, "code", "")
                if isinstance(fault, SignInNeeded) and code == "factor-to-set-up":
                    self.window.factor.offer(*(str(fault.params.get(name, "")) for name in ("ticket", "secret", "uri")))
                self.window.show_fault(code, fault_sentence(fault, self._language))
            return
        self.signed_in.emit(username)
        self.hide()
        was_kept, recovery = done or (False, [])
        if recovery:
            from kalix_presence.desktop.factor.recovery import RecoveryWindow

            self.recovery = RecoveryWindow(recovery)
            self.recovery.open()
        if not was_kept:
            self.noted.emit(self.tr("Signed in"), self.about_keyring())

    def sign_out(self) -> None:
        """Sign out; what is left behind on this computer is said."""

        def done(_: None, fault: Exception | None) -> None:
            if isinstance(fault, Unavailable) and fault.code == "left-behind":
                self.noted.emit(self.tr("Signed out"), fault_sentence(fault, self._language))

        self._submit(lambda session: session.sign_out(), done)

    def about_keyring(self) -> str:
        """Why one is asked at each start."""
        if self._secrets.state is KeyringState.LOCKED:
            return self.tr("Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.")
        if self._secrets.state is KeyringState.SILENT:
            return self.tr("Your keyring does not answer, so you are asked to sign in at each start.")
        return self.tr("This computer has no keyring to keep your sign-in safe, so you are asked at each start.")


class _InBrowser:
    """One sign-in in the browser, which can be let go from the GUI thread while it waits."""

    def __init__(self, words: Words, browse: Callable[[str], object]) -> None:
        self._words, self._show = words, browse
        self._lock = threading.Lock()
        self._task: asyncio.Task[wire.SignedIn] | None = None
        self._gone = False

    async def sign_in(self, session: Session) -> tuple[bool, str]:
        """Whether it is kept, and as whom; raises SignInNeeded `organisation-over` when it was let go."""

        from kalix_presence.client.connection.organisation_sign_in import prove_in_browser

        async def browse(address: str) -> None:
            self._show(address)

        with self._lock:
            if self._gone:
                raise SignInNeeded("organisation-over")
            self._task = asyncio.ensure_future(prove_in_browser(session.hub, browse, self._words, device=device_name()))
        try:
            signed = await self._task
        except asyncio.CancelledError:
            if not self._gone:
                raise
            raise SignInNeeded("organisation-over") from None
        return await session.take_sign_in(signed), signed.username

    def let_go(self) -> None:
        """Wait for it no longer; its port is free again."""
        with self._lock:
            self._gone = True
            if self._task is not None:
                with suppress(RuntimeError):  # the network thread has ended by itself
                    self._task.get_loop().call_soon_threadsafe(self._task.cancel)
