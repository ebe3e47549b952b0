"""`update`: offered, asked about, fetched and opened; or a sentence that says why not."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.cli import check as checking
from kalix_presence.cli import update as updating
from kalix_presence.cli.exits import Exit
from kalix_presence.client.local import settings
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.sync import updates as client_updates
from tests.cli.terminal import Terminal
from tests.cli.test_check import WELL
from tests.client.connection.made_feed import DEB, given_out, made
from tests.hub.serving import Serving

NEWER = DEB.format("0.3.0", "12")


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    return made(tmp_path, NEWER)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to what installs packages."""
    paths: list[Path] = []
    monkeypatch.setattr(updating, "open_package", paths.append)
    return paths


@pytest.fixture
def desk(terminal: Terminal, feed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A computer of Debian 12 with that feed."""
    monkeypatch.setattr(updating, "own_package", lambda: "debian-12")
    monkeypatch.setenv("KALIX_HUB", "http://127.0.0.1:1")
    (terminal.home / "config").mkdir(parents=True)
    with given_out(tmp_path / "feed") as address:
        settings.save(terminal.home / "config", Settings(update_feed=address, update_root=feed.pin()))
        yield terminal


def answers(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(updating, "somebody_answers", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))


def fetched(desk: Terminal) -> list[str]:
    folder = desk.home / "cache" / "updates"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_a_yes_fetches_and_opens_it(desk: Terminal, opened: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "y\n")
    assert desk("update") == Exit.OK, desk.err
    assert "Version 0.3.0 is there (1 MB)" in desk.out
    assert f'sudo apt install "{opened[0]}"' in desk.out
    assert [path.name for path in opened] == fetched(desk) == [NEWER]


@pytest.mark.parametrize(("answer", "code"), [("n\n", Exit.TO_DO), ("\n", Exit.TO_DO), ("", Exit.INTERRUPTED)])
def test_nothing_is_fetched_without_a_yes(
    desk: Terminal, opened: list[Path], monkeypatch: pytest.MonkeyPatch, answer: str, code: Exit
) -> None:
    answers(monkeypatch, answer)
    assert desk("update") == code
    assert (opened, fetched(desk)) == ([], [])


def test_a_script_is_told_and_fetches_without_opening(desk: Terminal, opened: list[Path]) -> None:
    assert desk("update", "--json") == Exit.TO_DO
    assert json.loads(desk.out)["state"] == "offered"
    assert fetched(desk) == []
    assert desk("update", "--fetch") == Exit.OK
    assert (opened, fetched(desk)) == ([], [NEWER])


def test_the_newest_is_said_to_be_that(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updating, "__version__", "0.3.0")
    assert desk("update") == Exit.OK
    assert "(0.3.0) is the newest" in desk.out


def test_what_is_refused_ends_with_its_sentence(desk: Terminal, tmp_path: Path, opened: list[Path]) -> None:
    path = next((tmp_path / "feed" / "targets").glob(f"*.{NEWER}"))
    path.write_bytes(bytes(path.stat().st_size))
    assert desk("update", "--fetch") == Exit.HUB_AWAY
    assert "is not what was signed" in desk.err
    assert (opened, fetched(desk)) == ([], [])


@pytest.mark.parametrize("kind", ["policy", "person"])
def test_where_it_is_switched_off_no_feed_is_asked(
    desk: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(client_updates, "UpdateFeed", None)
    kept = settings.load(desk.home / "config")
    if kind == "policy":
        (tmp_path / "etc" / "kalix-presence").mkdir(parents=True)
        (tmp_path / "etc" / "kalix-presence" / "policy.toml").write_text("updates = false\n")
        load = settings.load_all
        monkeypatch.setattr(settings, "load_all", lambda folder, *_: load(folder, etc=tmp_path / "etc"))
    else:
        settings.save(desk.home / "config", Settings(updates=False, update_feed=kept.update_feed, update_root=kept.update_root))
    assert desk("update") == Exit.REFUSED
    assert ("Your organisation brings new versions" if kind == "policy" else "switched off in the settings") in desk.err


@pytest.mark.parametrize("missing", ["update_feed", "update_root"])
def test_without_a_feed_or_what_it_is_trusted_by_nothing_is_asked(desk: Terminal, missing: str) -> None:
    path = desk.home / "config" / "settings.json"
    path.write_text(json.dumps({key: value for key, value in json.loads(path.read_text()).items() if key != missing}))
    assert desk("update") == Exit.NOT_UNDERSTOOD
    assert "No feed of newer versions is known here" in desk.err


def test_what_came_another_way_is_got_that_way(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updating, "own_package", lambda: "")
    assert desk("update") == Exit.NOT_UNDERSTOOD
    assert "did not come by a package" in desk.err


def test_a_version_that_does_not_take_the_server_is_held_back(
    anna: Terminal, hub: Serving, feed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "own_package", lambda: "debian-12")
    kept = settings.load(anna.home / "config")
    monkeypatch.setattr(sys.modules[type(feed).__module__], "OLDEST_HUB", "9.0.0")
    newest = tmp_path / "packages" / DEB.format("9.1.0", "12")
    newest.write_bytes(b"of the time after next")
    feed.add([newest])
    with given_out(tmp_path / "feed") as address:
        chosen = {"hub": kept.hub, "username": kept.username, "update_feed": address, "update_root": feed.pin()}
        settings.save(anna.home / "config", Settings(**chosen))
        assert anna("update", "--json") == Exit.TO_DO
    assert json.loads(anna.out)["version"] == "0.3.0"


def test_the_hub_may_say_where_it_is_but_not_what_it_is_trusted_by(
    anna: Terminal, hub: Serving, feed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "own_package", lambda: "debian-12")
    kept = settings.load(anna.home / "config")
    with given_out(tmp_path / "feed") as address:
        monkeypatch.setattr(hub.hub, "policy", replace(hub.hub.policy, client_feed=address))
        assert anna("update", "--json") == Exit.NOT_UNDERSTOOD
        settings.save(anna.home / "config", msgspec.structs.replace(kept, update_root=feed.pin()))
        assert anna("update", "--json") == Exit.TO_DO, anna.err
        assert json.loads(anna.out)["version"] == "0.3.0"
        elsewhere = "https://127.0.0.1:1/feed"
        settings.save(anna.home / "config", msgspec.structs.replace(kept, update_root=feed.pin(), update_feed=elsewhere))
        assert anna("update", "--json") == Exit.HUB_AWAY
    assert elsewhere in anna.err


def test_a_check_has_a_line_for_it(desk: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked() -> object:
        return WELL

    monkeypatch.setattr(checking, "surroundings", asked)

    def line() -> dict[str, str]:
        desk("check", "--json")
        return next(one for one in json.loads(desk.out) if one["check"] == "feed")

    assert (line()["state"], line()["code"]) == ("ok", "feed-newer")
    monkeypatch.delenv("KALIX_HUB")
    assert line()["code"] == "feed-newer", "also where no server is known"
    (tmp_path / "feed" / "metadata" / "timestamp.json").unlink()
    assert (line()["state"], line()["code"]) == ("do", "update-not-there")
