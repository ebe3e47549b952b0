"""House rules that no linter knows: each failure names the place and the remedy."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from kalix_presence.model.words import LANGUAGES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kalix_presence"
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}

CLOCK_READERS = {
    "clocks.py": "machine_now: a real Asterisk, OpenSSL and a hub in a process of its own count by the machine's clock alone",
}
"""The files of the tests that read the machine's clock, and why."""

OWED_TESTS = ROOT / "tests" / "owed_test_files.txt"
"""Modules past 80 lines that still have no test file of their name. The list only shrinks."""


def _modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts]


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [str(path) for path in _modules() if path.stem in VAGUE or path.parent.name in VAGUE]
    assert not vague, f"name these by the idea they hold: {vague}"


def test_every_module_begins_with_a_sentence_that_says_what_it_is_for() -> None:
    silent = [str(path) for path in _modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent, f"give these a first sentence: {silent}"


def test_the_model_has_no_clock_of_its_own() -> None:
    clocks = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|time\.monotonic)\(")
    found = [str(path) for path in (PACKAGE / "model").rglob("*.py") if clocks.search(path.read_text("utf-8"))]
    assert not found, f"take the moment as an argument: {found}"


def test_no_file_grows_past_what_is_read_in_one_sitting() -> None:
    beside = (path for folder in ("tests", "benchmarks", "installer") for path in (ROOT / folder).rglob("*.py"))
    files = (*_modules(), *beside)
    long = {str(path): lines for path in files if (lines := len(path.read_text("utf-8").splitlines())) > 450}
    assert not long, f"look for the second idea in these: {long}"


def test_every_module_past_80_lines_has_a_test_file_of_its_name() -> None:
    """In the room of `tests/` that mirrors its own, or anywhere in that of its floor where no other module is named so."""
    large = [path for path in _modules() if path.stem != "__init__" and len(path.read_text("utf-8").splitlines()) > 80]
    bare = {path.relative_to(PACKAGE).as_posix() for path in large if not _has_tests(path.relative_to(PACKAGE))}
    owed = set(OWED_TESTS.read_text("utf-8").split())
    missing = {str(Path("tests", name).with_name(f"test_{Path(name).name}")) for name in bare - owed}
    assert not missing, f"write these, with what guards each module: {sorted(missing)}"
    assert owed <= bare, f"take these off {OWED_TESTS.name}, they have their tests or are gone: {sorted(owed - bare)}"


def _has_tests(module: Path) -> bool:
    tests, floor = ROOT / "tests", module.parts[0]
    name = f"test_{module.name}"
    if any((tests / module.parent).rglob(name)):
        return True
    if module.parts[:2] == ("hub", "pbx") and any((tests / module.parent.relative_to("hub")).rglob(name)):
        return True
    alone = sum(path.name == module.name for path in (PACKAGE / floor).rglob("*.py")) == 1
    return alone and any(
        found for where in (floor, "pbx" if floor == "hub" else floor) for found in (tests / where).rglob(name)
    )


def test_there_are_no_more_rooms_and_floors_than_the_page_says() -> None:
    page = " ".join((ROOT / "docs/architecture.md").read_text("utf-8").split())
    for house in ("hub", "desktop", "client"):
        below = _rooms_below(PACKAGE / house)
        floors: dict[str, int] = {}
        while len(floors) < len(below):
            stand = [room for room in below if room not in floors and below[room] <= set(floors)]
            assert stand, f"a circle of rooms: {sorted(set(below) - set(floors))}"
            floors |= {room: 1 + max((floors[each] for each in below[room]), default=0) for room in stand}
        allowed = re.search(rf"{house} (\d+) rooms on (\d+) floors", page)
        assert allowed is not None
        assert len(below) <= int(allowed[1]), f"look for the room that this belongs in: {sorted(below)}"
        assert max(floors.values()) <= int(allowed[2]), f"open the longest chain of rooms in {house}: {floors}"


def _rooms_below(house: Path) -> dict[str, set[str]]:
    """Every room of `house` with those that it imports."""
    imported = re.compile(rf"^ *(?:from|import) kalix_presence\.{house.name}\.(\w+)", re.MULTILINE)
    below: dict[str, set[str]] = {}
    for path in house.rglob("*.py"):
        room = path.relative_to(house).with_suffix("").parts[0]
        if not room.startswith("__"):
            below.setdefault(room, set()).update(imported.findall(path.read_text("utf-8")))
    return {room: theirs - {room} for room, theirs in below.items()}


def test_no_test_reads_the_machines_clock_but_where_it_is_told_why() -> None:
    clocks = re.compile(r"\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time|utc_now)\b")
    tests = ROOT / "tests"
    texts = {
        path.relative_to(tests).as_posix(): path.read_text("utf-8")
        for path in tests.rglob("*.py")
        if path.name != Path(__file__).name
    }
    found = {name for name, text in texts.items() if clocks.search(text)}
    assert found == set(CLOCK_READERS), "give these a moment (tests.clocks.Clock, NINE or the hub's own clock)"
    real = {name for name, text in texts.items() if "machine_now" in text and not name.startswith(("pbx/", "journeys/"))}
    assert real == {"clocks.py", "hub/web/test_certificate.py"}, (
        f"only a real Asterisk, OpenSSL and a hub in its own process need the machine's clock: {real}"
    )


def test_what_lasts_in_the_hub_is_begun_by_its_supervisor_alone() -> None:
    bare = re.compile(r"\b(create_task|ensure_future|TaskGroup)\(")
    hub = PACKAGE / "hub"
    found = [str(path) for path in hub.rglob("*.py") if path.stem != "supervised" and bare.search(path.read_text("utf-8"))]
    assert not found, f"use hub.supervised (run for what lasts, aside for what is done once): {found}"


def test_private_parts_of_libraries_are_listed_in_one_place() -> None:
    """A name with one underscore behind a point that nothing of ours is called by, or that is imported from elsewhere."""
    ours = re.compile(r"""(?:(?<![.\w"'])|\b(?:self|cls)\.)(_[a-zA-Z]\w*)""")
    behind = re.compile(r"[\w)\]]\.(_[a-zA-Z]\w*)")
    brought = re.compile(
        r"^ *from (?!kalix_presence|__future__)(?:[\w.]*\.)?(?:(_\w+)[\w.]* import|\w+ import .*\b(_\w+))", re.MULTILINE
    )
    texts = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in _modules()}
    known = {name for text in texts.values() for name in ours.findall(text)} | {"_exit", "_tcp"}  # documented; a name of DNS
    used = {(name, where) for where, text in texts.items() for name in behind.findall(text) if name not in known}
    kept_out = re.compile(r'sys\.modules\["[\w.]*\.(_\w+)"\]')
    used |= {(name, where) for where, text in texts.items() for name in kept_out.findall(text)}
    used |= {("".join(names), where) for where, text in texts.items() for names in brought.findall(text)}
    page = (ROOT / "docs/contracts/threads.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `[\w.]*\.(_\w+)` \| `([\w/]+\.py)` \|", page, re.MULTILINE))
    assert used == listed, f"list in docs/contracts/threads.md what is not, and take off what is gone: {sorted(used ^ listed)}"


def test_the_catalogue_says_the_same_things_in_every_language() -> None:
    import tomllib

    blanks = re.compile(r"{(\w+)")
    topics = {path.name for path in (ROOT / "resources/words").glob("*/*.toml")}
    for topic in sorted(topics):
        said = {
            language: tomllib.loads((ROOT / "resources/words" / language / topic).read_text("utf-8")) for language in LANGUAGES
        }
        for language in LANGUAGES:
            assert said[language].keys() == said["sv"].keys(), f"{topic} in {language}: same keys as in Swedish"
            for key, sentence in said[language].items():
                assert set(blanks.findall(sentence)) == set(blanks.findall(said["sv"][key])), (
                    f"{language}/{topic} {key}: fill the same blanks as in Swedish"
                )


def test_no_sentence_stands_in_two_files_of_a_topic() -> None:
    import tomllib

    for language in LANGUAGES:
        places: dict[tuple[str, str], list[str]] = {}
        for path in sorted((ROOT / "resources/words" / language).glob("*.toml")):
            for key in tomllib.loads(path.read_text("utf-8")):
                places.setdefault((path.stem.partition("_")[0], key), []).append(path.name)
        twice = {f"{topic}.{key}": files for (topic, key), files in places.items() if len(files) > 1}
        assert not twice, f"the last of these files would win, whatever the others say; keep one ({language}): {twice}"


def test_languages_are_listed_in_one_place() -> None:
    by_hand = re.compile(r"""[\[(]\s*(?:"",\s*)?(?:"(?:sv|en|fi)",?\s*){3}[\])]""")
    found = [str(path) for path in _modules() if by_hand.search(path.read_text("utf-8"))]
    assert found == [str(PACKAGE / "model" / "reasons_file.py")], (
        f"take model.words.LANGUAGES, so that a language more is found: {found}"
    )


def test_every_error_code_has_a_sentence() -> None:
    from kalix_presence import shipped

    raised = re.compile(
        r"(?:BadInput|SignInNeeded|Forbidden|NotFound|Conflict|TooMany|Unavailable)\(\s*\"([a-z][a-z0-9-]+)\"", re.DOTALL
    )
    codes = {code for path in _modules() for code in raised.findall(path.read_text("utf-8"))}
    missing = sorted(code for code in codes if not shipped.words("sv").has(f"errors.{code}"))
    assert not missing, f"write these sentences in resources/words/*/errors_*.toml: {missing}"


@pytest.mark.parametrize("pattern", [r"/work/", r"/root/", r"https?://[a-z.]*(?:pypi|npmjs|deb\.debian|pythonhosted)"])
def test_nothing_committed_names_a_machine_or_a_registry(pattern: str) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    texts = [ROOT / name for name in tracked if name and not name.endswith((".png", ".wav", ".sln", "test_house_rules.py"))]
    found = [str(path) for path in texts if path.is_file() and re.search(pattern, path.read_text("utf-8", "replace"))]
    assert not found, f"take the path or host out of: {found}"


def test_mutation_tests_name_files_that_are_there() -> None:
    import runpy

    rooms = runpy.run_path(str(ROOT / "installer/mutation_rooms.py"))["ROOMS"]
    named = {name for room in rooms.values() for name in (*room.sources, *room.quick, *room.tests)}
    gone = sorted(name for name in named if not list(ROOT.glob(name)))
    assert not gone, f"these were renamed: {gone}"


def test_modules_whose_mutants_are_owed_and_functions_of_equal_ones_are_there() -> None:
    lines = [line for line in (ROOT / "tests/owed_mutants.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    gone = [line for line in lines if not (PACKAGE / line).is_file()]
    assert not gone, f"take these off owed_mutants.txt, they are gone or called otherwise: {gone}"
    assert len(set(lines)) == len(lines)
    for each in tomllib.loads((ROOT / "tests/equal_mutants.toml").read_text("utf-8"))["equal"]:
        module, _, function = each["function"].rpartition(".")
        place = ROOT.joinpath(*module.split("."))
        source = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
        name = function.removeprefix("x_").rpartition("ǁ")[2]
        assert re.search(rf"def {name}\b", source.read_text("utf-8")), f"{each['function']} is gone or called otherwise"
