"""The command line: so far `when`, which says what a return time means."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kalix_presence import shipped
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.when.answer import answer
from kalix_presence.model.words import LANGUAGES
from kalix_presence.model.worktime import WorkingTime

OK, NOT_UNDERSTOOD = 0, 2


def run(arguments: list[str]) -> int:
    """Do what `arguments` ask for; the exit code: 0 done, 2 not understood."""
    parser = argparse.ArgumentParser("kalix-presence", description="Exit codes: 0 done, 2 not understood.")
    commands = parser.add_subparsers(required=True)
    when = commands.add_parser("when", help="say what a return time means")
    when.add_argument("text", nargs="+")
    when.add_argument("--now", type=datetime.fromisoformat, help="ISO 8601; without offset it is site time")
    when.add_argument("--json", action="store_true")
    when.add_argument("--lang", choices=LANGUAGES, default=_language())
    asked = parser.parse_args(arguments)
    return _when(" ".join(asked.text), asked.now, asked.json, asked.lang)


def _when(text: str, now: datetime | None, as_json: bool, language: str) -> int:
    worktime, words = WorkingTime.of_policy(shipped.default_policy()), shipped.words(language)
    moment = now or datetime.now(UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(worktime.zone))
    try:
        found = answer(text, now=moment, worktime=worktime, words=words)
    except PresenceError as error:
        print(words.say(f"errors.{error.code}", **error.params), file=sys.stderr)
        return NOT_UNDERSTOOD
    print(json.dumps(found.as_json(), ensure_ascii=False) if as_json else f"{found.instant or '-'}\n{found.reading}")
    return OK


def _language() -> str:
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    tag = said[:2].lower()
    return tag if tag in LANGUAGES else "sv"
