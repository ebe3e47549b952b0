"""Whether the tests watch: breaks the program in small ways (mutmut), room by room, and counts what a test notices.

`installer/mutate [ROOM ...]` tries every mutant of the rooms by all tests of theirs (hours); `--most N` so many of each.
`--sample` is for every commit: the same few of all rooms each time, by their quick tests, so that nobody's change fails by the
luck of a draw. What survives is printed as a difference, but for what `tests/equal_mutants.toml` says to be equal, and why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCRATCH = ROOT / "build" / "mutants"
KILLED, SURVIVED, TIMED_OUT, UNTESTED = "killed", "survived", "timed out", "no test"
LEAST = 0.9
"""The share of a sample that is noticed at least, or the check fails."""
ENOUGH = 6
"""Of fewer mutants of a room nothing is concluded: a busy machine fails no commit."""
OF_EACH = 14
"""Mutants of each room in the sample of every commit."""
SECONDS = 165.0
"""How long that sample may take."""
SEED = "kalix"


@dataclass(frozen=True)
class Room:
    """What is broken, the tests that are to notice, and those of them that say so quickly."""

    sources: tuple[str, ...]
    quick: tuple[str, ...]
    tests: tuple[str, ...]


HUB, CLIENT, TESTS = "kalix_presence/hub", "kalix_presence/client", "tests/hub"
ROOMS = {
    "access": Room(
        (f"{HUB}/access/*.py",),
        tuple(f"{TESTS}/access/test_{each}.py" for each in ("auth", "bounds", "private_numbers")),
        (f"{TESTS}/access", f"{TESTS}/web/test_front_door.py"),
    ),
    "callbacks": Room(
        (f"{HUB}/callbacks/*.py",),
        tuple(
            f"{TESTS}/callbacks/test_{each}.py" for each in ("call_backs", "missed_calls", "lamps", "reminders", "retention")
        ),
        (f"{TESTS}/callbacks",),
    ),
    "absences": Room(
        (f"{HUB}/absences/*.py",),
        (f"{TESTS}/absences/test_service.py", f"{TESTS}/absences/test_reconciler.py"),
        (f"{TESTS}/absences", f"{TESTS}/planning/test_clock.py", f"{TESTS}/directory/test_groups.py", f"{TESTS}/core"),
    ),
    "planning": Room(
        (f"{HUB}/planning/*.py",),
        (f"{TESTS}/planning/test_clock.py", f"{TESTS}/planning/test_plans.py"),
        (f"{TESTS}/planning", f"{TESTS}/calendars/test_importing.py"),
    ),
    "store": Room(
        (f"{HUB}/store/*.py",),
        (f"{TESTS}/store/test_writer.py",),
        (f"{TESTS}/store", f"{TESTS}/absences", f"{TESTS}/callbacks", f"{TESTS}/planning"),
    ),
    "outbox": Room(
        (f"{CLIENT}/outbox/*.py", f"{CLIENT}/session.py", f"{CLIENT}/sync/*.py", f"{CLIENT}/message_requests.py"),
        ("tests/client/outbox/test_absence_sender.py",),
        ("tests/client",),
    ),
    "model": Room(("kalix_presence/model/*.py",), ("tests/model",), ("tests/model",)),
}
NOT_BROKEN = (r"\blog\.\w+\(", r"structlog", r"\bTypeVar\(")
"""Lines that are left alone: what is written to the log for people to read."""

LIST = """
import os
from pathlib import Path
from mutmut.__main__ import create_mutants, set_mutant_under_test
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, setup_source_paths
set_mutant_under_test("mutant_generation")
Path("mutants").mkdir(exist_ok=True)
copy_src_dir(); copy_also_copy_files(); setup_source_paths()
create_mutants(os.cpu_count() or 1)
"""
"""mutmut's own first step, so that a sample is drawn before anything runs; a private door, hence the pinned range."""


@dataclass(frozen=True)
class Result:
    """One mutant, and what became of it."""

    name: str
    end: str


def prepare(place: Path, sources: tuple[str, ...], tests: tuple[str, ...]) -> None:
    """Make a copy of the program in which mutmut breaks `sources`, tried by `tests`; no mutant is tried yet."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for part in ("kalix_presence", "resources", "translations", "tests", "installer"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    lists = {
        "source_paths": ["kalix_presence"],
        "only_mutate": sources,
        "do_not_mutate_patterns": NOT_BROKEN,
        "also_copy": ["resources", "translations", "installer"],
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["--hypothesis-profile=few", "--timeout=60", "-p", "no:cacheprovider"],
    }
    lines = [f"{key} =\n" + "".join(f"    {each}\n" for each in values) for key, values in lists.items()]
    (place / "setup.cfg").write_text("[mutmut]\n" + "".join(lines), "utf-8")
    subprocess.run([sys.executable, "-c", LIST], cwd=place, check=True, stdout=subprocess.DEVNULL)


def mutants(place: Path) -> dict[str, int | None]:
    """Every mutant by name, and the exit code of its tests where they have run."""
    found: dict[str, int | None] = {}
    for meta in sorted((place / "mutants").rglob("*.meta")):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def end_of(code: int) -> str:
    """What an exit code of mutmut's worker means."""
    if code in (1, 3):
        return KILLED
    return {0: SURVIVED, 33: UNTESTED, 5: UNTESTED}.get(code, TIMED_OUT)


def tried(place: Path, chosen: list[str], until: float | None) -> list[Result]:
    """Let mutmut try `chosen` (all when empty) until it is done, or till `until` on the steady clock."""
    command = [sys.executable, "-m", "mutmut", "run", *chosen]
    out_of_time = False
    with (place / "mutmut.log").open("w") as log:
        running = subprocess.Popen(command, cwd=place, stdout=log, stderr=log, start_new_session=True)
        try:
            running.wait(None if until is None else max(1.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            out_of_time = True
            running.send_signal(signal.SIGINT)
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
    wanted = set(chosen)
    results = [
        Result(name, end_of(code))
        for name, code in mutants(place).items()
        if code is not None and (not wanted or name in wanted)
    ]
    if not results and not out_of_time:
        raise SystemExit(f"mutmut could try nothing, so nothing is known: see {place / 'mutmut.log'}")
    return results


def difference(place: Path, name: str) -> str:
    """The lines of a mutant that are others."""
    command = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout
    return "\n".join(
        line for line in shown.splitlines() if line[:1] in "+-" and not line.startswith(("---", "+++")) and line[1:].strip()
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


def report(place: Path, room: str, results: list[Result]) -> float:
    """Print what survives; the share that is noticed of those that are not equal."""
    equal = equal_ones()
    killed, left = 0, 0
    for result in sorted(results, key=lambda one: one.name):
        if result.end in (KILLED, TIMED_OUT):
            killed += 1
            continue
        shown = difference(place, result.name)
        if says_the_same_to_sqlite(shown) or (result.name.rpartition("__mutmut_")[0], _squeezed(shown)) in equal:
            continue
        left += 1
        print(f"{result.end}: {result.name}\n{shown}\n")
    share = killed / (killed + left) if killed + left else 1.0
    print(f"{room}: {killed} of {killed + left} mutants are noticed ({share:.0%})", flush=True)
    return share


def room_of(name: str) -> str:
    """The room whose mutant it is."""
    path = name.rpartition(".")[0].replace(".", "/") + ".py"
    return next(room for room, its in ROOMS.items() if any(fnmatch(path, source) for source in its.sources))


def drawn(seed: str, names: Iterable[str], most: int) -> list[str]:
    """So many of each room, in an order that only the seed decides: a change elsewhere draws no others."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).digest()):
        found.setdefault(room_of(name), []).append(name)
    return [name for each in found.values() for name in each[:most]]


def sample(seconds: float) -> bool:
    """The few mutants of every commit; whether enough are noticed."""
    until, place = time.monotonic() + seconds, SCRATCH / "sample"
    sources = tuple(source for room in ROOMS.values() for source in room.sources)
    prepare(place, sources, tuple(dict.fromkeys(test for room in ROOMS.values() for test in room.quick)))
    chosen = drawn(SEED, mutants(place), OF_EACH)
    results = tried(place, chosen, until)
    if len(results) < len(chosen):
        print(f"only {len(results)} of {len(chosen)} were tried in time; see {place / 'mutmut.log'}")
    good = True
    for room in ROOMS:
        own = [result for result in results if room_of(result.name) == room]
        good &= report(place, room, own) >= LEAST or len(own) < ENOUGH
    return good


def main() -> int:
    """0 when as many are noticed as must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("rooms", nargs="*", choices=[*ROOMS, []], metavar="ROOM", help=", ".join(ROOMS))
    asked.add_argument("--sample", action="store_true", help="the same few of all rooms each time, quickly")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="how long that may take")
    asked.add_argument("--quick", action="store_true", help="of the named rooms, by their quick tests alone")
    asked.add_argument("--most", type=int, default=0, help="how many mutants of each room are tried (all)")
    asked.add_argument("--seed", default=SEED, help="which of them")
    given = asked.parse_args()
    if given.sample:
        good = sample(given.seconds)
    else:
        good = True
        for name in given.rooms or ROOMS:
            room, place = ROOMS[name], SCRATCH / name
            prepare(place, room.sources, room.quick if given.quick else room.tests)
            results = tried(place, drawn(given.seed, mutants(place), given.most) if given.most else [], None)
            good &= report(place, name, results) >= LEAST
    if not good:
        print(f"At least {LEAST:.0%} of each room are to be noticed.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
