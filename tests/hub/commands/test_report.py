"""kalix-hub report writes what was published, as a spreadsheet or a program reads it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.store import Store, Transaction, most, people, quality
from kalix_presence.hub.store.most import Most
from kalix_presence.model.directory import Person, Unit
from tests.clocks import Clock
from tests.hub.house import embedded, running

MONDAY = datetime(2026, 9, 28, 6, 0, tzinfo=UTC)


def run(*words: str | Path) -> Result:
    """Run kalix-hub in English."""
    return CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, [str(word) for word in words])


def furnished(change: Transaction) -> None:
    people.put_unit(change, Unit("bygg", '=HYPERLINK("evil")'))
    for number in range(3001, 3007):
        people.put_person(change, Person(str(number), "Siv", f"Ström {number}", "bygg", "bygg"))
    people.touch_directory(change)


def count(change: Transaction) -> None:
    """Forty callbacks of the unit, which no one person has most of."""
    quality.add(change, "bygg", MONDAY, {"callbacks": 40, "callbacks_in_time": 31})
    most.put_most(change, MONDAY, [Most("one", "bygg", "callbacks", 8, 40)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub's folder whose September is published."""
    run("init", tmp_path / "hub")
    config = read_config(tmp_path / "hub")
    database = config.path(config.database)

    async def september() -> None:
        store = Store(database)
        await store.write(furnished)
        store.close()
        clock = Clock(MONDAY)
        async with running(database, embedded(clock), clock) as (core, _):
            await core.quality.counting.catch_up()
            await core.store.write(count)
            clock.move(days=5)
            await core.quality.publishing.publish(clock())

    asyncio.run(september())
    return tmp_path / "hub"


def test_the_newest_month_as_a_spreadsheet_reads_it(folder: Path) -> None:
    target = folder / "report.csv"
    done = run("report", "--config", folder, "--output", target)
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    (row,) = [row for row in rows if row["Unit code"] == "bygg" and row["Measure"] == "Called back in time"]
    assert (row["Period"], row["People, at least"], row["Part"], row["Of"], row["Share"]) == (
        "2026-09",
        "6",
        "31",
        "40",
        "0,775",
    )
    assert row["Unit"] == '\'=HYPERLINK("evil")', "no cell is a formula"


def test_one_unit_of_one_month_as_json(folder: Path) -> None:
    done = run("report", "2026-09", "--unit", "bygg", "--format", "json", "--config", folder)
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert [unit["code"] for unit in report["units"]] == ["bygg"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-13"], "Write a month"),
        (["2026-10"], "There is no report for 2026-10"),
        (["2026-09", "--unit", "nowhere"], "nowhere is not shown by itself"),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(folder: Path, words: list[str], said: str) -> None:
    done = run("report", *words, "--config", folder)
    assert done.exit_code == 1
    assert said in done.output


def test_before_the_first_month_is_over_that_is_said(tmp_path: Path) -> None:
    run("init", tmp_path / "hub")
    done = run("report", "--config", tmp_path / "hub")
    assert done.exit_code == 1
    assert "no report yet" in done.output
