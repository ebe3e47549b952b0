"""Tries mutants in one process, by pytest: tests are collected once, then each mutant has a fork with what goes through it.

Started by installer/mutation.py in the folder with the broken copy; reads `plan.json`, adds a line a mutant to `results.jsonl`.
First all tests run unbroken, a fork a file, and it is noted which functions each goes through: what fails there is asked of no
mutant. That is kept for the next run while the files that those tests went through stay the same, whatever else is changed or
broken (a constant read from a file in which no function ran is not seen; `build/watched` may be thrown away). Which tests a
mutant has, and in which order, no clock decides, so two runs ask the same. A mutant whose tests hang is tried once more when
all others are done, with nothing beside it: only one that hangs again is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import pytest
from coverage import Coverage, CoverageData
from mutation_functions import functions_by_line
from mutmut import configuration
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

PLAN, RESULTS = Path("plan.json"), Path("results.jsonl")
KILLED, SURVIVED, TIMED_OUT, UNTESTED, LATE = "killed", "survived", "timed out", "no test", "not in time"
ROOM_TO_BREATHE = 15.0
"""Seconds that each test has beside eight times what it took unbroken, and all tests of a mutant together likewise: whoever
needs more hangs."""
LAST_BREATH = 15.0
"""Seconds after the last mutant was begun; what is not done by then is not judged."""
FROM_START, NEAREST = 180.0, 4
"""Seconds and test files for what needs a process of its own."""
WITHOUT = ("cacheprovider", "xdist", "unraisableexception")
"""Plugins left out; the last would blame the first test of every fork for what was left unclosed while tests were collected."""
OPTIONS = ("-q", "-s", "--timeout=0", "--hypothesis-profile=mutants", *(f"-pno:{each}" for each in WITHOUT))
LOOK = 0.02
"""Seconds between two looks at the forks."""


@dataclass
class Watched:
    """What a test goes through when nothing is broken."""

    functions: list[str] = field(default_factory=list)
    seconds: float = 0.0
    passed: bool = False


def function_of(mutant: str) -> str:
    """The function that a mutant is of, by mutmut's name."""
    return mutant.rpartition("__mutmut_")[0]


def how_near(mutant: str, test: str) -> int:
    """0 for the test file of the broken module's name, 1 for its room's, 2 for others."""
    module = function_of(mutant).rpartition(".")[0].split(".")[1:]
    path = Path(test.partition("::")[0])
    if path.name == f"test_{module[-1]}.py":
        return 0
    return 1 if path.parent.parts[1:] == tuple(module[:-1]) else 2


class Forks:
    """So many forks at once, each with a time to be done by."""

    def __init__(self, workers: int, end: float) -> None:
        self.workers, self.end = workers, end
        self._running: dict[int, tuple[float, Callable[[int | None], None]]] = {}

    def stop(self) -> None:
        """End what runs."""
        for pid in self._running:
            os.killpg(pid, signal.SIGKILL)

    def start(self, work: Callable[[], NoReturn], seconds: float, done: Callable[[int | None], None]) -> None:
        """Let a fork do `work`; `done` hears its exit code, or None when it was not done in time."""
        self.wait(self.workers - 1)
        pid = os.fork()
        if pid == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            work()
        self._running[pid] = (min(time.monotonic() + seconds, self.end), done)

    def wait(self, left: int = 0) -> None:
        """Until no more than `left` are running."""
        while len(self._running) > left:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid in self._running:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)  # what it began and left behind
                self._running.pop(pid)[1](os.waitstatus_to_exitcode(status))
                continue
            for late in [pid for pid, (until, _) in self._running.items() if time.monotonic() > until]:
                os.killpg(late, signal.SIGKILL)
                os.waitpid(late, 0)
                self._running.pop(late)[1](None)
            time.sleep(LOOK)


class Runner:
    """The plugin that tries mutants in the place of pytest's own loop."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._mutants: list[str] = plan["mutants"]
        self._root, self._top = Path(plan["root"]), Path.cwd()
        self._most = plan["most_tests"] or sys.maxsize
        self._until = time.monotonic() + plan["seconds"] if plan["seconds"] else float("inf")
        self._forks = Forks(plan["workers"], self._until + LAST_BREATH)
        self._watched: dict[str, Watched] = {}
        self._all_watched = True
        self._hung: list[Callable[[], None]] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know the mark of a plugin that is left out, or no file that has it can be read."""
        config.addinivalue_line("markers", "xdist_group(name): of pytest-xdist")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        signal.signal(signal.SIGTERM, lambda *_: (self._forks.stop(), sys.exit(1)))
        at_import = frozenset(state()._stats)
        items = {item.nodeid: item for item in session.items}
        RESULTS.touch()
        self._watch(session)
        through = defaultdict(list)
        for test, seen in self._watched.items():
            for function in seen.functions if seen.passed else ():
                through[function].append(test)
        for mutant in self._mutants:
            if time.monotonic() > self._until:
                break
            tests = sorted(
                through[function_of(mutant)],
                key=lambda test, mutant=mutant: (how_near(mutant, test), len(self._watched[test].functions), test),
            )[: self._most]
            if tests:
                self._try(session, mutant, [items[test] for test in tests])
            elif function_of(mutant) in at_import:
                self._try_from_start(mutant, sorted({test.partition("::")[0] for test in items}))
            else:
                _say(mutant, UNTESTED if self._all_watched else LATE, 0)
        self._once_more()
        return True

    def _once_more(self) -> None:
        """Try what hung again, one by one, when all others are done."""
        self._forks.wait()
        self._forks.workers = 1
        for once_more in self._hung:
            once_more()
        self._forks.wait()

    def _try(self, session: pytest.Session, mutant: str, tests: list[pytest.Item], *, again: bool = False) -> None:
        seconds = ROOM_TO_BREATHE + 8 * sum(self._watched[test.nodeid].seconds for test in tests)
        place = tempfile.mkdtemp(prefix="mutant-")

        def work() -> NoReturn:
            _alone(place, mutant)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            for test, following in pairwise([*tests, None]):
                signal.alarm(round(ROOM_TO_BREATHE + 8 * self._watched[test.nodeid].seconds))
                if not _passes(session, test, following):
                    os._exit(1)
            os._exit(0)

        def done(code: int | None) -> None:
            shutil.rmtree(place, ignore_errors=True)
            self._done(mutant, code, len(tests), None if again else lambda: self._try(session, mutant, tests, again=True))

        self._forks.start(work, seconds, done)

    def _try_from_start(self, mutant: str, files: list[str], *, again: bool = False) -> None:
        """What runs while modules are read was over before a fork: a process of its own tries it, by the nearest test files."""
        nearest = sorted(files, key=lambda file: (how_near(mutant, file), file))[:NEAREST]
        place = tempfile.mkdtemp(prefix="mutant-")

        def work() -> NoReturn:
            _alone(place, mutant)
            os.execv(sys.executable, [sys.executable, "-m", "pytest", "-x", *OPTIONS, *nearest])  # noqa: S606  (this Python)

        def done(code: int | None) -> None:
            shutil.rmtree(place, ignore_errors=True)
            self._done(mutant, code, len(nearest), None if again else lambda: self._try_from_start(mutant, files, again=True))

        self._forks.start(work, FROM_START, done)

    def _done(self, mutant: str, code: int | None, tests: int, once_more: Callable[[], None] | None) -> None:
        """Write what became of a mutant, but keep one that hung for the end: perhaps only the machine was busy."""
        end = self._end(code)
        if end == TIMED_OUT and once_more:
            self._hung.append(once_more)
        else:
            _say(mutant, end, tests)

    def _end(self, code: int | None) -> str:
        """What became of a mutant: one whose tests hang is noticed, one that was only cut off at the end is not judged."""
        if code is None:
            return LATE if time.monotonic() >= self._forks.end else TIMED_OUT
        if code == -signal.SIGALRM:
            return TIMED_OUT
        if code == 0:
            return SURVIVED if self._all_watched else LATE
        return KILLED

    def _watch(self, session: pytest.Session) -> None:
        """Run every test unbroken and note what it goes through."""
        files: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            files[item.nodeid.partition("::")[0]].append(item)
        for tests in files.values():
            if time.monotonic() < self._until:
                self._watch_file(session, tests)
            else:
                self._all_watched = False
        self._forks.wait()

    def _watch_file(self, session: pytest.Session, tests: list[pytest.Item]) -> None:
        kept = self._kept(tests[0])
        if self._is_fresh(kept):
            self._hear(kept)
            return
        place = tempfile.mkdtemp(prefix="mutant-")
        heard = Path(place).resolve() / "heard.json"

        def work() -> NoReturn:
            _alone(place, "")
            ended, watching = {}, _watching()
            watching.start()
            for test, following in pairwise([*tests, None]):
                watching.switch_context(test.nodeid)
                start = time.monotonic()
                passed = _passes(session, test, following)
                ended[test.nodeid] = (time.monotonic() - start, passed)
            watching.stop()
            files, functions = _gone_through(watching.get_data(), self._top)
            seen = {test: (functions[test], *ended[test]) for test in ended}
            heard.write_text(json.dumps({"files": self._contents(files), "tests": seen}), "utf-8")
            os._exit(0)

        def done(code: int | None) -> None:
            if code == 0:
                self._hear(heard)
                if all(self._watched[test.nodeid].passed for test in tests):
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(heard, kept)
            else:
                self._all_watched &= code is not None
                trouble = "could not be run when nothing is broken" if code is not None else "could not be watched in time"
                print(f"{trouble}: {tests[0].nodeid.partition('::')[0]}", flush=True)
            shutil.rmtree(place, ignore_errors=True)

        self._forks.start(work, 600, done)

    def _kept(self, test: pytest.Item) -> Path:
        """Where it is kept what the tests of a file went through."""
        return self._root / "build/watched" / f"{test.nodeid.partition('::')[0].replace('/', '.')}.json"

    def _is_fresh(self, kept: Path) -> bool:
        """Whether every file that those tests went through is what it was then."""
        if not kept.exists():
            return False
        files = json.loads(kept.read_text("utf-8"))["files"]
        return bool(files == self._contents(files))

    def _contents(self, files: Iterable[str]) -> dict[str, str]:
        """What stands in files of the checkout, as few letters each."""
        return {file: _content(self._root / file) for file in sorted(files)}

    def _hear(self, heard: Path) -> None:
        for test, (functions, seconds, passed) in json.loads(heard.read_text("utf-8"))["tests"].items():
            self._watched[test] = Watched(functions, seconds, passed)
            if not passed:
                print(f"fails when nothing is broken, so it is not asked: {test}", flush=True)


@cache
def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:24] if path.exists() else ""


def _watching() -> Coverage:
    """What notes the lines that run, of the program and of the tests, in this process alone."""
    top = Path.cwd()
    return Coverage(data_file=None, config_file=False, include=[str(top / "kalix_presence/*"), str(top / "tests/*")])


def _gone_through(data: CoverageData, top: Path) -> tuple[set[str], dict[str, list[str]]]:
    """The files in which something ran, and the functions that each test entered."""
    files, functions = set(), defaultdict[str, set[str]](set)
    for name in data.measured_files():
        file = Path(name).relative_to(top)
        by_line = functions_by_line(file, Path(name).read_text("utf-8"))
        for line, tests in data.contexts_by_lineno(name).items():
            files.add(file.as_posix())
            for test in tests if line in by_line else ():
                functions[test].add(by_line[line])
    return files, defaultdict(list, {test: sorted(found) for test, found in functions.items()})


def _passes(session: pytest.Session, test: pytest.Item, following: pytest.Item | None) -> bool:
    before = session.testsfailed
    test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
    return session.testsfailed == before


def _alone(place: str, mutant: str) -> None:
    """What a fork may leave behind lies in a place of its own, and nobody reads what it prints."""
    os.environ["PYTEST_DEBUG_TEMPROOT"] = place
    nothing = os.open(os.devnull, os.O_RDWR)
    for channel in (0, 1, 2):
        os.dup2(nothing, channel)
    set_mutant_under_test(mutant)


def _say(mutant: str, end: str, tests: int) -> None:
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(json.dumps({"name": mutant, "end": end, "tests": tests}) + "\n")


def main() -> int:
    """Try what `plan.json` names."""
    plan = json.loads(PLAN.read_text("utf-8"))
    RESULTS.unlink(missing_ok=True)
    sys.path.insert(0, str(Path.cwd()))
    configuration.config()  # read here, before a test stands in another folder
    set_mutant_under_test("stats")  # what runs while modules are read
    return int(pytest.main([*OPTIONS, *plan["tests"]], plugins=[Runner(plan)]))


if __name__ == "__main__":
    sys.exit(main())
