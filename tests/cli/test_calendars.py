"""One's calendars from a shell: a real hub, a file behind a link and a real Radicale."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.hub.site.calendars_section import CalendarsSection
from tests.cli.terminal import Terminal
from tests.hub.calendars.calendar_servers import PASSWORD, radicale
from tests.hub.graph_server import answering
from tests.hub.serving import Serving, made_config, serving

EVENT = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20991206T100000Z\r\nDTEND:20991206T110000Z\r\nSUMMARY:Budget\r\nEND:VEVENT\r\n"
BROKEN = "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20991207T990000Z\r\nSUMMARY:Odd\r\nEND:VEVENT\r\n"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",)))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


def serve_file(*asked: object) -> tuple[int, bytes, dict[str, str]]:
    return (
        200,
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{EVENT}{BROKEN}END:VCALENDAR\r\n".encode(),
        {"content-type": "text/calendar"},
    )


def test_a_link_is_read_listed_without_its_secret_and_removed(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert anna("calendars", "list") == Exit.OK
    assert anna.out == "No calendar is read for you.\n"
    with answering(serve_file) as url:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{url}/private-4711.ics\n"))
        assert anna("calendars", "add", "-") == Exit.OK, anna.err
        assert anna("calendars", "list") == Exit.OK
        assert "127.0.0.1" in anna.out
        assert "2099-12-07: Its time cannot be read." in anna.out
        assert "4711" not in anna.out
        listed = anna.json("calendars", "list")
        assert isinstance(listed, dict)
        [known] = listed["calendars"]
        assert (known["kind"], known["unread"]) == ("ics", 1)
    assert anna("calendars", "remove", known["id"][:8]) == Exit.OK
    assert anna.out == "Read no more: 127.0.0.1.\n"
    assert anna("calendars", "list") == Exit.OK
    assert anna.out == "No calendar is read for you.\n"


def test_a_caldav_server_is_asked_with_the_password_that_is_typed(
    anna: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with radicale(tmp_path / "radicale") as server:
        monkeypatch.setattr(sys, "stdin", io.StringIO("wrong\n"))
        assert anna("calendars", "add", f"{server.url}/", "--user", "anna") == Exit.NOT_UNDERSTOOD
        assert "does not accept the sign-in" in anna.err
        monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
        made = anna.json("calendars", "add", f"{server.url}/", "--user", "anna")
    assert isinstance(made, dict)
    assert (made["kind"], {each["name"] for each in made["found"]}) == ("caldav", {"arbete", "privat"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add",), "Give the address"),
        (("add", "https://x.example/a.ics", "--microsoft"), "Give the address"),
        (("add", "--microsoft"), "is not used here"),
        (("add", "https://elsewhere.example/a.ics"), "may not be read from elsewhere.example"),
        (("remove", "abcd"), "No calendar of yours"),
    ],
)
def test_what_cannot_be_done_is_said(anna: Terminal, arguments: tuple[str, ...], said: str) -> None:
    assert anna("calendars", *arguments) not in (Exit.OK, 1)
    assert said in anna.err
