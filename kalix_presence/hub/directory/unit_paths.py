"""Units are known by their path: "Kansli" of Utbildning and the administration "Kansli" are two, in whatever order they come.

A code is what a unit is called in addresses and messages: short where only one unit would have it, else with the
administration before it. Whoever has a code keeps it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from kalix_presence.model.directory import Unit

UnitPath = tuple[str, ...]
"""The names from the administration down, as written."""


def same_path(path: UnitPath) -> UnitPath:
    """What makes two paths one: names without case and double spaces. A unit named like its administration is that itself."""
    folded = tuple(" ".join(name.split()).casefold() for name in path)
    return folded[:1] if len(folded) > 1 and folded[1] == folded[0] else folded


def coded(paths: Iterable[UnitPath], known: Mapping[str, Unit]) -> dict[UnitPath, Unit]:
    """The unit of each of `paths` and of each administration above them, by `same_path`. The order says nothing."""
    spelling = _spelling(paths)
    found = {same_path(_names(code, known)): unit for code, unit in known.items()}
    short = Counter(code_of(name[-1]) for path, name in spelling.items() if path not in found)
    taken = set(known)
    units: dict[UnitPath, Unit] = {}
    for path in sorted(spelling, key=lambda each: (len(each), each)):
        name, there = spelling[path][-1], found.get(path)
        parent = units[path[:-1]].code if len(path) > 1 else None
        if there is not None:
            units[path] = Unit(there.code, name, there.parent)
            continue
        code = code_of(name)
        if len(path) > 1 and (short[code] > 1 or code in taken):
            code = f"{parent}-{code}"
        if code in taken or not code.strip("-"):
            code = f"{code}-{hashlib.sha256('/'.join(path).encode()).hexdigest()[:8]}".lstrip("-")
        taken.add(code)
        units[path] = Unit(code, name, parent)
    return units


def code_of(name: str) -> str:
    """A code from a name: "Bygg och miljö" -> "bygg-och-miljo"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _spelling(paths: Iterable[UnitPath]) -> dict[UnitPath, UnitPath]:
    """How each path is written: as most lines have it, and of equally many the first by the alphabet."""
    written: dict[UnitPath, Counter[UnitPath]] = {}
    for path in paths:
        same = same_path(path)
        for length in range(1, len(same) + 1):
            written.setdefault(same[:length], Counter())[path[:length]] += 1
    return {same: min(each, key=lambda path: (-each[path], path)) for same, each in written.items()}


def _names(code: str, known: Mapping[str, Unit]) -> UnitPath:
    names: list[str] = []
    seen: set[str] = set()
    next_one: str | None = code
    while next_one is not None and next_one not in seen and next_one in known:
        seen.add(next_one)
        names.append(known[next_one].name)
        next_one = known[next_one].parent
    return tuple(reversed(names))
