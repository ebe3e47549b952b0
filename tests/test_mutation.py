"""What installer/mutate draws and how it judges: the same for the same tree, and red when a survivor has no name."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def mutation(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(ROOT / "installer")
    import mutation

    yield mutation
    for name in set(sys.modules) - before:
        if name.startswith("mutation"):
            del sys.modules[name]


@pytest.mark.parametrize(
    ("count", "good"),
    [
        ({"noticed": 8, "survived": 2}, True),
        ({"noticed": 7, "survived": 2}, False),
        ({"noticed": 8, "survived": 2, "late": 90, "equal": 90}, True),
        ({"noticed": 7, "survived": 2, "late": 90, "equal": 90}, False),
        ({"noticed": 99, "survived": 1, "unnamed": 1}, False),
    ],
)
def test_enough_are_noticed_of_those_that_were_tried_and_none_survives_unnamed_where_all_were_read(
    mutation: Any, count: dict[str, int], good: bool
) -> None:
    assert mutation.Count(**count).good(0.8) is good


def test_a_seed_draws_the_same_modules_again_and_others_draw_others(mutation: Any) -> None:
    drawn = {seed: [mutation.drawn_module(seed, room) for room in mutation.ROOMS] for seed in "abcdefgh"}
    assert all([mutation.drawn_module(seed, room) for room in mutation.ROOMS] == found for seed, found in drawn.items())
    assert len({tuple(found) for found in drawn.values()}) == len(drawn)
    assert all((ROOT / each).is_file() for found in drawn.values() for each in found)
    assert mutation.seed_of_tree() == mutation.seed_of_tree()


def test_another_line_anywhere_in_program_or_tests_is_another_tree(
    mutation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    seeds = set()
    for place in ("kalix_presence/a.py", "tests/test_a.py"):
        (tmp_path / place).parent.mkdir(parents=True)
        for text in ("a = 1\n", "a = 2\n"):
            (tmp_path / place).write_text(text, "utf-8")
            seeds.add(mutation.seed_of_tree())
    assert len(seeds) == 4


def test_a_module_is_tried_by_its_own_test_file_first_and_without_one_by_the_quick_ones_of_its_room(mutation: Any) -> None:
    own = mutation.near_tests(Path("kalix_presence/hub/planning/clock.py"))
    assert own == ("tests/hub/planning/test_clock.py",)
    bare = mutation.near_tests(Path("kalix_presence/model/when/__init__.py"))
    assert bare == mutation.ROOMS["rules"].quick


def test_what_hangs_is_noticed_and_what_was_only_cut_off_is_not_judged(mutation: Any) -> None:
    from mutation_runner import KILLED, LATE, SURVIVED, TIMED_OUT, Runner

    plan = {"mutants": [], "root": "", "most_tests": 0, "seconds": 600, "workers": 1}
    runner = Runner(plan)
    assert [runner._end(code) for code in (None, -14, 1, -9, 0)] == [TIMED_OUT, TIMED_OUT, KILLED, KILLED, SURVIVED]
    runner._all_watched = False
    assert [runner._end(code) for code in (1, 0)] == [KILLED, LATE], "a test that was not watched may have noticed"
    runner._forks.end = time.monotonic()
    assert runner._end(None) == LATE


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('"SELECT a FROM b"', '"select a from b"', True),
        ('"SELECT a FROM b"', '"SELECT A FROM B"', True),
        ("\"SELECT a FROM b WHERE c = 'd'\"", "\"select a from b where c = 'd'\"", True),
        ("\"SELECT a FROM b WHERE c = 'd'\"", "\"SELECT A FROM B WHERE C = 'D'\"", False),
        ('"SELECT a FROM b"', '"SELECT a FROM c"', False),
        ('"anna"', '"ANNA"', False),
    ],
)
def test_a_statement_is_the_same_in_other_letters_but_for_what_stands_in_quotes(
    mutation: Any, before: str, after: str, same: bool
) -> None:
    assert mutation.says_the_same_to_sqlite(f"-    {before}\n+    {after}") is same


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('x.encode("utf-8", "replace")', 'x.encode("UTF-8", "replace")', True),
        ('x.encode("ascii")', 'x.encode("ASCII")', True),
        ('x.encode("utf-8", "replace")', 'x.encode("utf-8", "REPLACE")', False),
        ('x.encode("utf-8")', "x.encode(None)", False),
        ('say("utf-8", "a")', 'say("UTF-8", "A")', False),
    ],
)
def test_the_name_of_an_encoding_is_the_same_in_other_letters_and_nothing_else_is(
    mutation: Any, before: str, after: str, same: bool
) -> None:
    assert mutation.names_the_same_encoding(f"-    {before}\n+    {after}") is same


@pytest.fixture
def runner(mutation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    import mutation_runner

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mutation_runner, "ROOM_TO_BREATHE", 1.0)
    monkeypatch.setattr(mutation_runner, "_alone", lambda place, mutant: None)
    return mutation_runner.Runner({"mutants": [], "root": str(tmp_path), "most_tests": 0, "seconds": 0, "workers": 2})


def _hangs(session: object, test: object, following: object) -> bool:
    threading.Event().wait()
    return True


def _ends(place: Path) -> list[str]:
    """What is written of mutants so far."""
    results = place / "results.jsonl"
    return [json.loads(line)["end"] for line in results.read_text("utf-8").splitlines()] if results.exists() else []


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(("then", "end"), [("it passes", "survived"), ("it fails", "killed"), ("it hangs", "timed out")])
def test_what_hangs_is_tried_once_more_with_nothing_beside_it_and_that_counts(
    runner: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str, end: str
) -> None:
    import mutation_runner

    runner._watched = {"slow": mutation_runner.Watched()}
    monkeypatch.setattr(mutation_runner, "_passes", _hangs)
    runner._try(None, "f__mutmut_1", [SimpleNamespace(nodeid="slow")])
    runner._forks.wait()
    assert _ends(tmp_path) == []
    if then != "it hangs":
        monkeypatch.setattr(mutation_runner, "_passes", lambda *_: then == "it passes")
    runner._once_more()
    assert _ends(tmp_path) == [end]
    assert runner._forks.workers == 1


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_one_test_that_hangs_is_waited_for_as_long_as_that_test_takes_and_not_as_all_the_others(
    runner: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mutation_runner

    monkeypatch.setattr(mutation_runner, "_passes", _hangs)
    runner._watched = {"quick": mutation_runner.Watched(), "slow": mutation_runner.Watched(seconds=1000.0)}
    runner._try(None, "f__mutmut_1", [SimpleNamespace(nodeid="quick"), SimpleNamespace(nodeid="slow")])
    runner._once_more()
    assert _ends(tmp_path) == [mutation_runner.TIMED_OUT]


def test_what_a_test_file_goes_through_is_kept_until_one_of_those_files_is_another(
    runner: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mutation_runner

    (tmp_path / "kalix_presence").mkdir()
    gone, other = (tmp_path / "kalix_presence" / name for name in ("a.py", "b.py"))
    gone.write_text("a = 1\n", "utf-8")
    other.write_text("b = 1\n", "utf-8")
    kept = runner._kept(SimpleNamespace(nodeid="tests/test_a.py::test_it"))
    assert not runner._is_fresh(kept)
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"files": runner._contents(["kalix_presence/a.py"]), "tests": {}}), "utf-8")
    for changed, fresh in ((other, True), (gone, False)):
        changed.write_text("c = 1\n", "utf-8")
        mutation_runner._content.cache_clear()
        assert runner._is_fresh(kept) is fresh
    gone.unlink()
    mutation_runner._content.cache_clear()
    assert not runner._is_fresh(kept)


MODULE = """\
def one(a: int = 1) -> int:
    \"\"\"Says something.\"\"\"
    def inner() -> int:
        return a
    return inner()


class C:
    x = 1

    async def two(self) -> None:
        pass


def x_three__mutmut_orig() -> int:
    return 1


def x_three__mutmut_1() -> int:
    return 2
"""


def test_a_line_is_of_the_function_that_was_entered_and_one_within_another_of_none(mutation: Any) -> None:
    from mutation_functions import functions_by_line

    found = functions_by_line(Path("kalix_presence/model/__init__.py"), MODULE)
    assert found == {
        2: "kalix_presence.model.x_one",
        3: "kalix_presence.model.x_one",
        5: "kalix_presence.model.x_one",
        12: "kalix_presence.model.xǁCǁtwo",
        16: "kalix_presence.model.x_three",
    }
    assert functions_by_line(Path("tests/test_a.py"), MODULE) == {}


def test_a_module_is_broken_once_and_read_the_next_time(mutation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    broken: list[str] = []

    def _broken(path: str, text: str) -> dict[str, Any]:
        broken.append(text)
        return {"code": f"broken {text}", "mutants": [("a.x_f__mutmut_1", (1, 2), (3, 4))]}

    monkeypatch.setattr(mutation, "_broken", _broken)
    module = tmp_path / "a.py"
    for text, times in (("a", 1), ("a", 1), ("b", 2)):
        module.write_text(text, "utf-8")
        assert mutation._break("a.py") == [mutation.Mutant("a.x_f__mutmut_1", "a.py", (1, 2), (3, 4))]
        assert module.read_text("utf-8") == f"broken {text}"
        assert len(broken) == times
