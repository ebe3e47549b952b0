"""The TOML files that a site edits by hand: what is wrong with one is said with the line that it stands in."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from kalix_presence.model.errors import BadInput

_NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADING, _KEY = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]"), re.compile(rf"\s*({_NAMES})\s*=")


def read_toml(text: str, filename: str, code: str) -> dict[str, Any]:
    """What the file says. Raises BadInput `code` with `file`, `line` (from 1) and `problem` for what is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        line = int(found[1]) if found else text.count("\n") + 1  # "at end of document"
        raise BadInput(code, file=filename, line=line, problem=str(fault)) from None


def line_of(text: str, *path: str | int) -> int:
    """The line (from 1) of what `path` leads to: names of tables, after that of an array its index from 0, and a key.

    The same key stands in several tables. What is not there (it is missing) means where its table begins, else line 1.
    """
    wanted, nearest = [str(step) for step in path], 1
    table: list[str] = []
    arrays: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            names = tuple(_plain(heading[2]))
            if heading[1] == "[[":
                arrays[names] = arrays.get(names, -1) + 1
            table = _with_indexes(names, arrays)
            if table == wanted:
                return number
            if table == wanted[: len(table)]:
                nearest = number
        elif key := _KEY.match(line):
            here = table + _plain(key[1])
            if here[: len(wanted)] == wanted:
                return number
            if here == wanted[: len(here)]:
                nearest = number
    return nearest


def _plain(names: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, names)]


def _with_indexes(names: tuple[str, ...], arrays: dict[tuple[str, ...], int]) -> list[str]:
    """The path of a table, with the index that each array on the way has come to."""
    path: list[str] = []
    for length, name in enumerate(names, 1):
        index = arrays.get(names[:length])
        path += [name] if index is None else [name, str(index)]
    return path
