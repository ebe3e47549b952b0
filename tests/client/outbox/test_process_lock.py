"""Turns between programs: one at a time, given up after some patience, and no turn at all where no file can be made."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.model.errors import Unavailable


async def test_a_turn_is_waited_for_and_comes_when_the_other_is_done(tmp_path: Path) -> None:
    order: list[str] = []

    async def other() -> None:
        async with process_lock(tmp_path / "turn.lock"):
            order.append("other")

    async with process_lock(tmp_path / "turn.lock"):
        waiting = asyncio.create_task(other())
        for _ in range(20):
            await asyncio.sleep(0)
        assert order == []
        order.append("first")
    await waiting
    assert order == ["first", "other"]


async def test_who_has_waited_long_enough_is_refused_and_the_turn_stays_whose_it_is(tmp_path: Path) -> None:
    async with process_lock(tmp_path / "turn.lock"):
        for _ in range(2):
            with pytest.raises(Unavailable) as refused:
                async with process_lock(tmp_path / "turn.lock", patience=0.0):
                    raise AssertionError("two at once")
            assert refused.value.code == "outbox-busy"
    async with process_lock(tmp_path / "turn.lock", patience=0.0):
        pass


async def test_a_turn_ends_with_the_block_whatever_goes_wrong_in_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with process_lock(tmp_path / "turn.lock"):
            raise ZeroDivisionError
    async with process_lock(tmp_path / "turn.lock", patience=0.0):
        pass


async def test_a_program_that_is_killed_leaves_no_turn_behind(tmp_path: Path) -> None:
    holder = (
        "import asyncio, sys, pathlib\n"
        "from kalix_presence.client.outbox.process_lock import process_lock\n"
        "async def hold():\n"
        "    async with process_lock(pathlib.Path(sys.argv[1])):\n"
        "        print('held', flush=True)\n"
        "        sys.stdin.read()\n"
        "asyncio.run(hold())\n"
    )
    command = [sys.executable, "-c", holder, str(tmp_path / "turn.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match="outbox-busy"):
            async with process_lock(tmp_path / "turn.lock", patience=0.0):
                raise AssertionError("two at once")
        other.kill()
    async with process_lock(tmp_path / "turn.lock", patience=0.0):
        pass


async def test_where_no_file_can_be_made_or_it_is_none_of_sqlite_one_goes_without(tmp_path: Path) -> None:
    odd = tmp_path / "odd.lock"
    odd.write_bytes(b"no database at all, and long enough to be looked at" * 40)
    gone = []
    for path in (tmp_path / "missing" / "turn.lock", odd):
        async with process_lock(path, patience=0.0):
            gone.append(path.name)
    assert gone == ["turn.lock", "odd.lock"]
