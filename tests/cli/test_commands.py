"""The command line over a real hub: what people read, what scripts get."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from keyring.backends.null import Keyring as NoKeyring

from kalix_presence import shipped
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import exit_of, language
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.local.settings import load
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotFound,
    PresenceError,
    SignInNeeded,
    TooMany,
    Unavailable,
)
from kalix_presence.model.line import LineState
from kalix_presence.model.words import LANGUAGES
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving
from tests.keyrings import keyring_of_this_process


def test_lunch_is_set_shown_and_ended(anna: Terminal) -> None:
    assert anna("set", "lunch", "45") == Exit.OK
    reading, confirmed = anna.out.splitlines()
    assert reading.startswith("From now: Lunch, back ")
    assert confirmed == "In force: the PBX has confirmed it."
    assert anna("status") == Exit.OK
    assert "Anna Ek, 2041, Bygglov" in anna.out
    assert "set by you on the command line" in anna.out
    assert "Calls go to the switchboard." in anna.out
    assert anna("back") == Exit.OK
    anna("status")
    assert "Available. No absence is set." in anna.out


def test_a_line_is_read_as_in_the_tray(anna: Terminal) -> None:
    found = anna.json("set", "möte 30 min; rum 3", "--forward", "mobil")
    assert isinstance(found, dict)
    assert (found["state"], found["reason"]) == ("in_force", "meeting")
    status = anna.json("status")
    assert isinstance(status, dict)
    absence = status["standing"]["absence"]
    assert (absence["note"], absence["forward"], absence["way"]) == ("rum 3", "mobile", "cli")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set", "brunch", "13"], "not a known reason"),
        (["set", "lunch", "99:99"], "cannot be read as a time"),
        (["set", "holiday"], "needs a return time"),
        (["status", "nobody at all"], "Nobody found"),
        (["status", "l"], "fits several people"),
        (["set"], "Missing argument"),
        (["dance"], "No such command"),
    ],
)
def test_what_is_not_understood_exits_2_with_what_to_write_instead(anna: Terminal, arguments: list[str], said: str) -> None:
    assert anna(*arguments) == Exit.NOT_UNDERSTOOD
    assert said in anna.err
    assert "Traceback" not in anna.err


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--for", "2061"], "not permitted"), (["--forward", "0900123456"], "premium-rate")]
)
def test_what_the_hub_refuses_exits_5_with_its_sentence(anna: Terminal, arguments: list[str], said: str) -> None:
    assert anna("set", "lunch", "45", *arguments) == Exit.REFUSED
    assert said in anna.err


def test_a_receptionist_sets_it_for_somebody_by_name(way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"maria\n{PASSWORD}\n"))
    assert terminal("sign-in", "--hub", way.url) == Exit.OK
    assert terminal("set", "lunch", "45", "--for", "anna") == Exit.OK
    found = terminal.json("status", "2041")
    assert isinstance(found, dict)
    assert (found["standing"]["absence"]["way"], found["standing"]["absence"]["set_by"]) == ("receptionist", "2001")


def test_who_lists_the_best_first_and_says_why(anna: Terminal) -> None:
    assert anna("who", "handläggare") == Exit.OK
    assert [line.split("  ")[0] for line in anna.out.splitlines()[:-1]] == ["2042", "2041"]
    assert anna.out.splitlines()[-1] == "Per Berg: Handläggare, in and free."
    anna("set", "lunch", "45")
    assert anna("who", "byggnadslov") == Exit.OK
    first, why = anna.out.splitlines()
    assert first.startswith("2041")
    assert "Lunch until" in first
    assert why == "Anna Ek: handles bygglov, away; the deputy Per Berg can be reached."
    people = anna.json("who", "bygglov")
    assert isinstance(people, list)
    assert {person["name"] for person in people} == {"Anna Ek", "Per Berg"}
    assert set(people[0]["standing"]) >= {"absence", "in_force", "trouble", "overdue", "line"}
    assert anna("who", "zzz") == Exit.NOTHING_FOUND


def test_somebody_overdue_is_shown_as_that_and_not_as_available(anna: Terminal, hub: Serving) -> None:
    anna("set", "lunch", "45")
    hub.clock.ahead += timedelta(minutes=50)
    hub.on_loop(lambda: hub.hub.core.absence_clock.apply_due(hub.clock()))
    assert anna("status") == Exit.OK
    assert "Overdue: should be back" in anna.out
    assert "Available" not in anna.out
    anna("who", "bygglov")
    [row] = [line for line in anna.out.splitlines() if line.startswith("2041")]
    assert "Overdue" in row
    assert "Available" not in row
    assert anna("back") == Exit.OK
    anna("status")
    assert "Available" in anna.out


def test_a_slip_of_spelling_finds_somebody_to_look_at_but_nobody_to_act_on(anna: Terminal) -> None:
    assert anna("who", "strömm") == Exit.OK
    assert anna.out.startswith("2061")
    assert anna("status", "strömm") == Exit.NOT_UNDERSTOOD
    assert "Siv Ström (2061)" in anna.err


def test_without_contact_a_change_waits_and_goes_along_with_the_next_command(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("set", "lunch", "45") == Exit.HUB_AWAY
    assert "the change waits on this computer" in anna.err
    assert anna("status") == Exit.HUB_AWAY
    assert "A change waits on this computer" in anna.out
    assert "This is how it was" in anna.err
    assert anna("who", "anna") == Exit.HUB_AWAY
    assert "2041  Anna Ek" in anna.out
    assert anna("who", "skolbuss") == Exit.HUB_AWAY
    assert "Siv Ström: handles skolskjuts, in and free." in anna.out
    way.go("open")
    anna("set", "lunch", "30", "--for", "2061")  # refused; what waited for oneself is another matter
    assert anna("back") == Exit.OK
    found = anna.json("status")
    assert isinstance(found, dict)
    assert found["standing"]["absence"] is None


def test_a_change_that_waited_is_sent_by_a_later_command_for_somebody_else(
    way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    terminal("sign-in", "--hub", way.url, "--user", "maria")
    way.go("down")
    assert terminal("set", "lunch", "45", "--for", "2041") == Exit.HUB_AWAY
    way.go("open")
    assert terminal("set", "lunch", "45", "--for", "2042") == Exit.OK
    found = terminal.json("status", "2041")
    assert isinstance(found, dict)
    assert found["standing"]["absence"]["reason"] == "lunch"


def test_what_the_pbx_has_not_confirmed_exits_6(anna: Terminal, hub: Serving) -> None:
    assert isinstance(hub.hub.pbx, EmbeddedPbx)
    hub.on_loop(hub.hub.pbx.unplug)
    assert anna("set", "lunch", "45") == Exit.NOT_YET
    assert "the PBX has not confirmed it yet" in anna.err
    anna("status")
    assert "the PBX has not confirmed it yet" in anna.out


def test_nobody_signed_in_exits_3(terminal: Terminal, way: Network) -> None:
    for command in (["status"], ["set", "lunch", "13"], ["back"], ["who", "x"]):
        assert terminal(*command) == Exit.SIGN_IN_NEEDED
        assert "Sign in first" in terminal.err


def test_a_wrong_password_exits_3_and_an_unsafe_address_2(
    terminal: Terminal, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("wrong password\nwrong password\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "anna") == Exit.SIGN_IN_NEEDED
    assert terminal("sign-in", "--hub", "http://10.0.0.5", "--user", "anna") == Exit.NOT_UNDERSTOOD
    assert "https://" in terminal.err


def test_without_a_keyring_the_token_is_revoked_and_the_way_for_scripts_is_told(
    terminal: Terminal, way: Network, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    with keyring_of_this_process(NoKeyring()):
        assert terminal("sign-in", "--hub", way.url, "--user", "anna") == Exit.SIGN_IN_NEEDED
    assert "--show-token" in terminal.err
    sql = "SELECT count(*) FROM session"
    assert hub.on_loop(lambda: hub.hub.store.read(lambda database: database.execute(sql).fetchone()[0])) == 0


def test_signing_out_makes_the_token_worthless_and_forgets(anna: Terminal, way: Network) -> None:
    assert Cache(anna.home / "cache").load(way.url, "anna") is not None
    assert anna("sign-out") == Exit.OK
    assert Cache(anna.home / "cache").load(way.url, "anna") is None
    assert anna("status") == Exit.SIGN_IN_NEEDED
    assert load(anna.home / "config").username == "anna"


def test_a_script_takes_its_token_from_the_environment(
    way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KALIX_HUB", way.url)
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--user", "per", "--show-token") == Exit.OK
    monkeypatch.setenv("KALIX_TOKEN", terminal.out.split()[-1])  # the hub of this process logs before it
    found = terminal.json("set", "lunch", "45")
    assert isinstance(found, dict)
    assert (found["state"], found["extension"]) == ("in_force", "2042")
    monkeypatch.setenv("KALIX_TOKEN", "no token of anybody")
    assert terminal("back") == Exit.SIGN_IN_NEEDED


def test_a_given_token_is_never_taken_for_whoever_was_here_last(
    anna: Terminal, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline nobody knows whose token it is, so nothing is queued for Anna's extension."""
    way.go("down")
    monkeypatch.setenv("KALIX_TOKEN", "pers-perhaps")
    assert anna("set", "lunch", "45") == Exit.HUB_AWAY
    assert "waits" not in anna.err
    assert not (anna.home / "data" / "outbox.db").exists()


def test_what_a_given_token_saw_is_not_shown_to_whoever_was_here_before(
    anna: Terminal, way: Network, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("per") as per:
        monkeypatch.setenv("KALIX_TOKEN", per.headers["authorization"].removeprefix("Bearer "))
    assert anna("set", "lunch", "45") == Exit.OK
    monkeypatch.delenv("KALIX_TOKEN")
    way.go("down")
    assert anna("status") == Exit.HUB_AWAY
    assert "Anna Ek" in anna.out


def test_files_that_cannot_be_used_are_said(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "file"))
    assert terminal("status") == Exit.REFUSED
    assert "cannot be used" in terminal.err


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_it_speaks_the_readers_language(anna: Terminal, monkeypatch: pytest.MonkeyPatch, tongue: str) -> None:
    monkeypatch.setenv("LANG", f"{tongue}_XX.UTF-8")
    assert anna("back") == Exit.OK
    words = shipped.words(tongue)
    assert anna.out.splitlines() == [words.say("cli.back-own"), words.say("cli.in-force")]


def test_the_language_falls_back_to_swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert (language("fi"), language("xx")) == ("fi", "sv")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("x"), Exit.NOT_UNDERSTOOD),
        (NotFound("x"), Exit.NOT_UNDERSTOOD),
        (SignInNeeded("x"), Exit.SIGN_IN_NEEDED),
        (Unavailable("keyring-locked"), Exit.SIGN_IN_NEEDED),
        (Unavailable("hub-unreachable"), Exit.HUB_AWAY),
        (TooMany("x"), Exit.HUB_AWAY),
        (Forbidden("x"), Exit.REFUSED),
        (Conflict("x"), Exit.REFUSED),
    ],
)
def test_each_kind_of_refusal_has_its_exit_code(error: PresenceError, code: Exit) -> None:
    assert exit_of(error) is code


def test_help_tells_every_exit_code(terminal: Terminal) -> None:
    assert terminal("--help") == Exit.OK
    told = " ".join(terminal.out.split())
    assert all(f" {code.value} " in told for code in Exit)
    for command in ("set", "back", "status", "who", "when", "sign-in", "sign-out"):
        assert terminal(command, "--help") == Exit.OK


def test_the_shell_completes_commands_and_reasons() -> None:
    words = {"COMP_WORDS": "kalix-presence set lu", "COMP_CWORD": "2", "_KALIX_PRESENCE_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-m", "kalix_presence"], env=os.environ | words, capture_output=True, text=True, check=False
    )
    assert "lunch" in done.stdout.split()


def test_when_starts_without_anything_heavy() -> None:
    code = "import sys; from kalix_presence.cli import run; run(['when', '13', '--now', '2026-11-24T09:00:00+01:00']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint({"httpx", "typer", "msgspec", "sqlite3", "keyring", "PySide6", "holidays", "rich", "asyncio"})


def test_two_commands_at_once_end_in_one_of_the_two(anna: Terminal, way: Network, hub: Serving) -> None:
    async def both() -> list[int | None]:
        children = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "kalix_presence", "set", "lunch", minutes, env=os.environ | {"KALIX_TOKEN": token}
            )
            for minutes in ("45", "50")
        ]
        return [await child.wait() for child in children]

    with hub.client("anna") as client:
        token = client.headers["authorization"].removeprefix("Bearer ")
    codes = asyncio.run(both())
    assert Exit.OK in codes
    assert set(codes) <= {Exit.OK, Exit.REFUSED}


@pytest.fixture
def when(terminal: Terminal) -> Callable[..., int]:
    """`when` at a fixed moment."""
    return lambda *words: terminal("when", *words, "--now", "2026-11-24T09:00")


def test_when_prints_the_instant_and_the_reading(when: Callable[..., int], terminal: Terminal) -> None:
    assert when("halv", "två", "--lang", "sv") == Exit.OK
    assert terminal.out.splitlines() == ["2026-11-24T13:30:00+01:00", "i dag klockan 13.30"]
    assert when("tomorrow 9", "--json", "--lang", "en") == Exit.OK
    assert json.loads(terminal.out)["instant"] == "2026-11-25T09:00:00+01:00"


def test_when_refuses_with_a_suggestion(when: Callable[..., int], terminal: Terminal) -> None:
    assert when("någon gång", "--lang", "sv") == Exit.NOT_UNDERSTOOD
    assert "Skriv till exempel" in terminal.err
    assert when("13", "--lang", "de") == Exit.NOT_UNDERSTOOD


def test_what_was_set_here_is_what_is_known_last_and_what_waits_is_told_and_never_confirmed(
    anna: Terminal, way: Network, hub: Serving
) -> None:
    hub.clock.move(minutes=1)  # what was known at the sign-in is older
    assert anna("set", "lunch", "45", "min") == Exit.OK
    way.go("down")
    assert anna("status") == Exit.HUB_AWAY
    assert "Lunch" in anna.out
    assert "had confirmed it then" in anna.out
    assert "In force: the PBX has" not in anna.out
    known = anna.json("status")
    assert isinstance(known, dict)
    assert known["standing"]["absence"]["reason"] == "lunch"
    assert (known["waiting"], known["known_at"] is not None) == (None, True)
    assert anna("set", "meeting", "2", "h") == Exit.HUB_AWAY
    assert anna("status") == Exit.HUB_AWAY
    assert "What waits: Meeting, back " in anna.out
    assert "confirmed" not in anna.out
    waits = anna.json("status")
    assert isinstance(waits, dict)
    assert (waits["waiting"]["reason"], waits["standing"]["in_force"]) == ("meeting", False)


def test_being_back_and_a_time_alone_mean_in_a_shell_what_they_mean_in_the_panel(anna: Terminal) -> None:
    assert anna("set", "17") == Exit.NOT_UNDERSTOOD
    assert "lunch 17" in anna.err
    assert anna("set", "meeting", "30", "min", "--note", "rum 3", "--forward", "mobile") == Exit.OK
    assert anna("set", "2", "h") == Exit.OK
    assert "mobile" in anna.out
    assert "rum 3" in anna.out
    status = anna.json("status")
    assert isinstance(status, dict)
    assert (status["standing"]["absence"]["reason"], status["standing"]["absence"]["note"]) == ("meeting", "rum 3")
    assert anna("set", "tillbaka") == Exit.OK
    status = anna.json("status")
    assert isinstance(status, dict)
    assert status["standing"]["absence"] is None


def test_what_lies_ahead_is_not_set_from_now(anna: Terminal) -> None:
    assert anna("set", "leave", "tomorrow") == Exit.NOT_UNDERSTOOD
    assert "plan add leave tomorrow" in anna.err
    status = anna.json("status")
    assert isinstance(status, dict)
    assert status["standing"]["absence"] is None


def test_a_hint_of_another_program_is_said_below_the_line(anna: Terminal, hub: Serving) -> None:
    def is_now(does: Elsewhere, line: LineState) -> None:
        state = hub.hub.board.states["2041"]
        state.elsewhere, state.line = does, line

    for does, said in ((Elsewhere.CALL, "In a call in Teams."), (Elsewhere.PRESENTING, "Presenting in Teams.")):
        hub.on_loop(lambda does=does: is_now(does, LineState.IDLE))
        assert anna("status") == Exit.OK
        assert said in anna.out
    hub.on_loop(lambda: is_now(Elsewhere.CALL, LineState.BUSY))
    assert anna("status") == Exit.OK
    assert "Teams" not in anna.out
