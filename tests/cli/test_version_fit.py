"""A server that wants other versions is said once by the commands, by every check, and keeps nobody from working."""

from __future__ import annotations

import json

import pytest

from kalix_presence import __version__, shipped, wire
from kalix_presence.cli import version_fit as fitting
from kalix_presence.cli.check_lines import State
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.version_fit import version_fit
from kalix_presence.hub.web.routes import reasons
from kalix_presence.model import versions
from kalix_presence.model.words import LANGUAGES
from tests.cli.terminal import Terminal


def seen(terminal: Terminal) -> dict[str, str]:
    return next(one for one in json.loads(terminal.out[terminal.out.index("[\n") :]) if one["check"] == "fit")


def test_a_program_that_is_too_old_says_so_once_and_goes_on(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "OLDEST_CLIENT", "7.2")
    assert anna("status") == Exit.OK
    assert anna.err.count("7.2") == anna.err.count(__version__) == 1
    assert anna.out
    assert anna("status", "--json") == Exit.OK
    assert "7.2" not in anna.err
    assert anna("set", "lunch", "45", "min") in (Exit.OK, Exit.NOT_YET)
    monkeypatch.setattr(reasons, "OLDEST_CLIENT", "7.3")
    assert anna("status") == Exit.OK
    assert "7.3" in anna.err, "another version is news again"


def test_a_server_that_is_too_old_is_said_once_and_used(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "__version__", "0.0.4")
    assert anna("status") == Exit.OK
    assert "0.0.4" in anna.err
    assert anna("status") == Exit.OK
    assert "0.0.4" not in anna.err


def test_a_server_that_fits_or_tells_nothing_is_not_spoken_of(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert anna("status") == Exit.OK
    assert not anna.err
    for name in ("__version__", "OLDEST_CLIENT"):
        monkeypatch.setattr(reasons, name, "")
    assert anna("status") == Exit.OK
    assert not anna.err


def test_a_check_tells_the_servers_version_to_whoever_is_signed_in(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing() -> dict[str, object]:
        return {}

    monkeypatch.setattr("kalix_presence.cli.check.surroundings", nothing)
    anna("check", "--json")
    assert seen(anna)["state"] == "ok"
    assert __version__ in seen(anna)["text"]
    monkeypatch.setattr(reasons, "OLDEST_CLIENT", "7.2")
    assert anna("check", "--json") == Exit.TO_DO
    assert (seen(anna)["state"], seen(anna)["code"]) == ("do", "client-old")
    assert anna("sign-out") == Exit.OK
    anna("check", "--json")
    assert (seen(anna)["state"], seen(anna)["code"]) == ("unknown", "versions-unseen")


@pytest.mark.parametrize(
    ("hub", "clients_from", "state"),
    [
        (__version__, versions.OLDEST_CLIENT, State.OK),
        (__version__, "99", State.DO),
        ("0.0.1", versions.OLDEST_CLIENT, State.DO),
        ("", "", State.UNKNOWN),
    ],
)
def test_it_is_said_in_every_language(hub: str, clients_from: str, state: State) -> None:
    line = version_fit(wire.ReasonsView([], version=hub, clients_from=clients_from))
    assert line.state is state
    for language in LANGUAGES:
        assert line.text(shipped.words(language))
        assert version_fit(None).text(shipped.words(language))


def test_a_folder_that_takes_nothing_keeps_nobody_from_working(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fitting, "write_whole", full)
    monkeypatch.setattr(reasons, "OLDEST_CLIENT", "7.2")
    assert anna("status") == Exit.OK
    assert "7.2" in anna.err


def test_a_newer_program_that_the_site_has_ready_is_a_word_of_the_check_unless_it_is_switched_off() -> None:
    view = wire.ReasonsView(
        [], version=__version__, clients_from=versions.OLDEST_CLIENT, newest_client="99.1", newest_from="IT"
    )
    line = version_fit(view)
    assert (line.state, line.code) == (State.OK, "versions-newer")
    for language in LANGUAGES:
        assert "99.1" in line.text(shipped.words(language))
    assert "99.1" not in version_fit(view, updates=False).text(shipped.words("sv"))
