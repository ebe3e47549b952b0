"""The file for support holds nothing of anybody, wherever on this computer something personal stands."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from kalix_presence.cli.check_lines import Line, State, refused, to_do, well
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.support_file import support_file
from kalix_presence.client.local import program_log, settings
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import TABLE
from kalix_presence.desktop.platform.autostart_xdg import DesktopEntry
from kalix_presence.model.errors import BadInput
from tests.cli.terminal import Terminal
from tests.client.connection.servers import web
from tests.client.connection.test_probe import Hub

NAME, NOTE, NUMBER, TOKEN, SECRET = "zofia.öqvist", "hos-tandläkaren", "070-555 12 34", "tok-9f8e7d", "hem-ligt-lösen"
PERSONAL = (NAME, NOTE, NUMBER, TOKEN, SECRET, "Zofia", "öqvist", "10.99.", "ZOFIAS-DATOR", "zofias-mapp")
BUILT_IN = dict.fromkeys(TABLE, "built-in")


def personal_computer(home: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Puts something personal wherever the program, its logs, its entries or the environment can hold it."""
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, NAME)
    owner = home / "zofias-mapp" / NAME
    monkeypatch.setattr(Path, "home", lambda: owner)
    monkeypatch.setattr("platform.node", lambda: "ZOFIAS-DATOR")
    monkeypatch.setenv("KALIX_TOKEN", TOKEN)
    monkeypatch.setenv("KALIX_HOME", str(owner))
    monkeypatch.setenv("HTTPS_PROXY", f"http://{NAME}:{SECRET}@proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", f"http://{NAME}:{SECRET}@proxy.example:3128")
    shared = owner / "etc"
    (shared / "kalix-presence").mkdir(parents=True)
    (shared / "kalix-presence" / "defaults.toml").write_text(f'"{NAME}" = 1\noffice = "10.99.0.0/16"\n', "utf-8")
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(shared))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(owner / "config-home"))
    DesktopEntry(owner / "config-home" / "autostart", [str(owner / NAME)]).set(True)
    for folder in ("config", "data", "cache"):
        (owner / folder).mkdir()
    chosen = Settings(hub=address, username=NAME, office="10.99.1.0/24", welcomed=(f"{NAME}@{address}",))
    settings.save(owner / "config", chosen)
    handler = program_log.open_log(owner / "data")
    handler.handle(logging.LogRecord("kalix_presence.x", logging.ERROR, "", 0, f"{NAME} {NOTE}", None, None))
    handler.close()
    raw = [
        f"2026-11-29T09:00:00+00:00 ERROR {NAME}: {NOTE} {NUMBER}",
        f"2026-11-29T09:00:00+00:00 ERROR kalix_presence.desktop: {NOTE} {TOKEN}",
        f"    at /home/{NAME}/x.py:3 {NAME}",
        f"    {NAME} {NOTE}",
        f"    ValueError {NOTE}",
        "    BadInput hub-lost",
        "    at kalix_presence/desktop/main.py:12 begin",
        NUMBER,
    ]
    with program_log.log_path(owner / "data").open("a", encoding="utf-8") as log:
        log.write("\n".join(raw) + "\n")
    for name in ("outbox.jsonl", "messages.jsonl", "last-known.jsonl"):
        (owner / "data" / name).write_text(json.dumps({"note": NOTE, "number": NUMBER}), "utf-8")


def test_nothing_personal_is_in_it_though_it_stands_everywhere(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web(Hub) as port:
        personal_computer(tmp_path, monkeypatch, f"http://127.0.0.1:{port}")
        file = tmp_path / "zofias-mapp" / "kalix.json"
        terminal("check", "--file", str(file))
    text = file.read_text("utf-8")
    found = [word for word in PERSONAL if word.casefold() in text.casefold()]
    assert not found, text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    whole = json.loads(text)
    # What helps is there all the same.
    assert {"check": "hub", "state": "ok", "code": "hub-answers"}.items() <= next(
        one for one in whole["checks"] if one["check"] == "hub"
    ).items()
    assert whole["settings"]["office"] == {"by": "person"}
    assert whole["settings"]["lunch"] == {"by": "built-in", "value": True}
    assert "    BadInput hub-lost" in whole["log"]
    assert "    at kalix_presence/desktop/main.py:12" in whole["log"]
    assert "    ValueError" in whole["log"]
    gone = next(one for one in whole["checks"] if one["check"] == "autostart")
    assert gone["code"] == "start-gone"


def test_no_file_of_anybody_is_written_over(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "thesis.txt"
    file.write_text("ten years of work", "utf-8")
    assert terminal("check", "--file", str(file)) == Exit.NOT_UNDERSTOOD
    assert str(file) in terminal.err
    assert file.read_text("utf-8") == "ten years of work"
    assert terminal("check", "--file", str(tmp_path / "no" / "folder.json")) == Exit.REFUSED


@pytest.mark.parametrize(
    "line",
    [
        Line("x", State.OK, "c", dict.fromkeys(("address", "hub", "issuer", "names", "file", "gone", "anything"), NAME)),
        to_do("autostart", "start-gone", file=f"/home/{NAME}/kalix-presence"),
        refused("policy", BadInput("site-key-unknown", file=f"/home/{NAME}/defaults.toml", key=NAME)),
        well("hub", "hub-answers", version=[NAME]),
    ],
)
def test_a_fact_that_is_not_known_to_be_harmless_stays_out(line: Line) -> None:
    assert NAME not in support_file([line], Settings(), BUILT_IN, [])


def test_what_a_policy_speaks_of_stays_in() -> None:
    fault = BadInput("site-value-unusable", file="/etc/kalix-presence/policy.toml", key="theme")
    [one] = json.loads(support_file([refused("policy", fault)], Settings(), BUILT_IN, []))["checks"]
    assert (one["key"], one["file"]) == ("theme", "/etc/kalix-presence/policy.toml")


def test_the_name_of_the_person_is_taken_out_of_what_may_stay() -> None:
    """A server, a system or a notification server may be called by it."""
    line = well("name", "name-found", host=f"{NAME}.example", name=NAME.upper(), system="Linux 6")
    text = support_file([line], Settings(username=NAME), BUILT_IN, [])
    assert NAME not in text.casefold()
    assert "Linux 6" in text
