"""What an import says of itself: each change by its own line, no more names than can be read, and the sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kalix_presence.hub.commands.import_report import LINES, NAMED, report, say_mended
from kalix_presence.hub.directory.difference import AccountChange, Imported, Move, NewHolder
from kalix_presence.hub.directory.file_text import Mended
from kalix_presence.model.directory import Person, Unit

UNITS = {each.code: each for each in (Unit("bygg", "Bygg"), Unit("lov", "Bygglov", "bygg"))}
ANNA = Person("2041", "Anna", "Ek", "lov", "bygg", title="Handläggare")
PER = Person("2042", "Per", "Berg", "bygg", "bygg")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    def lines(done: Imported, *, would: bool = False, everything: bool = False) -> list[str]:
        report(done, UNITS, 7, would=would, everything=everything)
        return capsys.readouterr().out.splitlines()

    return lines


def test_nothing_that_is_different_is_one_line(said: Callable[..., list[str]]) -> None:
    assert said(Imported()) == ["All of it was there already (7 people). Nothing was changed."]


def test_whoever_comes_or_goes_is_named_with_the_way_to_their_unit(said: Callable[..., list[str]]) -> None:
    assert said(Imported(added=(ANNA,), removed=(PER,))) == [
        "+ 2041 Anna Ek (Bygg / Bygglov)",
        "- 2042 Per Berg (Bygg) goes, with all that is theirs",
        "Imported: 1 new, 0 changed, 1 removed people; 0 accounts.",
    ]


def test_each_field_that_changed_is_a_line_with_before_and_after(said: Callable[..., list[str]]) -> None:
    after = replace(ANNA, title="", unit="bygg", email="anna@x.example")
    lines = said(Imported(changed=((ANNA, after),)))
    assert set(lines[:-1]) == {
        "~ 2041 Anna Ek: title Handläggare → -",
        "~ 2041 Anna Ek: unit Bygg / Bygglov → Bygg",
        "~ 2041 Anna Ek: email - → anna@x.example",
    }
    assert "1 changed" in lines[-1]


def test_whoever_has_moved_is_found_where_they_were(said: Callable[..., list[str]]) -> None:
    after = replace(ANNA, extension="2050", title="Chef")
    lines = said(Imported(changed=((ANNA, after),), moves=(Move("Anna Ek", "2041", "2050"),)))
    assert "~ 2041 Anna Ek: title Handläggare → Chef" in lines
    assert "Anna Ek has moved from 2041 to 2050, with everything." in lines


def test_whoever_comes_after_somebody_is_no_newcomer_beside(said: Callable[..., list[str]]) -> None:
    done = Imported(
        added=(replace(PER, extension="2041"),), removed=(ANNA,), successions=(NewHolder("2041", "Anna Ek", "Per Berg"),)
    )
    lines = said(done)
    assert not any(line.startswith("+") for line in lines)
    assert any(line.startswith("2041: Per Berg instead of Anna Ek.") for line in lines)


def test_what_would_be_is_not_told_as_done(said: Callable[..., list[str]]) -> None:
    done = Imported(
        removed=(ANNA,), successions=(NewHolder("2041", "Anna Ek", "Per Berg"),), moves=(Move("Siv Ström", "2061", "2062"),)
    )
    lines = said(done, would=True)
    assert any(line.startswith("! 2041 passes from Anna Ek to Per Berg.") for line in lines)
    assert "> Siv Ström moves from 2061 to 2062, with everything." in lines
    assert lines[-1].startswith("It would be: 0 new, 0 changed, 1 removed people")


def test_accounts_are_new_renamed_have_other_roles_or_are_there_again(said: Callable[..., list[str]]) -> None:
    done = Imported(
        accounts=(
            AccountChange("anna", "2041", None, ("employee", "officer")),
            AccountChange("per.berg", "2042", ("employee",), ("employee",), renamed="per"),
            AccountChange("siv", "2061", ("employee",), ("receptionist",)),
            AccountChange("olle", "2043", ("employee",), ("employee",)),
        )
    )
    assert said(done) == [
        "+ account anna (2041): employee;officer",
        "~ account per (2042) is now called per.berg; all devices are signed out",
        "~ account siv (2061): roles employee → receptionist",
        "+ account olle (2043): employee",
        "Imported: 0 new, 0 changed, 0 removed people; 4 accounts.",
    ]


def test_a_unit_is_named_with_what_it_lies_in(said: Callable[..., list[str]]) -> None:
    assert said(Imported(units=(UNITS["lov"],)))[0] == "New or changed unit: Bygg / Bygglov"


def test_of_a_great_many_some_are_named_and_the_others_counted(said: Callable[..., list[str]]) -> None:
    many = tuple(replace(ANNA, extension=str(3000 + number)) for number in range(NAMED + 1))
    accounts = tuple(AccountChange(f"u{number}", str(number), None, ("employee",)) for number in range(NAMED + 2))
    lines = said(Imported(added=many, accounts=accounts))
    assert [line for line in lines if "more" in line] == [
        "  ... and 1 more (--all shows them)",
        "  ... and 2 more (--all shows them)",
    ]
    assert sum(line.startswith("+ 3") for line in lines) == NAMED
    assert sum(line.startswith("+ account") for line in lines) == NAMED
    whole = said(Imported(added=many, accounts=accounts), everything=True)
    assert not any("more (--all" in line for line in whole)
    assert sum(line.startswith("+") for line in whole) == 2 * NAMED + 3


def test_just_so_many_leave_nothing_to_count(said: Callable[..., list[str]]) -> None:
    many = tuple(replace(ANNA, extension=str(3000 + number)) for number in range(NAMED))
    assert not any("more" in line for line in said(Imported(added=many)))


def test_what_was_mended_is_said_once_for_each_kind_and_column(capsys: pytest.CaptureFixture[str]) -> None:
    say_mended(
        [
            Mended("eaten", 4, "mobile", "701740602", "0701740602"),
            Mended("encoding", after="Windows-1252"),
            Mended("eaten", 2, "direct", "92365041", "092365041"),
            Mended("eaten", 5, "mobile", "701740603", "0701740603"),
            Mended("separator-line", 1, after="\t"),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "direct, line 2: what the spreadsheet took from the front of the number is back (92365041 → 092365041).",
        "mobile, line 4, 5: what the spreadsheet took from the front of the number is back (701740602 → 0701740602).",
        "The file is not UTF-8; read as Windows-1252.",
        "Line 1 names the separator (TAB); it is no heading.",
    ]


@pytest.mark.parametrize(("count", "more"), [(LINES, False), (LINES + 1, True)])
def test_many_lines_are_not_all_named(capsys: pytest.CaptureFixture[str], count: int, more: bool) -> None:
    say_mended(Mended("short-line", number) for number in range(2, 2 + count))
    said = capsys.readouterr().out
    assert (", ..." in said) is more
    assert str(1 + LINES) in said
