"""Whether the tests watch: breaks the program in small ways (mutmut), room by room, and counts how many of them a test notices.

`installer/mutate [ROOM ...]` tries every mutant of the rooms (hours); `--sample` as many of one room as fit in its time, chosen
by the commit. What survives is printed as a difference, but for what `tests/equal_mutants.toml` says to be equal, and why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCRATCH = ROOT / "build" / "mutants"
KILLED, SURVIVED, TIMED_OUT, UNTESTED = "killed", "survived", "timed out", "no test"
LEAST = 0.4
"""The share of a sample that is killed at least, or the check fails. It only goes up; the aim is 0.9."""
ENOUGH = 25
"""Fewer mutants say nothing: a busy machine fails no commit."""


@dataclass(frozen=True)
class Room:
    """What is broken, and the tests that are to notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


HUB, CLIENT = "kalix_presence/hub", "kalix_presence/client"
ROOMS = {
    "model": Room(("kalix_presence/model/*.py",), ("tests/model",)),
    "absences": Room(
        (f"{HUB}/absences/*.py",),
        ("tests/hub/absences", "tests/hub/planning/test_clock.py", "tests/hub/directory/test_groups.py", "tests/hub/core"),
    ),
    "callbacks": Room((f"{HUB}/callbacks/*.py",), ("tests/hub/callbacks",)),
    "planning": Room((f"{HUB}/planning/*.py",), ("tests/hub/planning", "tests/hub/calendars/test_importing.py")),
    "store": Room(
        (f"{HUB}/store/*.py",), ("tests/hub/store", "tests/hub/absences", "tests/hub/callbacks", "tests/hub/planning")
    ),
    "access": Room((f"{HUB}/access/*.py",), ("tests/hub/access", "tests/hub/web/test_front_door.py")),
    "outbox": Room((f"{CLIENT}/outbox/*.py", f"{CLIENT}/session.py"), ("tests/client",)),
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


def prepare(name: str) -> Path:
    """A copy of the program in which mutmut may break things."""
    room, place = ROOMS[name], SCRATCH / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for part in ("kalix_presence", "resources", "translations", "tests", "installer"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    lists = {
        "source_paths": ["kalix_presence"],
        "only_mutate": room.sources,
        "do_not_mutate_patterns": NOT_BROKEN,
        "also_copy": ["resources", "translations", "installer"],
        "pytest_add_cli_args_test_selection": room.tests,
        "pytest_add_cli_args": ["--hypothesis-profile=few", "--timeout=60", "-p", "no:cacheprovider"],
    }
    lines = [f"{key} =\n" + "".join(f"    {each}\n" for each in values) for key, values in lists.items()]
    (place / "setup.cfg").write_text("[mutmut]\n" + "".join(lines), "utf-8")
    return place


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
    with (place / "mutmut.log").open("w") as log:
        running = subprocess.Popen(command, cwd=place, stdout=log, stderr=log, start_new_session=True)
        try:
            running.wait(None if until is None else max(1.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
    wanted = set(chosen)
    return [
        Result(name, end_of(code))
        for name, code in mutants(place).items()
        if code is not None and (not wanted or name in wanted)
    ]


def difference(place: Path, name: str) -> str:
    """The lines of a mutant that are others."""
    command = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout
    return "\n".join(
        line for line in shown.splitlines() if line[:1] in "+-" and not line.startswith(("---", "+++")) and line[1:].strip()
    )


def equal_ones() -> dict[tuple[str, str], str]:
    """Why a mutant is equal, by module with function and by its difference."""
    listed = tomllib.loads((ROOT / "tests" / "equal_mutants.toml").read_text("utf-8")).get("equal", [])
    return {(each["function"], _squeezed(each["difference"])): each["why"] for each in listed}


def _squeezed(text: str) -> str:
    return "\n".join(line[:1] + line[1:].strip() for line in text.strip().splitlines())


def report(place: Path, results: list[Result]) -> float:
    """Print what survives; the share that is killed of those that are not equal."""
    equal = equal_ones()
    killed, left = 0, 0
    for result in sorted(results, key=lambda one: one.name):
        if result.end in (KILLED, TIMED_OUT):
            killed += 1
            continue
        shown = difference(place, result.name)
        if (result.name.rpartition("__mutmut_")[0], _squeezed(shown)) in equal:
            continue
        left += 1
        print(f"{result.end}: {result.name}\n{shown}\n")
    share = killed / (killed + left) if killed + left else 1.0
    print(f"{place.name}: {killed} of {killed + left} mutants are noticed ({share:.0%})")
    return share


def chosen_by(commit: str, names: list[str]) -> list[str]:
    """The names in an order that only the commit decides."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{commit} {name}".encode()).digest())


def main() -> int:
    """0 when as many are noticed as must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("rooms", nargs="*", choices=[*ROOMS, []], metavar="ROOM", help=", ".join(ROOMS))
    asked.add_argument("--sample", action="store_true", help="one room by the commit (or those named), for a limited time")
    asked.add_argument("--seconds", type=float, default=165, help="how long a sample of a room may take")
    asked.add_argument("--most", type=int, default=80, help="how many mutants a sample holds")
    given = asked.parse_args()
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    rooms = given.rooms or (chosen_by(commit, list(ROOMS))[:1] if given.sample else list(ROOMS))
    good = True
    for name in rooms:
        until = time.monotonic() + given.seconds if given.sample else None
        place = prepare(name)
        subprocess.run([sys.executable, "-c", LIST], cwd=place, check=True, stdout=subprocess.DEVNULL)
        chosen = chosen_by(commit, list(mutants(place)))[: given.most] if given.sample else []
        results = tried(place, chosen, until)
        share = report(place, results)
        if given.sample and len(results) < ENOUGH:
            print(f"{name}: only {len(results)} were tried in time, which says nothing; see {place / 'mutmut.log'}")
        elif share < LEAST:
            print(f"{name}: at least {LEAST:.0%} are to be noticed")
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
