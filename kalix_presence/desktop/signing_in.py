"""Signing in: finds the server, asks for who one is, and says what kept it from working where that can be mended."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence.client.local.secrets import KeyringState, Secrets
from kalix_presence.client.local.settings_table import DEFAULT_HUB
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import fault_sentence, sentence
from kalix_presence.desktop.widgets.dropping import drop
from kalix_presence.model.errors import BadInput, SignInNeeded, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.client.session import Session
    from kalix_presence.desktop.factor.recovery import RecoveryWindow
    from kalix_presence.desktop.server_lookup import ServerLookup
    from kalix_presence.desktop.sign_in import SignInWindow


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
        self.recovery: RecoveryWindow | None = None
        self._lookup: ServerLookup | None = None

    def speak(self, language: str) -> None:
        """Go on in another language; the window is made anew."""
        self._language = language
        self.forget_window()

    def forget_window(self) -> None:
        """Make it anew when it is next wanted."""
        drop(self.window)
        self.window = None

    def open(self) -> None:
        """Bring the window to the front."""
        if self.window is None:
            from kalix_presence.desktop.sign_in import SignInWindow

            self.window = SignInWindow(self._language)
            self.window.submitted.connect(self._sign_in)
        settings = self._settings()
        decided = self._decided("hub")
        known = settings.hub != DEFAULT_HUB or bool(settings.username) or self.hub_known
        self.window.open(settings.hub if known else "", settings.username, decided)
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

    def hide(self) -> None:
        """It is not needed any more."""
        if self.window is not None:
            self.window.hide()

    def _sign_in(self, hub: str, username: str, password: str) -> None:
        assert self.window is not None  # noqa: S101 - it made the signal
        self.window.set_busy(True)
        self.hub_fault = None
        if hub != self._settings().hub:
            self.hub_chosen.emit(hub)
        device = platform.node()[:60]
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
