"""Tries mutants in one process, by pytest: tests are collected once, then each mutant has a fork with what goes through it.

Started by installer/mutation.py in the folder with the broken copy; reads `plan.json`, adds a line a mutant to `results.jsonl`.
First all tests run unbroken, a fork a file, and it is noted which functions each goes through (and kept for the next run, while
program and file stay the same): what fails there is asked of no mutant. Which tests a mutant has, and in which order, no clock
decides, so two runs ask the same.
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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import pytest
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
        self._program: str = plan["program"]
        self._most = plan["most_tests"] or sys.maxsize
        self._until = time.monotonic() + plan["seconds"] if plan["seconds"] else float("inf")
        self._forks = Forks(plan["workers"], self._until + LAST_BREATH)
        self._watched: dict[str, Watched] = {}
        self._all_watched = True

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
        self._forks.wait()
        return True

    def _try(self, session: pytest.Session, mutant: str, tests: list[pytest.Item]) -> None:
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
            _say(mutant, self._end(code), len(tests))

        self._forks.start(work, seconds, done)

    def _try_from_start(self, mutant: str, files: list[str]) -> None:
        """What runs while modules are read was over before a fork: a process of its own tries it, by the nearest test files."""
        nearest = sorted(files, key=lambda file: (how_near(mutant, file), file))[:NEAREST]
        place = tempfile.mkdtemp(prefix="mutant-")

        def work() -> NoReturn:
            _alone(place, mutant)
            os.execv(sys.executable, [sys.executable, "-m", "pytest", "-x", *OPTIONS, *nearest])  # noqa: S606  (this Python)

        def done(code: int | None) -> None:
            shutil.rmtree(place, ignore_errors=True)
            _say(mutant, self._end(code), len(nearest))

        self._forks.start(work, FROM_START, done)

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
        kept = self._kept(tests)
        if kept.exists():
            self._hear(kept)
            return
        place = tempfile.mkdtemp(prefix="mutant-")
        heard = Path(place) / "heard.json"

        def work() -> NoReturn:
            _alone(place, "stats")
            seen = {}
            for test, following in pairwise([*tests, None]):
                state()._stats.clear()
                start = time.monotonic()
                passed = _passes(session, test, following)
                seen[test.nodeid] = (sorted(state()._stats), time.monotonic() - start, passed)
            heard.write_text(json.dumps(seen), "utf-8")
            os._exit(0)

        def done(code: int | None) -> None:
            if code == 0:
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(heard, kept)
                self._hear(kept)
            else:
                self._all_watched &= code is not None
                trouble = "could not be run when nothing is broken" if code is not None else "could not be watched in time"
                print(f"{trouble}: {tests[0].nodeid.partition('::')[0]}", flush=True)
            shutil.rmtree(place, ignore_errors=True)

        self._forks.start(work, 600, done)

    def _kept(self, tests: list[pytest.Item]) -> Path:
        """Where it is kept what these tests of one file went through."""
        path = Path(tests[0].nodeid.partition("::")[0])
        texts = [path.read_bytes(), *(each.read_bytes() for each in sorted(path.parent.glob("[!t]*.py")))]
        name = hashlib.sha256(b"".join([self._program.encode(), path.as_posix().encode(), *texts])).hexdigest()
        return Path("..") / "watched" / f"{name[:24]}.json"

    def _hear(self, heard: Path) -> None:
        for test, (functions, seconds, passed) in json.loads(heard.read_text("utf-8")).items():
            self._watched[test] = Watched(functions, seconds, passed)
            if not passed:
                print(f"fails when nothing is broken, so it is not asked: {test}", flush=True)


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
