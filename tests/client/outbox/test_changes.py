"""What waits for the hub survives everything, and stays whose it is."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.client.outbox.changes import LONGEST, Outbox, Waiting
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Unavailable

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
ANNA, PER = "anna@http://127.0.0.1:1", "per@http://127.0.0.1:1"


def change(key: str, extension: str = "2041", account: str = ANNA, at: datetime = NOW, minutes: int | None = 60) -> Waiting:
    wish = (
        None
        if minutes is None
        else wire.AbsenceRequest("lunch", NOW + timedelta(minutes=minutes), note="på stan\u2028", way=Way.CLI)
    )
    return Waiting(account, extension, key, wish, at, Way.CLI)


def test_what_was_put_in_comes_out_as_it_was_oldest_first(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.db")
    put = [change("a", "2043"), change("b", "2041", minutes=None), change("c", "2042")]
    for one in put:
        box.put(one)
    assert Outbox(tmp_path / "outbox.db").all(ANNA) == put


def test_a_later_change_for_the_same_person_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.db")
    for one in (change("a"), change("b", "2042"), change("c")):
        box.put(one)
    assert [one.key for one in box.all(ANNA)] == ["b", "c"]
    assert box.newest(ANNA, "2041") == "c"


def test_an_answer_to_an_earlier_change_leaves_the_later_one(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.db")
    box.put(change("a"))
    box.put(change("b"))
    box.settle(change("a"))
    assert [one.key for one in box.all(ANNA)] == ["b"]


def test_what_was_answered_is_known_as_the_newest_but_its_words_are_gone(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.db")
    box.put(change("a"))
    box.settle(change("a"))
    assert (box.all(ANNA), box.newest(ANNA, "2041")) == ([], "a")
    with sqlite3.connect(tmp_path / "outbox.db") as database:
        assert database.execute("SELECT wish FROM change").fetchall() == [(None,)]
    database.close()
    box.put(change("b", "2042", at=NOW + timedelta(days=2)))
    assert box.newest(ANNA, "2041") is None


def test_each_account_has_its_own(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.db")
    box.put(change("a"))
    box.put(change("p", account=PER))
    assert [one.key for one in box.all(ANNA)] == ["a"]
    assert [one.key for one in box.forget(PER)] == ["p"]
    assert (len(box.all(ANNA)), box.all(PER)) == (1, [])


def test_a_change_is_over_with_its_end_or_when_it_waited_too_long() -> None:
    hour = timedelta(hours=1)
    assert not change("a").is_over(NOW + hour - timedelta(seconds=1))
    assert change("a").is_over(NOW + hour)
    assert not change("a", minutes=None).is_over(NOW + LONGEST - hour)
    assert change("a", minutes=None).is_over(NOW + LONGEST)


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this was a database once" * 100)
    box = Outbox(path)
    box.put(change("a"))
    assert len(box.all(ANNA)) == 1
    assert path.with_suffix(".broken").read_bytes().startswith(b"this was")


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.db").put(change("a"))
    database = sqlite3.connect(tmp_path / "outbox.db")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(Unavailable, match="outbox-newer"):
        Outbox(tmp_path / "outbox.db")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="outbox-unwritable"):
        Outbox(tmp_path / "no such folder" / "outbox.db")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.db").put(change("a"))
    assert (tmp_path / "outbox.db").stat().st_mode & 0o777 == 0o600


PUTS = """
import sys
from tests.client.outbox.test_changes import change
from kalix_presence.client.outbox.changes import Outbox
from pathlib import Path
box = Outbox(Path(sys.argv[1]))
for number in range(10_000):
    box.put(change(f"k{number}", f"{2000 + number % 7}"))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("after", [1, 17, 60])
def test_every_change_that_was_taken_is_there_after_kill_9(tmp_path: Path, after: int) -> None:
    path = tmp_path / "outbox.db"
    child = subprocess.Popen([sys.executable, "-c", PUTS, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert child.stdout is not None
    taken = [int(child.stdout.readline()) for _ in range(after)]
    os.kill(child.pid, signal.SIGKILL)
    taken += [int(line) for line in child.stdout]
    child.stdout.close()
    child.wait()
    newest = {number % 7: number for number in taken}
    found = {int(one.extension) - 2000: int(one.key[1:]) for one in Outbox(path).all(ANNA)}
    # The very last one may have become durable without being said.
    assert all(found[place] in (number, number + 7) for place, number in newest.items())


def test_two_at_once_lose_nothing(tmp_path: Path, run_together: Callable[[list[str]], list[str]]) -> None:
    script = PUTS.replace("range(10_000)", "range(40)").replace('f"k{number}"', 'f"{sys.argv[2]}{number}"')
    script = script.replace('f"{2000 + number % 7}"', 'f"{sys.argv[2]}{number}"')
    out = run_together([script, str(tmp_path / "outbox.db")])
    assert all(text.split()[-1] == "39" for text in out)
    assert len(Outbox(tmp_path / "outbox.db").all(ANNA)) == 80


@pytest.fixture
def run_together() -> Callable[[list[str]], list[str]]:
    """Run a script twice at once, with "1" and "2" as its last argument; what each printed."""

    def run(arguments: list[str]) -> list[str]:
        children = [
            subprocess.Popen([sys.executable, "-c", *arguments, which], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
            for which in ("1", "2")
        ]
        return [child.communicate()[0] for child in children]

    return run
