"""`sign-in`, `sign-out` and `password`."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import msgspec

from kalix_presence import shipped
from kalix_presence.cli.context import joined, new_session
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.client.connection.answers import NOTHING_MORE, Answers
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.device_name import device_name
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.session import Session
from kalix_presence.client.sync.credentials import Proven
from kalix_presence.model.errors import BadInput, PresenceError, SignInNeeded
from kalix_presence.model.fours import in_fours
from kalix_presence.model.words import Words

T = TypeVar("T")


async def sign_in(hub: str, username: str, *, show_token: bool) -> int:
    """Sign in and keep the token in the keyring, or with `show_token` print it for a script and keep nothing."""
    session = new_session(hub)
    words = shipped.words(session.language)
    try:
        name = username or session.credentials.settings.username or _ask_line(words.say("cli.ask-username"))
        password = ask_password(words.say("cli.ask-password", username=name))
        if not name or not password:
            raise SignInNeeded("sign-in-empty")
        device = device_name()
        if show_token:
            proven = await _proven(session, words, name, password, device)
            print_recovery_codes(words, proven.signed.recovery)
            print(proven.signed.token)
            return Exit.OK
        return await signed_in(session, words, name, was_kept=await _signed_in(session, words, name, password, device))
    finally:
        await session.close()


async def signed_in(session: Session, words: Words, name: str, *, was_kept: bool) -> int:
    """Say that `name` is signed in, and remember it; a token that the keyring would not keep is given back."""
    if not was_kept:
        await session.hub.sign_out()  # a token that nobody can keep must not stay good
        keyring = session.credentials.secrets.state.value
        print_error(f"{words.say(f'errors.keyring-{keyring}')} {words.say('cli.use-token')}")
        return Exit.SIGN_IN_NEEDED
    kept.save(
        Folders.usual().config,
        msgspec.structs.replace(session.credentials.settings, username=name, hub=session.hub.server),
    )
    print(words.say("cli.signed-in", username=name, hub=session.hub.server))
    await _remember(session)
    return Exit.OK


async def _proven(session: Session, words: Words, name: str, password: str, device: str) -> Proven:
    prove = session.credentials.prove
    ask = partial(prove, name, password, device=device, refreshing=False)
    return await _answering(words, lambda answers: ask(answers=answers))


async def _signed_in(session: Session, words: Words, name: str, password: str, device: str) -> bool:
    ask = partial(session.sign_in, name, password, device=device, follow=False)
    kept = await _answering(words, lambda answers: ask(answers=answers))
    print_recovery_codes(words, session.recovery_codes)
    return kept


async def _answering(words: Words, ask: Callable[[Answers], Awaitable[T]]) -> T:
    """`ask` with what the hub wants to know beside the password: each thing is asked for once."""
    answers = NOTHING_MORE
    while True:
        try:
            return await ask(answers)
        except SignInNeeded as refused:
            answers = _answered(words, answers, refused)


def _answered(words: Words, answers: Answers, refused: SignInNeeded) -> Answers:
    """`answers` with what `refused` asks for; raises it when that was answered already, or when it asks for nothing."""
    if refused.code == "password-to-choose" and not answers.new_password:
        print_error(words.say("errors.password-to-choose"))
        return replace(answers, new_password=ask_new_password(words))
    if refused.code == "factor-code-needed" and not answers.code:
        print_error(words.say("errors.factor-code-needed"))
        return replace(answers, code=ask_code(words))
    if refused.code == "factor-to-set-up" and not answers.ticket:
        print_error(words.say("errors.factor-to-set-up"))
        print_key(words, str(refused.params.get("secret")), str(refused.params.get("uri")))
        return replace(answers, ticket=str(refused.params.get("ticket")), code=ask_code(words))
    raise refused


def ask_code(words: Words) -> str:
    """A code, as it is typed."""
    return _ask_line(words.say("cli.ask-code"))


def print_key(words: Words, secret: str, uri: str) -> None:
    """The key for an authenticator, as a picture to photograph where that can be shown."""
    if sys.stderr.isatty():
        import segno

        segno.make(uri, error="m").terminal(sys.stderr, compact=True)
    print_error(words.say("cli.factor-key", secret=in_fours(secret)))
    print_error(words.say("cli.factor-uri", uri=uri))


def print_recovery_codes(words: Words, codes: list[str]) -> None:
    """The codes for a lost authenticator, which nobody is shown again."""
    if codes:
        print_error(words.say("cli.factor-recovery"))
        for code in codes:
            print_error(f"  {code}")


def ask_new_password(words: Words) -> str:
    """A new password, typed twice at a terminal. Raises BadInput `password-unlike`."""
    typed = ask_password(words.say("cli.ask-password-new"))
    if sys.stdin.isatty() and ask_password(words.say("cli.ask-password-again")) != typed:
        raise BadInput("password-unlike", field="password")
    return typed


async def change_password() -> int:
    """Choose another password; the present one is asked for."""
    async with joined() as desk:
        current = ask_password(desk.words.say("cli.ask-password-present"))
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


def ask_password(prompt: str) -> str:
    """A password, which is not shown."""
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
