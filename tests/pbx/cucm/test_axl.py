"""CUCM's interface as it may be: silent, endless, hostile XML; and where the password goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from kalix_presence.hub.pbx.cucm import axl as module
from kalix_presence.hub.pbx.cucm.axl import Axl
from kalix_presence.model.errors import Unavailable
from tests.pbx.cucm.conftest import messages
from tests.pbx.played_server import Says, answer, endless, played, silent

VERSION = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><ns:getCCMVersionResponse '
    'xmlns:ns="http://www.cisco.com/AXL/API/12.5"><return><componentVersion><version>{}</version></componentVersion></return>'
    "</ns:getCCMVersionResponse></soapenv:Body></soapenv:Envelope>"
)
NESTED = '<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@contextlib.asynccontextmanager
async def serving(says: Says) -> AsyncIterator[Axl]:
    async with played(says) as address:
        axl = Axl(address, "kalix", "password", messages())
        try:
            yield axl
        finally:
            await axl.close()


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<")
    await writer.drain()


async def drop_by_drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


async def test_an_answer_is_read() -> None:
    async with serving(answer(VERSION.format("12.5"))) as axl:
        assert (await axl.ask("getCCMVersion"))["return"]["componentVersion"]["version"] == "12.5"


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (silent, "pbx-unreachable"),
        (endless, "pbx-unreachable"),
        (cut_off, "pbx-unreachable"),
        (drop_by_drop, "pbx-unreachable"),
        (answer("not xml"), "pbx-unreachable"),
        (answer(VERSION.format("12.5")[:-9]), "pbx-unreachable"),
        (answer("<a>" * 100_000), "pbx-unreachable"),
        (answer(VERSION.replace("getCCMVersionResponse", "getLineResponse").format("x")), "pbx-unreachable"),
        (answer(VERSION.replace("AXL/API", "AXL/IPA").format("x")), "pbx-unreachable"),
        (answer("<html>200</html>"), "pbx-unreachable"),
        (answer('<!DOCTYPE x [<!ENTITY a "b">]>' + VERSION.format("&a;")), "pbx-unreachable"),
        (answer('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + VERSION.format("&a;")), "pbx-unreachable"),
        (answer('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + VERSION.format("12.5")), "pbx-unreachable"),
        (answer("<!DOCTYPE x>" + VERSION.format("12.5")), "pbx-unreachable"),
        (answer(f"<!DOCTYPE x [{NESTED}]>" + VERSION.format("&h;")), "pbx-unreachable"),
        (answer(VERSION.format("12.5").encode("utf-16")[2:]), "pbx-unreachable"),
        (answer(VERSION.format("12.5"), "204 No"), "pbx-unreachable"),
        (answer("", "500 Broken"), "pbx-unreachable"),
        (answer("", "401 No"), "pbx-refused"),
        (answer("", "403 No"), "pbx-refused"),
        (answer("", "307 There", "Location: http://127.0.0.1:9/\r\n"), "pbx-unreachable"),
        (answer("", "503 Busy", "Retry-After: 86400\r\n"), "pbx-unreachable"),
        (answer("", "503 Busy", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n"), "pbx-unreachable"),
    ],
)
async def test_whatever_answers_there_it_is_said_and_never_waited_for(
    says: Says, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 2.0)
    async with serving(says) as axl:
        with pytest.raises(Unavailable, match=code):
            await axl.ask("getCCMVersion")


async def test_an_answer_that_is_larger_than_any_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = VERSION.format("12.5")
    for most, code in ((len(whole) - 1, "pbx-unreachable"), (len(whole), "")):
        monkeypatch.setattr(module, "MOST_BYTES", most)
        async with serving(answer(whole)) as axl:
            if code:
                with pytest.raises(Unavailable, match=code):
                    await axl.ask("getCCMVersion")
            else:
                await axl.ask("getCCMVersion")


async def test_the_password_is_never_led_elsewhere() -> None:
    heard: list[bytes] = []

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(10_000))
        writer.close()

    other = await asyncio.start_server(listens, "127.0.0.1", 0)
    place = f"Location: http://127.0.0.1:{other.sockets[0].getsockname()[1]}/axl/\r\n"
    async with serving(answer("", "307 There", place)) as axl:
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await axl.ask("getCCMVersion")
    other.close()
    assert heard == []


async def test_nobody_there() -> None:
    for url in ("http://127.0.0.1:9", "http://nobody.invalid"):
        axl = Axl(url, "kalix", "password", messages())
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await axl.ask("getCCMVersion")
        await axl.close()
