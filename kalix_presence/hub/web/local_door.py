"""A door for commands on this machine: whoever may read a file of the data folder may ask the running hub to check itself.

`kalix-hub check` comes in here, because the PBX lets the hub's account in once only. The door listens on loopback, on a port
and with a token that stand in the file, which only the hub's user can read.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import os
import re
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import structlog

from kalix_presence.hub.pbx.protocol import Checked, Heard, Remark
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.present_call import DivertReason

log = structlog.get_logger("kalix.door")

FILE = "kalix-hub.door"
ASK_SECONDS = 5.0
"""How long a caller may take to say what it wants."""
ANSWER_SECONDS = 60.0
LONGEST = 1_048_576
"""Bytes of an answer."""


class DoorPlace(msgspec.Struct, frozen=True):
    """Where the door is, and what opens it."""

    port: int
    token: str


class Told(msgspec.Struct, frozen=True):
    """One line of a check: its name, and the code and blanks of what is wrong, if anything is."""

    name: str
    code: str = ""
    params: dict[str, str] = {}
    remark: bool = False


class Sound(msgspec.Struct, frozen=True):
    """What was heard; see `Heard`."""

    sound: bytes
    target: str
    why: str


class LocalDoor:
    """Open from `start` to `stop`. `check` is what it is asked for; one at a time."""

    def __init__(
        self,
        folder: Path,
        check: Callable[[], Awaitable[Checked]],
        listen: Callable[[str], Awaitable[Heard]] | None = None,
    ) -> None:
        self._path, self._check, self._listen = folder / FILE, check, listen
        self._token = secrets.token_hex(32)
        self._server: asyncio.Server | None = None
        self._one = asyncio.Lock()

    async def start(self) -> None:
        """Listen, and say where. A folder that cannot be written to leaves it closed: the hub serves all the same."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1024)
        port = int(server.sockets[0].getsockname()[1])
        try:
            await asyncio.to_thread(_leave, self._path, msgspec.json.encode(DoorPlace(port, self._token)))
        except OSError as fault:
            log.warning("door-closed", trouble=type(fault).__name__)
            server.close()
            return
        self._server = server

    async def stop(self) -> None:
        """Close; the file goes too."""
        if self._server is None:
            return
        self._server.close()
        with contextlib.suppress(OSError):
            await asyncio.to_thread(self._path.unlink)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                asked = (await reader.readline()).decode("ascii", "replace").split()
            if len(asked) not in (2, 3) or not hmac.compare_digest(asked[0], self._token):
                return
            async with self._one, asyncio.timeout(ANSWER_SECONDS):
                answer = await self._answer(*asked[1:])
            if answer is not None:
                writer.write(msgspec.json.encode(answer) + b"\n")
                await writer.drain()
        except (OSError, TimeoutError, ValueError):
            return
        finally:
            writer.close()

    async def _answer(self, wanted: str, extension: str = "") -> list[Told] | Sound | None:
        try:
            if wanted == "check" and not extension:
                return [_told(*each) for each in await self._check()]
            if wanted == "listen" and re.fullmatch(r"\d{1,18}", extension, re.ASCII) and self._listen is not None:
                heard = await self._listen(extension)
                return Sound(heard.sound, heard.target, heard.why)
        except PresenceError as refusal:
            return [_told("reachable", refusal)]
        return None


async def listen_at_door(folder: Path, extension: str) -> Heard | None:
    """What a caller of `extension` hears, by the hub that serves from `folder`; None when none serves."""
    answer = await _asked(folder, f"listen {extension}")
    if answer is None:
        return None
    try:
        heard = msgspec.json.decode(answer, type=Sound | list[Told])
    except msgspec.MsgspecError:
        return None
    if isinstance(heard, list):
        refusal = next((fault for _, fault in map(_found, heard) if fault is not None), Unavailable("hub-not-ready"))
        raise refusal
    return Heard(heard.sound, heard.target, DivertReason(heard.why))


async def ask_at_door(folder: Path) -> Checked | None:
    """What the hub that serves from `folder` says of its PBX; None when none serves. Raises Unavailable `hub-not-ready`."""
    answer = await _asked(folder, "check")
    if answer is None:
        return None
    try:
        return [_found(each) for each in msgspec.json.decode(answer, type=list[Told])]
    except msgspec.MsgspecError:
        return None


async def _asked(folder: Path, wanted: str) -> bytes | None:
    """The answer's line; None when nobody answers: another program may have the port of a hub that was killed."""
    try:
        place = msgspec.json.decode((folder / FILE).read_bytes(), type=DoorPlace)
        async with asyncio.timeout(ASK_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port, limit=LONGEST)
    except (OSError, TimeoutError, msgspec.MsgspecError):
        return None
    try:
        writer.write(f"{place.token} {wanted}\n".encode())
        async with asyncio.timeout(ANSWER_SECONDS):
            return await reader.readline() or None
    except (OSError, TimeoutError, ValueError):
        raise Unavailable("hub-not-ready") from None
    finally:
        writer.close()


def _told(name: str, fault: PresenceError | None) -> Told:
    if fault is None:
        return Told(name)
    params = {key: str(value) for key, value in fault.params.items()}
    return Told(name, fault.code, params, isinstance(fault, Remark))


def _found(told: Told) -> tuple[str, PresenceError | None]:
    if not told.code:
        return told.name, None
    return told.name, (Remark if told.remark else Unavailable)(told.code, **told.params)


def _leave(path: Path, text: bytes) -> None:
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    half.replace(path)
