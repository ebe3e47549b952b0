"""Cards of a unit from a shell, over a real hub: shown, written to an archive or a folder, refused in words."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD


@pytest.fixture
def olle(terminal: Terminal, way: Network, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The officer of the administration."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK, terminal.err
    return terminal


def test_they_are_shown_and_written_with_who_has_no_direct_number(olle: Terminal, way: Network, tmp_path: Path) -> None:
    assert olle("cards", "bygglov") == Exit.OK
    assert [line.split()[:2] for line in olle.out.splitlines()] == [["Per", "Berg"], ["Anna", "Ek"]]
    assert olle.err == "Without a direct number, see to it: Per Berg (2042)\n"
    told = olle.json("cards", "bygglov")
    assert [each["extension"] for each in told["people"]] == ["2042", "2041"]  # type: ignore[call-overload]
    target = tmp_path / "all.zip"
    assert olle("cards", "bygglov", "--output", str(target), "--kind", "cards", "--kind", "letters") == Exit.OK
    assert olle.out == f"Bygglov: 2 people, written to {target}.\n"
    with zipfile.ZipFile(target) as archive:
        assert "Letters/Anna-Ek.pdf" in archive.namelist()
        assert not [name for name in archive.namelist() if name.startswith("Signatures")]
    assert olle("cards", "bygglov", "--output", str(target)) == Exit.NOT_UNDERSTOOD
    assert "there already" in olle.err
    assert olle("cards", "samhallsbyggnad", "--only", "--output", str(tmp_path / "none")) == Exit.OK
    assert not (tmp_path / "none").exists()
    assert olle("cards", "-o", str(tmp_path / "mine"), "--kind", "signatures") == Exit.OK  # the own unit
    assert {each.name for each in (tmp_path / "mine/Signatures").iterdir()} == {"Olle-Lind.html", "Olle-Lind.txt"}
    assert olle("cards", "samhallsbyggnad", "--only") == Exit.OK
    assert olle.out == "Samhällsbyggnad: nobody belongs there.\n"
    assert olle("cards", "--kind", "stamps") == Exit.NOT_UNDERSTOOD
    assert "signatures, cards, letters" in olle.err
    assert olle("cards", "utbildning") == Exit.REFUSED
    assert olle("cards", "x") == Exit.NOT_UNDERSTOOD
    assert olle("cards", "bygglov", "-o", str(tmp_path / "no/such/all.zip")) == Exit.REFUSED
    way.go("down")
    assert olle("cards", "bygglov") == Exit.HUB_AWAY


def test_who_may_not_is_told_so(anna: Terminal) -> None:
    assert anna("cards", "bygglov") == Exit.REFUSED
