"""Whether the tests watch: breaks the program in small ways (mutmut), room by room, and counts what a test notices.

`installer/mutate [ROOM ...]` tries every mutant of the rooms by all tests of theirs (hours); `--most N` so many of each.
Of a file: `installer/mutate kalix_presence/hub/store/jobs.py`. `--sample` is for every commit: a few mutants of a module of
some rooms, all drawn by what stands in the tree, so that the same tree has the same ones.

Each is tried by its module's own test file, and what survives that once more by all tests of its room. What survives both is
printed as a difference, but for what `tests/equal_mutants.toml` says to be equal, and why. In a module whose survivors have
been read none may be left; those that `tests/owed_mutants.txt` names count for the share alone. A mutant whose tests hang
twice, the second time with nothing beside it, is noticed; one that could not be tried in time is not judged: a busy machine
fails nobody's change.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import math
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
from functools import cache
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import Any, TypeVar

from mutation_rooms import ROOMS, ROOT, room_of
from mutation_runner import LATE, PLAN, RESULTS, SURVIVED, UNTESTED, function_of

SCRATCH = ROOT / "build" / "mutants"
LEAST = 0.9
"""The share of a room that is noticed at least when it is tried by hand, or the check fails."""
LEAST_OF_SAMPLE = 0.7
"""The same of a sample: of so few, a tree with 0.85 has less once in some sixty times, by the luck of the draw."""
ROOMS_OF_SAMPLE, OF_EACH = 3, 12
"""How many rooms a sample is of, and how many mutants of each."""
SECONDS = 150.0
"""After so many none is begun any more in a sample; what runs then has some seconds to be done."""
SHARE_OF_NEAR = 0.65
"""The part of that time for each module's own test file; the rest is for what survives it."""
EQUAL, OWED = "tests/equal_mutants.toml", "tests/owed_mutants.txt"
NOT_BROKEN = (r"\b_?log\.\w+\(", r"structlog", r"\bTypeVar\(")
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
    place = Path(path)
    text = place.read_text("utf-8")
    made = hashlib.sha256("\0".join([path, text, version("mutmut"), *NOT_BROKEN]).encode()).hexdigest()
    kept = ROOT / "build" / "broken" / f"{made[:24]}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps(_broken(path, text)), "utf-8")
        whole.replace(kept)
    broken = json.loads(kept.read_text("utf-8"))
    place.write_text(broken["code"], "utf-8")
    return [Mutant(name, path, tuple(before), tuple(after)) for name, before, after in broken["mutants"]]


def _broken(path: str, text: str) -> dict[str, Any]:
    from mutmut.mutation.file_mutation import mutate_file_contents  # a private door, hence the pinned range

    broken = mutate_file_contents(path, text)
    dotted = ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")
    spans = {name: (span.start, span.end) for name, span in broken.line_span_by_function_name.items()}
    mutants = [(f"{dotted}.{name}", spans[f"{function_of(name)}__mutmut_orig"], spans[name]) for name in broken.mutant_names]
    return {"code": broken.code, "mutants": mutants}


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
    plan = {
        "root": str(ROOT),
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


SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|VALUES|JOIN|ORDER BY|ON CONFLICT|PRAGMA|BEGIN|LIKE|AND)\b")


def says_the_same_to_sqlite(shown: str) -> bool:
    """Whether a mutant only writes a statement in other letters: SQLite reads keywords and names in either case, and what
    stands in single quotes as it is."""
    lines = shown.splitlines()
    before = "".join(line[1:] for line in lines if line.startswith("-"))
    after = "".join(line[1:] for line in lines if line.startswith("+"))
    return _as_sqlite_reads(before) == _as_sqlite_reads(after) and bool(SQL.search(before))


def _as_sqlite_reads(text: str) -> list[str]:
    return [part if number % 2 else part.lower() for number, part in enumerate(text.split("'"))]


ENCODING = re.compile(r'"(utf-8|ascii)"', re.IGNORECASE)


def names_the_same_encoding(shown: str) -> bool:
    """Whether a mutant only writes the name of an encoding in other letters: Python reads it in either case."""
    before, after = ("".join(line[1:] for line in shown.splitlines() if line[:1] == sign) for sign in "-+")
    return before != after and _one_case(before) == _one_case(after)


def _one_case(text: str) -> str:
    return ENCODING.sub(lambda found: found[0].lower(), text)


def is_equal(place: Path, mutant: Mutant) -> bool:
    """Whether no test can notice it."""
    shown = difference(place, mutant)
    named = (function_of(mutant.name), _squeezed(shown)) in equal_ones()
    return named or says_the_same_to_sqlite(shown) or names_the_same_encoding(shown)


@cache
def equal_ones() -> dict[tuple[str, str], str]:
    """Why a mutant is equal, by module with function and by its difference."""
    listed = tomllib.loads((ROOT / EQUAL).read_text("utf-8")).get("equal", [])
    return {(each["function"], _squeezed(each["difference"])): each["why"] for each in listed}


def owed_modules() -> set[str]:
    """Modules whose survivors have not been read yet."""
    lines = (ROOT / OWED).read_text("utf-8").splitlines()
    return {f"kalix_presence/{line}" for line in lines if line and not line.startswith("#")}


def _squeezed(text: str) -> str:
    return "\n".join(line[:1] + line[1:].strip() for line in text.strip().splitlines())


@dataclass
class Count:
    """What became of the mutants of a room."""

    noticed: int = 0
    equal: int = 0
    late: int = 0
    survived: int = 0
    unnamed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(**{name: value + getattr(other, name) for name, value in asdict(self).items()})

    def good(self, least: float) -> bool:
        """Whether enough are noticed, and all in what has been read; what was not tried counts for nobody."""
        return not self.unnamed and 100 * self.noticed >= round(100 * least) * (self.noticed + self.survived)

    def __str__(self) -> str:
        judged = self.noticed + self.survived
        share = self.noticed / judged if judged else 1.0
        late = f", {self.late} not in time" if self.late else ""
        return f"{self.noticed} of {judged} mutants are noticed ({share:.0%}), {self.equal} are equal{late}"


def report(place: Path, mutants: dict[str, Mutant], results: list[Result]) -> dict[str, Count]:
    """Print what survives; how each room came out."""
    owed = owed_modules()
    counts: dict[str, Count] = {}
    for result in sorted(results, key=lambda one: one.name):
        mutant = mutants[result.name]
        count = counts.setdefault(room_of(Path(mutant.module)), Count())
        if result.end == LATE:
            count.late += 1
            continue
        if result.end not in (SURVIVED, UNTESTED):
            count.noticed += 1
            continue
        if is_equal(place, mutant):
            count.equal += 1
            continue
        count.survived += 1
        count.unnamed += mutant.module not in owed
        shown = difference(place, mutant)
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


def seed_of_tree() -> str:
    """What stands in program and tests, as few letters: the same for the same tree, whoever asks and however often."""
    files = sorted(path for part in ("kalix_presence", "tests") for path in (ROOT / part).rglob("*.py"))
    contents = b"".join(path.relative_to(ROOT).as_posix().encode() + path.read_bytes() for path in files)
    return hashlib.sha256(contents).hexdigest()[:12]


def drawn_module(seed: str, room: str) -> Path:
    """One module of a room, a long one as much more often as it is longer."""

    def chance(path: Path) -> float:
        number = int.from_bytes(hashlib.sha256(f"{seed} {path.as_posix()}".encode()).digest()[:8]) / 2**64
        return math.log(number or 2**-64) / (ROOT / path).stat().st_size

    return max(modules_of(room), key=chance)


def near_tests(module: Path) -> tuple[str, ...]:
    """The test file of a module's name in its room or on its floor; without one the quick tests of its room."""
    floor, name = ROOT / "tests" / module.parts[1], f"test_{module.stem}.py"
    mirrored = ROOT.joinpath("tests", *module.parts[1:-1], name)
    own = [mirrored] if mirrored.exists() else sorted(floor.rglob(name))
    return tuple(path.relative_to(ROOT).as_posix() for path in own) or ROOMS[room_of(module)].quick


def tried_twice(
    place: Path, mutants: dict[str, Mutant], chosen: list[str], seconds: float = 0, *, most_tests: int = 0
) -> list[Result]:
    """Try `chosen` by what is nearest to each, and what survives that by all of its room (at most `most_tests` of those that
    go through it); within `seconds` (0: no end)."""
    start = time.monotonic()

    def left(share: float) -> float:
        return max(1.0, share * seconds - (time.monotonic() - start)) if seconds else 0

    modules = dict.fromkeys(Path(mutants[name].module) for name in chosen)
    near = tuple(dict.fromkeys(test for module in modules for test in near_tests(module)))
    found = {one.name: one for one in tried(place, chosen, near, seconds=left(SHARE_OF_NEAR))}
    again = [name for name, one in found.items() if one.end in (SURVIVED, UNTESTED) and not is_equal(place, mutants[name])]
    if again:
        rooms = dict.fromkeys(room_of(Path(mutants[name].module)) for name in again)
        tests = tuple(dict.fromkeys((*near, *(test for room in rooms for test in ROOMS[room].tests))))
        second = {one.name: one for one in tried(place, again, tests, most_tests=most_tests, seconds=left(1))}
        found |= {name: second.get(name, Result(name, LATE, 0)) for name in again}
    return [found.get(name, Result(name, LATE, 0)) for name in chosen]


def sample(seed: str, seconds: float) -> bool:
    """The few mutants of a tree: whether enough are noticed, within `seconds`."""
    start, place = time.monotonic(), SCRATCH / "sample"
    modules = [drawn_module(seed, room) for room in by_chance(seed, ROOMS, str)[:ROOMS_OF_SAMPLE]]
    print(f"Seed {seed}: {', '.join(map(str, modules))}", flush=True)
    mutants = prepare(place, modules)
    results = tried_twice(place, mutants, drawn(seed, mutants, OF_EACH), seconds - (time.monotonic() - start))
    whole = sum(report(place, mutants, results).values(), Count())
    if not whole.noticed + whole.survived:
        raise SystemExit("nothing could be tried in time, so nothing is known")
    print(f"the sample: {whole}\nThe same once more: ./installer/mutate --sample --seed {seed}")
    return whole.good(LEAST_OF_SAMPLE)


def main() -> int:
    """0 when as many are noticed as must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("what", nargs="*", metavar="ROOM|MODULE", help=f"a file of the program, or one of {', '.join(ROOMS)}")
    asked.add_argument("--sample", action="store_true", help="a few of all rooms, drawn by the tree")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="how long that may take")
    asked.add_argument("--quick", action="store_true", help="of the named rooms, by their quick tests alone")
    asked.add_argument("--most", type=int, default=0, help="how many mutants of each room are tried (all)")
    asked.add_argument("--tests", type=int, default=0, help="how many tests a mutant has at most, the nearest first (all)")
    asked.add_argument("--seed", help="which of them (by the tree)")
    given = asked.parse_args()
    seed = given.seed or seed_of_tree()
    if given.sample:
        good = sample(seed, given.seconds)
    else:
        good = True
        if modules := [Path(each) for each in given.what if each.endswith(".py")]:
            mutants = prepare(SCRATCH / "modules", modules)
            results = tried_twice(SCRATCH / "modules", mutants, drawn(seed, mutants, given.most))
            good = all(count.good(LEAST) for count in report(SCRATCH / "modules", mutants, results).values())
        for name in given.what or ROOMS:
            if name.endswith(".py"):
                continue
            room, place = ROOMS[name], SCRATCH / name
            mutants = prepare(place, modules_of(name))
            chosen = drawn(seed, mutants, given.most)
            if given.quick:
                results = tried(place, chosen, room.quick, most_tests=given.tests)
            else:
                results = tried_twice(place, mutants, chosen, most_tests=given.tests)
            good &= all(count.good(LEAST) for count in report(place, mutants, results).values())
    if not good:
        least = f"{LEAST_OF_SAMPLE:.0%} of a sample" if given.sample else f"{LEAST:.0%} of each room"
        print(f"At least {least} are to be noticed, and all in what {OWED} does not name.")
        print(f"Write tests, or name in {EQUAL} why none can be written.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
