"""The door for commands on this machine: who gets in, and what is said there."""

from __future__ import annotations

import asyncio
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.pbx.protocol import Checked, Heard, Remark
from kalix_presence.hub.web.local_door import FILE, DoorPlace, LocalDoor, ask_at_door, listen_at_door
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import DivertReason

FOUND: Checked = [("reachable", None), ("clock", Unavailable("pbx-clock")), ("ways", Remark("asterisk-queue", queue="vaxel"))]
HEARD = Heard(b"\x00\xff sound", "9", DivertReason.ABSENCE)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[list[str]]:
    """A door that is open, and what came through it."""
    came: list[str] = []

    async def check() -> Checked:
        came.append("check")
        return FOUND

    async def listen(extension: str) -> Heard:
        came.append(extension)
        if extension == "2099":
            raise Unavailable("asterisk-not-heard")
        return HEARD

    door = LocalDoor(tmp_path, check, listen)
    await door.start()
    yield came
    await door.stop()
    assert not (tmp_path / FILE).exists()


def place(folder: Path) -> DoorPlace:
    return msgspec.json.decode((folder / FILE).read_bytes(), type=DoorPlace)


async def said_raw(folder: Path, line: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", place(folder).port)
    writer.write(line)
    answer = await reader.read()
    writer.close()
    return answer


async def test_what_the_hub_found_comes_out_as_it_was(asked: list[str], tmp_path: Path) -> None:
    found = await ask_at_door(tmp_path)
    assert found is not None
    assert [(name, type(fault), fault and (fault.code, fault.params)) for name, fault in found] == [
        (name, type(fault), fault and (fault.code, fault.params)) for name, fault in FOUND
    ]
    assert await listen_at_door(tmp_path, "2041") == HEARD
    with pytest.raises(Unavailable, match="asterisk-not-heard"):
        await listen_at_door(tmp_path, "2099")
    assert asked == ["check", "2041", "2099"]


@pytest.mark.parametrize("wanted", ["check", "listen 2041"])
async def test_nobody_gets_in_without_the_token(asked: list[str], tmp_path: Path, wanted: str) -> None:
    token = place(tmp_path).token
    for key in ("", "x", token[:-1], token + "0", token.upper() + "x", "å" * len(token)):
        assert await said_raw(tmp_path, f"{key} {wanted}\n".encode()) == b""
    assert asked == []


@pytest.mark.parametrize(
    "wanted", ["", "stop", "check 2041", "listen", "listen 2041 2042", "listen 20x1", "listen ２０４１", "listen " + "1" * 19]
)
async def test_it_does_nothing_but_what_it_is_for(asked: list[str], tmp_path: Path, wanted: str) -> None:
    assert await said_raw(tmp_path, f"{place(tmp_path).token} {wanted}\n".encode()) == b""
    assert asked == []


async def test_a_line_without_end_is_not_read_for_ever(asked: list[str], tmp_path: Path) -> None:
    assert await said_raw(tmp_path, b"x" * 100_000) == b""
    assert await ask_at_door(tmp_path) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a file are others there")
async def test_only_the_hubs_user_can_read_the_token(asked: list[str], tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


async def test_where_no_hub_serves_nobody_answers(tmp_path: Path) -> None:
    assert await ask_at_door(tmp_path) is None
    (tmp_path / FILE).write_text('{"port":1,"token":"of a hub that was killed"}')
    assert await ask_at_door(tmp_path) is None
    assert await listen_at_door(tmp_path, "2041") is None
    (tmp_path / FILE).write_text("{")
    assert await ask_at_door(tmp_path) is None
