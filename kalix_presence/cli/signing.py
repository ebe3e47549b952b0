"""`sign-in` and `sign-out`."""

from __future__ import annotations

import getpass
import platform
import sys

import msgspec

from kalix_presence import shipped
from kalix_presence.cli.context import new_session
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.session import Session
from kalix_presence.model.errors import PresenceError, SignInNeeded


async def sign_in(hub: str, username: str, *, show_token: bool) -> int:
    """Sign in and keep the token in the keyring, or with `show_token` print it for a script and keep nothing."""
    session = new_session(hub)
    words = shipped.words(session.language)
    try:
        name = username or session.credentials.settings.username or _ask_line(words.say("cli.ask-username"))
        password = _ask_password(words.say("cli.ask-password", username=name))
        if not name or not password:
            raise SignInNeeded("sign-in-empty")
        device = platform.node()[:60]
        if show_token:
            print((await session.credentials.prove(name, password, device=device, refreshing=False)).signed.token)
            return Exit.OK
        if not await session.sign_in(name, password, device=device, follow=False):
            await session.hub.sign_out()  # a token that nobody can keep must not stay good
            keyring = session.credentials.secrets.state.value
            print_error(f"{words.say(f'errors.keyring-{keyring}')} {words.say('cli.use-token')}")
            return Exit.SIGN_IN_NEEDED
        kept.save(
            Folders.usual().config,
            msgspec.structs.replace(session.credentials.settings, username=name, hub=session.hub.address),
        )
        print(words.say("cli.signed-in", username=name, hub=session.hub.address))
        await _remember(session)
        return Exit.OK
    finally:
        await session.close()


async def sign_out() -> int:
    """Make the token worthless and forget what was seen."""
    session = new_session()
    try:
        await session.credentials.load_token()
        await session.sign_out()
        print(shipped.words(session.language).say("cli.signed-out"))
        return Exit.OK
    finally:
        await session.close()


async def _remember(session: Session) -> None:
    """Keep who one is and the reasons, so that a status can be set also while the hub is away."""
    try:
        await session.fetcher.fetch_facts()
    except PresenceError:
        return
    session.known.board.replace(person.standing for person in session.known.people if person.standing)
    session.remember()


def _ask_line(prompt: str) -> str:
    if sys.stdin.isatty():
        print(prompt, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _ask_password(prompt: str) -> str:
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
