"""The words of the parsers themselves ("Usage", "No such command") in the reader's language; light, for `when` starts fast."""

from __future__ import annotations

import argparse
import re
from functools import partial
from typing import Any, NoReturn

from kalix_presence.model.words import Words

# The parser has these as plain English texts, with nothing to ask for another language.
_FRAMES = (
    (r"^Usage: ", "usage"),
    (r"^usage: ", "usage"),
    (r"^Options:", "options"),
    (r"^options:", "options"),
    (r"^Arguments:", "arguments"),
    (r"^positional arguments:", "arguments"),
    (r"^Commands:", "commands"),
    (r"\[OPTIONS\]", "some-options"),
    (r"COMMAND \[ARGS\]\.\.\.", "some-command"),
    (r"Show this message and exit\.", "help"),
    (r"show this help message and exit", "help"),
    (r"\[required\]", "required"),
    (r"(?P<name>[\[;]\s*)default:\s", "default"),
    (r"(?P<name>[\[;]\s*)env\s+var:\s", "variable"),
    (r"^Try '(?P<command>.+)' for help\.", "try"),
    (r"^Error: ", "error"),
    (r"No such command '(?P<name>.*?)'\.", "no-command"),
    (r"No such option: (?P<name>\S+)", "no-option"),
    (r"Did you mean (?P<name>.+)\?", "did-you-mean"),
    (r"Missing argument '?(?P<name>[^\n]*?)'?\.$", "no-argument"),
    (r"Missing option '?(?P<name>[^\n]*?)'?\.$", "no-argument"),
    (r"\(Possible options: (?P<name>.*)\)", "did-you-mean"),
    (r"Install completion for the current shell\.", "install-completion"),
    (r"Show completion for the current shell, to copy it or\s+customize the\s+installation\.", "show-completion"),
    (r"Missing command\.", "missing-command"),
    (r"Invalid value for (?P<name>.+?): ", "invalid"),
    (r"Option '(?P<name>.+?)' requires an argument\.", "needs-value"),
    (r"Option '(?P<name>.+?)' does not take a value\.", "no-value"),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", "too-many"),
    (r"error: the following arguments are required: (?P<name>.*)", "no-argument"),
    (r"error: unrecognized arguments: (?P<name>.*)", "too-many"),
    (r"argument (?P<name>\S+): invalid .*", "invalid-value"),
    (r"argument (?P<name>\S+): expected one argument", "needs-value"),
    (r"<str>|<list\[str\]>|<path>", "nothing"),
)


def translated(text: str, words: Words) -> str:
    """What a parser says, with its own words in the language of `words`."""

    def say(key: str, found: re.Match[str]) -> str:
        return words.say(f"cli.frame-{key}", **found.groupdict())

    for pattern, key in _FRAMES:
        text = re.sub(pattern, partial(say, key), text, flags=re.MULTILINE)
    return text


def arguments_of(program: str, words: Words, **how: Any) -> argparse.ArgumentParser:
    """A parser of the standard library that speaks so."""

    class Parser(argparse.ArgumentParser):
        def format_help(self) -> str:
            return translated(super().format_help(), words)

        def format_usage(self) -> str:
            return translated(super().format_usage(), words)

        def error(self, message: str) -> NoReturn:
            said = translated(f"error: {message}", words)
            said = re.sub("^error: ", words.say("cli.frame-error"), said)
            self.exit(2, f"{self.format_usage()}{said}\n")

    return Parser(program, **how)
