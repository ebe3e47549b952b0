"""The sketch from a shell, over a real hub: shown, proposed, answered, reviewed, written to a file."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


@pytest.fixture
def olle(terminal: Terminal, way: Network, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The officer of the administration."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK, terminal.err
    return terminal


def bygglov(terminal: Terminal) -> dict[str, object]:
    [unit] = terminal.json("sketch", "show", "--unit", "bygglov")["units"]  # type: ignore[call-overload]
    return dict(unit)


def test_it_is_proposed_accepted_reviewed_and_written(olle: Terminal, hub: Serving, tmp_path: Path) -> None:
    assert olle("sketch", "show", "--unit", "bygglov") == Exit.OK
    assert olle.out.splitlines()[:3] == [
        "Bygglov (bygglov)",
        "  Never reviewed: shows what the directory says",
        "  - bygglov: Anna Ek (2041)",
    ]
    assert "  ! Per Berg (2042) stands nowhere in the sketch.\n" in olle.out
    wish = ("--unit", "bygglov", "--owner", "2041", "--deputy", "Per", "--deputy", "2043", "--place", "Plan 2")
    assert olle("sketch", "propose", *wish) == Exit.OK
    assert "The proposal for Bygglov is in (" in olle.out
    one = olle.out.partition("(")[2][:8]
    assert olle("sketch", "accept", one) == Exit.OK
    assert olle.out == "Bygglov: holds.\n"
    more = ("--who", "Per", "--who", "2041", "--place", "Arkivet", "--from", "2026-12-20", "--word", "after the move")
    assert olle("sketch", "duty", "Ritningar", "--unit", "bygglov", *more) == Exit.OK
    two = olle.out.partition("(")[2][:8]
    assert olle("sketch", "show", "--unit", "bygglov") == Exit.OK
    assert "    New duty Ritningar: Per Berg (2042), Anna Ek (2041).\n" in olle.out
    assert "after the move" in olle.out
    assert olle("sketch", "refuse", two) == Exit.NOT_UNDERSTOOD
    assert olle("sketch", "accept", two) == Exit.OK
    assert olle.out == "Bygglov: accepted, begins later.\n"
    assert olle("sketch", "refuse", two, "--word", "not yet") == Exit.OK
    assert olle("sketch", "reviewed", "--unit", "bygglov") == Exit.OK
    assert olle.out == "Bygglov is reviewed today.\n"
    unit = bygglov(olle)
    assert (unit["version"], unit["reviewed"], unit.get("faults")) == (1, "2026-11-24", None)
    file = tmp_path / "skiss.csv"
    assert olle("sketch", "export", str(file)) == Exit.OK
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert ["Samhällsbyggnad", "bygglov", "Bygglov", "deputy", "", "", "2", "Olle Lind", "2043", "2026-11-24"] in rows
    assert olle("sketch", "export", str(file)) == Exit.NOT_UNDERSTOOD, "nothing is written over"
    assert olle("sketch", "export", str(tmp_path / "skiss.doc")) == Exit.NOT_UNDERSTOOD


def test_a_duty_is_renamed_taken_from_somebody_and_taken_away(olle: Terminal) -> None:
    for more in (("--rename", "Lov", "--who", "-"), ("--remove",)):
        name = "bygglov" if len(more) > 1 else "lov"
        assert olle("sketch", "duty", name, "--unit", "bygglov", *more) == Exit.OK
        assert olle("sketch", "accept", olle.out.partition("(")[2][:8]) == Exit.OK
        duties = bygglov(olle)["sheet"].get("duties", [])  # type: ignore[attr-defined]
        assert duties == ([{"name": "Lov"}] if len(more) > 1 else [])
    assert olle("sketch", "duty", "finns inte", "--unit", "bygglov", "--remove") == Exit.NOT_UNDERSTOOD
