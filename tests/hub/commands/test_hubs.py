"""kalix-hub hubs: who leads, who stands by, who is gone; and what `check` makes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from kalix_presence.hub.commands.hubs import SILENT_SECONDS, hubs, troubles
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.group import SeenHub
from kalix_presence.hub.store.statements import in_words
from tests.hub.serving import made_config

ADD = in_words(
    "INSERT INTO hub (id, name, address, version, state, term, started, seen) VALUES (?, ?, ?, '1.2', ?, ?, 0, ?)",
)
LONG = 4_000_000_000_000_000
"""A moment that is far ahead: seen just now."""


def seen(part: str, lag: float = 0.5, name: str = "north") -> SeenHub:
    return SeenHub(name, "https://north", "1.2", part, 3 if part == "leads" else 0, datetime(2026, 12, 1, tzinfo=UTC), lag)


def codes(*found: SeenHub) -> list[str]:
    return [one.code for one in troubles(list(found))]


def test_what_is_wrong_with_a_group_is_said() -> None:
    assert codes() == []
    assert codes(seen("leads"), seen("stands-by", name="south")) == []
    assert codes(seen("leads")) == ["hubs-one"]
    assert codes(seen("stands-by"), seen("stands-by", name="south")) == ["hub-no-leader"]
    assert codes(seen("leads"), seen("stands-by", SILENT_SECONDS, "south")) == ["hubs-silent", "hubs-one"]
    assert codes(seen("leads"), seen("too-old", name="south")) == ["hubs-too-old"]
    assert codes(seen("leads"), seen("other-keys", name="south")) == ["hubs-other-keys"]


def test_each_hub_is_told_to_people_and_to_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    config = made_config(tmp_path / "hub")
    hubs(config.folder)
    assert capsys.readouterr().out.startswith("No hub of a group")

    def work(change: Transaction) -> None:
        change.sql.execute(ADD, ("a", "north", "https://north:8770", "leads", 3, LONG))
        change.sql.execute(ADD, ("b", "south", "https://south:8770", "stands-by", 0, LONG))
        change.sql.execute(ADD, ("c", "west", "https://west:8770", "leads", 2, 0))

    write(config, work)
    hubs(config.folder)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "north (https://north:8770), version 1.2, since 1970-01-01 00:00 UTC:"
    assert lines[1].strip() == "leads, term 3; seen 0 s ago"
    assert lines[3].strip() == "stands by; seen 0 s ago"
    assert lines[5].strip().startswith("silent for "), "whoever was killed says nothing of it"
    hubs(config.folder, as_json=True)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], one["part"], one["term"]) for one in told] == [
        ("north", "leads", 3),
        ("south", "stands-by", 0),
        ("west", "silent", 2),
    ]
    assert told[0]["lag_seconds"] == 0


def test_without_a_hub_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(typer.Exit):
        hubs(tmp_path)
