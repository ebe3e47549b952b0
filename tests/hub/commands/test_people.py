"""kalix-hub import: it says beforehand what it would do, does what it said, and asks before it takes much away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub.commands.test_commands import run
from tests.hub.serving import PEOPLE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A people file that has been imported into the hub beside it."""
    run("init", tmp_path / "hub")
    found = tmp_path / "people.csv"
    found.write_text(PEOPLE, "utf-8")
    assert run("import", found, "-c", tmp_path / "hub").exit_code == 0
    return found


def told(output: str) -> list[str]:
    """The lines that name somebody."""
    return [line for line in output.splitlines() if line[:2] in ("+ ", "~ ", "- ")]


def test_a_dry_run_says_what_the_import_then_says_and_writes_nothing(file: Path) -> None:
    folder, database = file.parent / "hub", file.parent / "hub" / "kalix.db"
    file.write_text(
        PEOPLE.replace("Handläggare,0923-650 41", "Chef,0923-650 41").replace("siv,employee", "siv,receptionist")
        + "2055,Nya,Nyström,Bygglov,Samhällsbyggnad,,,,,,,2041,,,\n",
        "utf-8",
    )
    before = run("backup", file.parent / "before.db", "-c", folder), database.read_bytes()
    looked = run("import", file, "-c", folder, "--dry-run")
    assert looked.exit_code == 0, looked.output
    assert told(looked.output) == [
        "+ 2055 Nya Nyström (Samhällsbyggnad / Bygglov)",
        "~ 2041 Anna Ek: title Handläggare → Chef",
        "~ account siv (2061): roles employee → receptionist",
    ]
    assert "dry run" in looked.output
    assert database.read_bytes() == before[1]
    done = run("import", file, "-c", folder)
    assert told(done.output) == told(looked.output)
    assert "1 new, 1 changed, 0 removed" in done.output
    assert told(run("import", file, "-c", folder, "--dry-run").output) == []


def test_a_cut_off_file_is_held_until_its_number_is_named(file: Path) -> None:
    folder = file.parent / "hub"
    file.write_text("".join(PEOPLE.splitlines(keepends=True)[:3]).replace(",2042,", ",,"), "utf-8")
    held = run("import", file, "-c", folder, "--remove-missing")
    assert held.exit_code == 1
    assert "--yes-remove 4" in held.output
    assert len([line for line in told(held.output) if line.startswith("- ")]) == 4
    assert run("import", file, "-c", folder, "--remove-missing", "--yes-remove", "5").exit_code == 1
    done = run("import", file, "-c", folder, "--remove-missing", "--yes-remove", "4")
    assert done.exit_code == 0, done.output
    assert "4 removed" in done.output


def test_headings_alone_never_empty_a_house(file: Path) -> None:
    file.write_text(PEOPLE.splitlines()[0] + "\n", "utf-8")
    for more in ((), ("--remove-missing",), ("--remove-missing", "--yes-remove", "6")):
        refused = run("import", file, "-c", file.parent / "hub", *more)
        assert refused.exit_code == 1
        assert "no people" in refused.output


def test_what_was_mended_is_said_with_its_line(file: Path) -> None:
    text = "sep=;\n" + PEOPLE.replace(",", ";").replace("070-174 06 02", "701740602")
    file.write_bytes(text.encode("cp1252"))
    done = run("import", file, "-c", file.parent / "hub", "--dry-run")
    assert "Windows-1252" in done.output
    assert "Line 1 names the separator" in done.output
    assert (
        "mobile, line 4: what the spreadsheet took from the front of the number is back (701740602 → 0701740602)" in done.output
    )
