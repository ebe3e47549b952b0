"""Acts of administrators: kept line by line, told once also over a restart, read past what is broken, and by whom they were done."""

from __future__ import annotations

import json
import os
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from kalix_presence.hub.site.acts import FILE, MOST_AT_ONCE, TOLD, Acts, whoever
from tests.clocks import NINE

NO_NUMBERS = pytest.mark.skipif(not hasattr(os, "getuid"), reason="no such numbers here")


def names(acts: Acts) -> list[str]:
    return [act["act"] for act in acts.untold()]


def test_an_act_is_a_line_with_when_and_by_whom(tmp_path: Path) -> None:
    Acts(tmp_path).note("import", now=NINE.astimezone(timezone(timedelta(hours=1))), people=7, dry=False)
    [line] = (tmp_path / FILE).read_bytes().splitlines()
    assert json.loads(line) == {"at": NINE.isoformat(), "act": "import", "by": whoever(), "people": 7, "dry": False}


@NO_NUMBERS
def test_the_file_is_for_the_hub_alone(tmp_path: Path) -> None:
    Acts(tmp_path).note("import", now=NINE)
    assert [*Acts(tmp_path).untold()]
    for name in (FILE, TOLD):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@NO_NUMBERS
def test_what_root_writes_belongs_to_whoever_the_folder_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the hub could not read what was done by sudo."""
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda _, user, group: given.append((user, group)))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    Acts(tmp_path).note("import", now=NINE)
    owner = tmp_path.stat()
    assert given == [(owner.st_uid, owner.st_gid)]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    Acts(tmp_path).note("import", now=NINE)
    assert len(given) == 1


def test_acts_are_told_once_each_in_order_whoever_wrote_them(tmp_path: Path) -> None:
    hub, command = Acts(tmp_path), Acts(tmp_path)
    assert names(hub) == []
    command.note("import", now=NINE)
    command.note("restore", now=NINE)
    assert names(hub) == ["import", "restore"]
    assert names(hub) == []
    command.note("backup", now=NINE)
    assert names(Acts(tmp_path)) == ["backup"]  # a hub that was started again
    assert names(Acts(tmp_path)) == []


def test_a_line_that_is_not_whole_yet_waits(tmp_path: Path) -> None:
    hub = Acts(tmp_path)
    (tmp_path / FILE).write_bytes(b'{"act":"import"}\n{"act":"ba')
    assert names(hub) == ["import"]
    with (tmp_path / FILE).open("ab") as opened:
        opened.write(b'ckup"}\n')
    assert names(hub) == ["backup"]


def test_a_line_longer_than_one_reading_does_not_stop_those_after_it(tmp_path: Path) -> None:
    hub = Acts(tmp_path)
    (tmp_path / FILE).write_bytes(b"x" * (MOST_AT_ONCE + 5) + b'\n{"act":"backup"}\n')
    assert names(hub) == []
    assert names(hub) == ["backup"]


def test_many_acts_are_told_in_several_turns(tmp_path: Path) -> None:
    hub = Acts(tmp_path)
    line = json.dumps({"act": "import", "file": "x" * 1000}).encode() + b"\n"
    (tmp_path / FILE).write_bytes(line * 100)
    told = [len(names(hub)) for _ in range(3)]
    assert told == [MOST_AT_ONCE // len(line), 100 - MOST_AT_ONCE // len(line), 0]


@pytest.mark.parametrize("broken", [b"no json", b'["backup"]', b"7", b"\xff\xfe", b""])
def test_what_is_no_act_is_passed_over(tmp_path: Path, broken: bytes) -> None:
    hub = Acts(tmp_path)
    (tmp_path / FILE).write_bytes(broken + b'\n{"act":"backup","lost":{"a":1},"people":7}\n')
    assert [*hub.untold()] == [{"act": "backup", "people": 7}]


def test_a_file_that_was_begun_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    hub = Acts(tmp_path)
    (tmp_path / FILE).write_bytes(b'{"act":"import"}\n{"act":"import"}\n')
    assert len(names(hub)) == 2
    (tmp_path / FILE).write_bytes(b'{"act":"backup"}\n')
    assert names(hub) == ["backup"]


def test_a_note_of_how_far_it_was_told_that_cannot_be_read_tells_all_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"act":"import"}\n')
    (tmp_path / TOLD).write_text("far", "ascii")
    assert names(Acts(tmp_path)) == ["import"]


def test_when_the_last_backup_was_made_is_known_at_start_and_kept_up(tmp_path: Path) -> None:
    assert Acts(tmp_path).last_backup == 0.0
    command = Acts(tmp_path)
    command.note("backup", now=NINE)
    command.note("import", now=NINE + timedelta(hours=1))
    hub = Acts(tmp_path)
    assert hub.last_backup == NINE.timestamp()
    later = NINE + timedelta(days=1)
    command.note("backup", now=later)
    assert hub.last_backup == NINE.timestamp()
    assert names(hub) == ["backup", "import", "backup"]
    assert hub.last_backup == later.timestamp()


@pytest.mark.parametrize("act", [{"act": "backup", "at": "yesterday"}, {"act": "backup", "at": 7}, {"act": "backup"}])
def test_a_backup_at_no_moment_stops_no_hub(tmp_path: Path, act: dict[str, object]) -> None:
    (tmp_path / FILE).write_text(json.dumps(act) + "\n", "ascii")
    hub = Acts(tmp_path)
    assert names(hub) == ["backup"]
    assert hub.last_backup == 0.0


def test_a_backup_is_found_behind_a_long_file(tmp_path: Path) -> None:
    backup = json.dumps({"act": "backup", "at": NINE.isoformat()}).encode()
    (tmp_path / FILE).write_bytes(b"x" * 2**20 + b"\n" + backup + b"\n")
    assert Acts(tmp_path).last_backup == NINE.timestamp()


@NO_NUMBERS
def test_whoever_signed_in_is_told_also_behind_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"/proc/self/loginuid": "1007\n"}
    monkeypatch.setattr(Path, "read_text", lambda self, *_: kept[str(self)])
    monkeypatch.setenv("SUDO_UID", "1008")
    assert whoever() == 1007
    kept["/proc/self/loginuid"] = str(2**32 - 1)  # by a service: nobody signed in
    assert whoever() == 1008
    monkeypatch.setenv("SUDO_UID", "²")
    assert whoever() == os.getuid()
    monkeypatch.delenv("SUDO_UID")
    assert whoever() == os.getuid()


def test_where_there_are_no_such_numbers_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: Path, *_: object) -> str:
        raise FileNotFoundError(self)

    monkeypatch.setattr(Path, "read_text", missing)
    monkeypatch.delenv("SUDO_UID", raising=False)
    monkeypatch.delattr(os, "getuid", raising=False)
    assert whoever() == -1
