"""Names of files that Windows, macOS and Linux all take, out of names of people. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
"""Signs of a name before its ending: with folder and ending it stays below what any system refuses."""
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)


def safe_stem(text: str) -> str:
    """`text` as a file's name without its ending: letters of every alphabet and digits, anything else is one hyphen; "" where
    nothing is left. Never a device of Windows ("con", "lpt1"), which gets an underscore."""
    kept: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        follows = unicodedata.category(sign).startswith("M") and kept and kept[-1] != "-"  # a mark on the letter before it
        if sign.isalnum() or follows:
            kept.append(sign)
        elif kept and kept[-1] != "-":
            kept.append("-")
    stem = "".join(kept)[:LONGEST].strip("-")
    return f"{stem}_" if _DEVICES.fullmatch(stem) else stem


def told_apart(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For (extension, name) of each person the stem of their files by extension: the name, with the extension where two would
    have the same one on a system that knows no difference between great and small letters."""
    named = {extension: safe_stem(name) for extension, name in people}
    counted: dict[str, int] = {}
    for stem in named.values():
        counted[_same(stem)] = counted.get(_same(stem), 0) + 1
    made: dict[str, str] = {}
    taken: set[str] = set()
    for extension, stem in named.items():
        wanted = stem if stem and counted[_same(stem)] == 1 else safe_stem(f"{stem[: LONGEST - 20]}-{extension}")
        found, number = wanted, 2
        while not found or _same(found) in taken:
            found, number = f"{wanted}-{number}", number + 1
        taken.add(_same(found))
        made[extension] = found
    return made


def _same(stem: str) -> str:
    """What two names have in common that are one on some system: macOS and Windows fold letters, macOS takes accents apart."""
    return unicodedata.normalize("NFKD", stem.casefold())
