"""kalix-hub setup: five questions, each with a default, and a hub that is ready to be started."""

from __future__ import annotations

import locale
import os
import shlex
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.access.auth import hashed
from kalix_presence.hub.commands.check import say_lines
from kalix_presence.hub.commands.init import first_account
from kalix_presence.hub.commands.password import one_time_code
from kalix_presence.hub.commands.saying import language, note, refusing, say, write
from kalix_presence.hub.commands.setup_answers import EMBEDDED, PROXY, QUESTIONS, Question, write_files
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.pbx.set_up import set_up_by_place
from kalix_presence.hub.site.config import FILE, Config, read_config
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store.accounts import Account
from kalix_presence.model.errors import BadInput, Conflict, PresenceError, Unavailable

CODE_HOURS = 72
LONGEST = 1_000
"""Characters of an answer."""


def setup(
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not hold a configuration yet.")] = Path(
        "/var/lib/kalix-hub"
    ),
    organisation: Annotated[str | None, typer.Option(help="What the organisation is called.")] = None,
    pbx: Annotated[str | None, typer.Option(help="HOST or HOST:PORT of the PBX; embedded: none yet.")] = None,
    name: Annotated[str | None, typer.Option(help="The name by which computers reach the hub.")] = None,
    certificate: Annotated[str | None, typer.Option(help="Its file, with the key beside it; proxy: nginx here has it.")] = None,
    administrator: Annotated[str | None, typer.Option(help="Username of the first administrator.")] = None,
    ask: Annotated[bool, typer.Option(help="Ask for what is not given; else its default is taken.")] = True,
    check: Annotated[bool, typer.Option(help="End with what kalix-hub check says.")] = True,
) -> None:
    """Set up a hub by five questions: settings, database, and a first administrator with a code for the first sign-in."""
    given = {"organisation": organisation, "pbx": pbx, "name": name, "certificate": certificate, "administrator": administrator}
    answers: dict[str, str] = {}
    with refusing():
        _refuse_place(folder)
        try:
            for question in QUESTIONS:
                answers[question.name] = _answer(question, given[question.name], answers, ask=ask)
            code = _made(folder, answers)
        except (EOFError, KeyboardInterrupt):
            _say_again(folder, given, answers)
            raise typer.Exit(130) from None
        except PresenceError:
            _say_again(folder, given, answers)
            raise
    say("setup-done", folder=folder)
    say("setup-code", username=answers["administrator"], hours=CODE_HOURS)
    typer.echo(f"    {code}")
    _say_next(folder, answers)
    if check:
        say_lines(folder)


def _refuse_place(folder: Path) -> None:
    """Before anything is asked: what would be refused in the end."""
    if (folder / FILE).exists():
        raise Conflict("config-there", folder=str(folder))
    for name in ("policy.toml", Config().database):
        if (folder / name).exists():
            raise Conflict("setup-file-there", file=str(folder / name))
    if hasattr(os, "geteuid") and os.geteuid() == 0 and folder.exists() and (owner := folder.stat().st_uid) != 0:
        raise BadInput("setup-as-root", user=f"#{owner}", folder=str(folder))


def _answer(question: Question, given: str | None, answers: dict[str, str], *, ask: bool) -> str:
    """The answer as it is kept. What is refused is asked for once more, with what was typed at hand."""
    default = question.default(answers)
    if given is None and not ask:
        given = default
    typed = ""
    while True:
        text = (_asked(question.name, default, typed) if given is None else given).strip()[:LONGEST] or default
        try:
            return question.taken(text, answers, utc_now())
        except Unavailable as remark:  # it may come later: said, and taken when it is meant
            _tell(remark)
            if given is not None or text == typed:
                return text
            say("setup-once-more")
        except BadInput as refusal:
            if not ask:
                raise
            _tell(refusal)
        typed, given = text, None


def _asked(name: str, default: str, typed: str) -> str:
    typer.echo(shipped.words(language()).say(f"hub.setup-ask-{name}"))
    prompt = f"[{default}] "
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line
    with suppress(locale.Error):  # where the reader's locale is not installed, å is no letter to readline
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        import readline
    except ImportError:  # no such thing on this system: it is typed anew
        return input(prompt)
    readline.set_startup_hook(lambda: readline.insert_text(typed))
    try:
        return input(prompt)
    finally:
        readline.set_startup_hook()


def _tell(refusal: PresenceError) -> None:
    sys.stderr.write(f"{sentence(refusal, language())}\n")


def _made(folder: Path, answers: dict[str, str]) -> str:
    """Write everything down; the code by which the first administrator signs in."""
    code = one_time_code()
    until = utc_now() + timedelta(hours=CODE_HOURS)
    first = Account(answers["administrator"], None, None, hashed(code), ("administrator",), code_until=until)
    try:
        made = write_files(folder, answers)
    except OSError as fault:
        raise BadInput("folder-unwritable", folder=str(folder), problem=type(fault).__name__) from None
    try:
        config = read_config(folder)
        mark = write(config, lambda change: first_account(change, first))
    except BaseException:
        for path in made:  # so that it can be begun again
            path.unlink(missing_ok=True)
        raise
    note(config, "init", account=mark, sample=False)
    return code


def _say_again(folder: Path, given: dict[str, str | None], answers: dict[str, str]) -> None:
    """Nothing that was typed is lost: the command that goes on from there."""
    known = {name: text for name, text in given.items() if text} | answers
    words = [word for name, text in known.items() for word in (f"--{name}", text)]
    sys.stderr.write(f"\n{shipped.words(language()).say('hub.setup-again')}\n")
    sys.stderr.write(f"    kalix-hub setup {shlex.join([*words, str(folder)])}\n")


def _say_next(folder: Path, answers: dict[str, str]) -> None:
    say("setup-next")
    if answers["certificate"] == PROXY:
        say("setup-next-proxy", name=answers["name"])
    if answers["pbx"] == EMBEDDED:
        say("setup-next-embedded", folder=folder)
    else:
        driver, _ = set_up_by_place()
        say(f"setup-next-{driver}", folder=folder)
    say("setup-next-people", folder=folder)
    say("setup-next-sign-in", name=answers["name"], username=answers["administrator"])
    say("setup-next-backup")
