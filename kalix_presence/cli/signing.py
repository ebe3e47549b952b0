"""`sign-in`, `sign-out` and `password`."""

from __future__ import annotations

import getpass
import platform
import sys

import msgspec

from kalix_presence import shipped
from kalix_presence.cli.context import joined, new_session
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.session import Session
from kalix_presence.client.sync.credentials import Proven
from kalix_presence.model.errors import BadInput, PresenceError, SignInNeeded
from kalix_presence.model.words import Words


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
            print((await _proven(session, words, name, password, device)).signed.token)
            return Exit.OK
        if not await _signed_in(session, words, name, password, device):
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


async def _proven(session: Session, words: Words, name: str, password: str, device: str) -> Proven:
    prove = session.credentials.prove
    try:
        return await prove(name, password, device=device, refreshing=False)
    except SignInNeeded as refused:
        new = _new_password(words, refused)
        return await prove(name, password, device=device, refreshing=False, new_password=new)


async def _signed_in(session: Session, words: Words, name: str, password: str, device: str) -> bool:
    try:
        return await session.sign_in(name, password, device=device, follow=False)
    except SignInNeeded as refused:
        new = _new_password(words, refused)
        return await session.sign_in(name, password, device=device, follow=False, new_password=new)


def _new_password(words: Words, refused: SignInNeeded) -> str:
    """A new password, asked for because the one that was typed is a code of the administrator's; else raises `refused`."""
    if refused.code != "password-to-choose":
        raise refused
    print_error(words.say("errors.password-to-choose"))
    return ask_new_password(words)


def ask_new_password(words: Words) -> str:
    """A new password, typed twice at a terminal. Raises BadInput `password-unlike`."""
    typed = _ask_password(words.say("cli.ask-password-new"))
    if sys.stdin.isatty() and _ask_password(words.say("cli.ask-password-again")) != typed:
        raise BadInput("password-unlike", field="password")
    return typed


async def change_password() -> int:
    """Choose another password; the present one is asked for."""
    async with joined() as desk:
        current = _ask_password(desk.words.say("cli.ask-password-present"))
        await desk.session.hub.change_password(current, ask_new_password(desk.words))
        print(desk.words.say("cli.password-changed"))
        return Exit.OK


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
