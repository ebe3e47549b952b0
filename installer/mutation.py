"""Whether the tests watch: breaks the program in small ways (mutmut), room by room, and counts what a test notices.

`installer/mutate [ROOM ...]` tries every mutant of the rooms by all tests of theirs (hours); `--most N` so many of each.
`--sample` is for every commit: the same few of all rooms each time, by their quick tests, so that nobody's change fails by the
luck of a draw. What survives is printed as a difference, but for what `tests/equal_mutants.toml` says to be equal, and why.
A mutant that could not be tried in time, or whose tests hang, is no survivor: a busy machine fails nobody's change.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import TypeVar

from mutation_rooms import ROOMS, ROOT, room_of
from mutation_runner import PLAN, RESULTS, SURVIVED, TIMED_OUT, UNTESTED, function_of

SCRATCH = ROOT / "build" / "mutants"
LEAST = 0.9
"""The share of a sample that is noticed at least, or the check fails."""
OF_EACH = 10
"""Mutants of each room in the sample of every commit."""
MODULES_OF_EACH = 5
"""Modules of each room that these are drawn from: to break a module takes a second."""
TESTS_OF_EACH = 25
"""Tests that such a mutant has at most, the nearest first."""
SECONDS = 150.0
"""After so many none is begun any more in that sample."""
SEED = "kalix"
NOT_BROKEN = (r"\blog\.\w+\(", r"structlog", r"\bTypeVar\(")
"""Lines that are left alone: what is written to the log for people to read."""


Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Mutant:
    """Where a mutant lies in the broken copy: its module, and the lines of the function before and after."""

    name: str
    module: str
    before: tuple[int, int]
    after: tuple[int, int]


def _break(path: str) -> list[Mutant]:
    """Write a module anew with all its mutants in it, each as a function beside the true one; run in the copy."""
    from mutmut.mutation.file_mutation import mutate_file_contents  # a private door, hence the pinned range

    place = Path(path)
    broken = mutate_file_contents(path, place.read_text("utf-8"))
    place.write_text(broken.code, "utf-8")
    dotted = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
    spans = {name: (span.start, span.end) for name, span in broken.line_span_by_function_name.items()}
    return [
        Mutant(f"{dotted}.{name}", path, spans[f"{function_of(name)}__mutmut_orig"], spans[name])
        for name in broken.mutant_names
    ]


def prepare(place: Path, modules: Iterable[Path]) -> dict[str, Mutant]:
    """Make a copy of the program in which `modules` are broken; every mutant by name."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for part in ("kalix_presence", "resources", "translations", "tests", "installer"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    patterns = "".join(f"    {each}\n" for each in NOT_BROKEN)
    (place / "setup.cfg").write_text(
        f"[mutmut]\nsource_paths =\n    kalix_presence\ndo_not_mutate_patterns =\n{patterns}", "utf-8"
    )
    os.chdir(place)
    with Pool() as pool:
        found = pool.map(_break, map(str, modules), chunksize=1)
    (place / "mutants.json").write_text(json.dumps([asdict(mutant) for each in found for mutant in each]), "utf-8")
    return {mutant.name: mutant for each in found for mutant in each}


@dataclass(frozen=True)
class Result:
    """One mutant, and what became of it by which tests."""

    name: str
    end: str
    tests: int


def tried(place: Path, chosen: list[str], tests: tuple[str, ...], *, most_tests: int = 0, seconds: float = 0) -> list[Result]:
    """Try `chosen` by `tests` (at most `most_tests` of those that go through each); begin none after `seconds` (0: no end)."""
    program = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((place / "kalix_presence").rglob("*.py"))))
    plan = {
        "program": program.hexdigest(),
        "mutants": chosen,
        "tests": tests,
        "most_tests": most_tests,
        "seconds": seconds,
        "workers": max(1, min(4, os.cpu_count() or 1)),
    }
    (place / PLAN).write_text(json.dumps(plan), "utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "MUTANT_UNDER_TEST": "", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(ROOT / "installer" / "mutation_runner.py")]
    ended = subprocess.run(command, cwd=place, env=environment, stdout=sys.stderr, check=False)
    if not (place / RESULTS).exists():
        raise SystemExit(f"nothing could be tried (pytest ended with {ended.returncode}), so nothing is known")
    lines = (place / RESULTS).read_text("utf-8").splitlines()
    return [Result(**each) for each in map(json.loads, lines)]


def difference(place: Path, mutant: Mutant) -> str:
    """The lines of a mutant that are others."""
    lines = (place / mutant.module).read_text("utf-8").splitlines()
    before, after = (
        [line.replace(name, "f") for line in textwrap.dedent("\n".join(lines[first - 1 : last])).splitlines()]
        for (first, last), name in (
            (mutant.before, f"{function_of(mutant.name).rpartition('.')[2]}__mutmut_orig"),
            (mutant.after, mutant.name.rpartition(".")[2]),
        )
    )
    return "\n".join(
        line
        for line in difflib.unified_diff(before, after, lineterm="", n=0)
        if line[:1] in "+-" and not line.startswith(("---", "+++")) and line[1:].strip()
    )


SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|VALUES|JOIN|ORDER BY|ON CONFLICT|PRAGMA)\b")


def says_the_same_to_sqlite(shown: str) -> bool:
    """Whether a mutant only writes a statement in other letters: SQLite reads keywords and names in either case."""
    lines = shown.splitlines()
    before = "".join(line[1:] for line in lines if line.startswith("-"))
    after = "".join(line[1:] for line in lines if line.startswith("+"))
    return before.lower() == after.lower() and bool(SQL.search(before)) and "'" not in before


def equal_ones() -> dict[tuple[str, str], str]:
    """Why a mutant is equal, by module with function and by its difference."""
    listed = tomllib.loads((ROOT / "tests" / "equal_mutants.toml").read_text("utf-8")).get("equal", [])
    return {(each["function"], _squeezed(each["difference"])): each["why"] for each in listed}


def _squeezed(text: str) -> str:
    return "\n".join(line[:1] + line[1:].strip() for line in text.strip().splitlines())


@dataclass
class Count:
    """What became of the mutants of a room."""

    noticed: int = 0
    equal: int = 0
    late: int = 0
    survived: int = 0

    def good(self) -> bool:
        """Whether enough are noticed; what was not tried counts for nobody."""
        return self.survived <= (1 - LEAST) * (self.noticed + self.late + self.survived)

    def __str__(self) -> str:
        judged = self.noticed + self.survived
        share = self.noticed / judged if judged else 1.0
        late = f", {self.late} not in time" if self.late else ""
        return f"{self.noticed} of {judged} mutants are noticed ({share:.0%}), {self.equal} are equal{late}"


def report(place: Path, mutants: dict[str, Mutant], results: list[Result]) -> dict[str, Count]:
    """Print what survives; how each room came out."""
    equal = equal_ones()
    counts: dict[str, Count] = {}
    for result in sorted(results, key=lambda one: one.name):
        mutant = mutants[result.name]
        count = counts.setdefault(room_of(Path(mutant.module)), Count())
        if result.end == TIMED_OUT:
            count.late += 1
            continue
        if result.end not in (SURVIVED, UNTESTED):
            count.noticed += 1
            continue
        shown = difference(place, mutant)
        if says_the_same_to_sqlite(shown) or (function_of(mutant.name), _squeezed(shown)) in equal:
            count.equal += 1
            continue
        count.survived += 1
        print(f"{result.end} ({result.tests} tests): {result.name}\n{shown}\n")
    for room, count in counts.items():
        print(f"{room}: {count}", flush=True)
    return counts


def by_chance(seed: str, things: Iterable[Thing], key: Callable[[Thing], str]) -> list[Thing]:
    """In an order that only the seed decides."""
    return sorted(things, key=lambda one: hashlib.sha256(f"{seed} {key(one)}".encode()).digest())


def modules_of(name: str) -> list[Path]:
    """The modules of a room that no earlier room names."""
    return [path for path in ROOMS[name].files() if room_of(path) == name]


def drawn(seed: str, mutants: dict[str, Mutant], most: int) -> list[str]:
    """So many of each room, in an order that only the seed decides: a change elsewhere draws no others."""
    found: dict[str, list[str]] = {}
    for name in by_chance(seed, mutants, str):
        found.setdefault(room_of(Path(mutants[name].module)), []).append(name)
    return [name for each in found.values() for name in each[: most or None]]


def sample(seconds: float) -> bool:
    """The few mutants of every commit; whether enough are noticed."""
    start, place = time.monotonic(), SCRATCH / "sample"
    modules = [path for name in ROOMS for path in by_chance(SEED, modules_of(name), str)[:MODULES_OF_EACH]]
    mutants = prepare(place, modules)
    tests = tuple(dict.fromkeys(test for room in ROOMS.values() for test in room.quick))
    left = max(1.0, seconds - (time.monotonic() - start))
    chosen = drawn(SEED, mutants, OF_EACH)
    results = tried(place, chosen, tests, most_tests=TESTS_OF_EACH, seconds=left)
    if len(results) < len(chosen):
        print(f"only {len(results)} of {len(chosen)} were tried in time")
    return all(count.good() for count in report(place, mutants, results).values())


def main() -> int:
    """0 when as many are noticed as must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("rooms", nargs="*", choices=[*ROOMS, []], metavar="ROOM", help=", ".join(ROOMS))
    asked.add_argument("--sample", action="store_true", help="the same few of all rooms each time, quickly")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="how long that may take")
    asked.add_argument("--quick", action="store_true", help="of the named rooms, by their quick tests alone")
    asked.add_argument("--most", type=int, default=0, help="how many mutants of each room are tried (all)")
    asked.add_argument("--tests", type=int, default=0, help="how many tests a mutant has at most, the nearest first (all)")
    asked.add_argument("--seed", default=SEED, help="which of them")
    given = asked.parse_args()
    if given.sample:
        good = sample(given.seconds)
    else:
        good = True
        for name in given.rooms or ROOMS:
            room, place = ROOMS[name], SCRATCH / name
            mutants = prepare(place, modules_of(name))
            tests = room.quick if given.quick else room.tests
            results = tried(place, drawn(given.seed, mutants, given.most), tests, most_tests=given.tests)
            good &= all(count.good() for count in report(place, mutants, results).values())
    if not good:
        print(f"At least {LEAST:.0%} of each room are to be noticed.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
