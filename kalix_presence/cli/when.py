"""`when`: says what a return time means. It stands apart from the other commands so that it starts fast."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kalix_presence import shipped
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import language, print_error, sentence
from kalix_presence.commandline.frame_words import arguments_of
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.when.answer import answer
from kalix_presence.model.words import LANGUAGES, Words
from kalix_presence.model.worktime import WorkingTime


def run_when(arguments: list[str]) -> int:
    """Print the instant and its reading; the exit code: 0, or 2 for what cannot be read."""
    words = shipped.words(language())
    parser = arguments_of("kalix-presence when", words, description=words.say("cli.help-when"))
    parser.add_argument("text", nargs="+", help=words.say("cli.help-when-text"))
    parser.add_argument("--now", type=datetime.fromisoformat, help=words.say("cli.help-when-now"))
    parser.add_argument("--json", action="store_true", help=words.say("cli.help-json"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=words.say("cli.help-when-lang"))
    try:
        asked = parser.parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return _when(" ".join(asked.text), asked.now or datetime.now(UTC), as_json=asked.json, tongue=asked.lang)


def _when(text: str, now: datetime, *, as_json: bool, tongue: str) -> int:
    worktime = WorkingTime.of_policy(shipped.default_policy())
    moment = now if now.tzinfo is not None else now.replace(tzinfo=ZoneInfo(worktime.zone))
    words = shipped.words(tongue)
    try:
        found = answer(text, now=moment, worktime=worktime, words=words)
    except PresenceError as error:
        meant = _meant(error, words)
        if not isinstance(meant, str):
            if meant is None:
                print_error(sentence(error, tongue))
            return meant or Exit.NOT_UNDERSTOOD
        found = answer(meant, now=moment, worktime=worktime, words=words)
    print(json.dumps(found.as_json(), ensure_ascii=False) if as_json else f"{found.instant or '-'}\n{found.reading}")
    return Exit.OK


def _meant(refused: PresenceError, words: Words) -> str | Exit | None:
    """The suggestion that somebody at a terminal takes, the exit code of one who does not; None where nobody is asked."""
    import typer  # only for what could not be read: `when` starts without it

    from kalix_presence.cli.asking import instead

    try:
        return instead(refused, words)
    except typer.Exit:
        return Exit.NOT_UNDERSTOOD
    except typer.Abort:
        return Exit.INTERRUPTED
