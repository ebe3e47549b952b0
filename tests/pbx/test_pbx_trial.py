"""kalix-hub pbx-trial: what a site's own PBX truly does, told in words, and a recording in which nobody is recognised."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.capabilities import Capabilities, EndKept, ForeignChanges, ReadBack
from kalix_presence.hub.store.claim import claimed
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.joined_site import JoinedSite, kalix_hub


@pytest.fixture
def site(asterisk: AsteriskServer, tmp_path: Path) -> JoinedSite:
    """A hub's folder that is joined to the shared Asterisk; the hub does not serve."""
    return JoinedSite(asterisk, tmp_path / "hub").begin()


@pytest.mark.asterisk
def test_a_real_pbx_is_tried_told_of_and_left_as_it_was(site: JoinedSite, tmp_path: Path) -> None:
    other = "1|0|always|0701234567|lunch|a-9"
    site.server.put("2044", other)
    file = tmp_path / "trial.jsonl"
    tried = kalix_hub("pbx-trial", "2041", "2042", "--config", site.folder, "--record", file)
    assert tried.exit_code == 0, tried.output
    assert "At the end: the exchange lets the telephone ring again by itself" in tried.output
    assert "The rule ends by itself: OK" in tried.output
    assert "Nonsense in the exchange is known as such: not tried; needs: somebody who writes nonsense" in tried.output
    assert "15 right, 0 wrong, 6 not tried" in tried.output
    assert site.server.database("kalix") == {"2044": other}
    recorded = file.read_text("utf-8")
    assert not re.search(r"2041|2042|2044|0701234567|Lunch, ", recorded)
    lines = [json.loads(line) for line in recorded.splitlines()]
    first = next(line for line in lines if line["asked"] == "apply")
    assert (first["with"][0]["extension"], first["with"][0]["target"], first["answered"]) == ("A", "T", None)
    assert {"A", "B", "others"} in [set(line["answered"]) for line in lines if line["asked"] == "rules"]


@pytest.mark.asterisk
def test_an_extension_that_is_forwarded_is_left_alone(site: JoinedSite) -> None:
    site.server.put("2042", "1|0|always|9|lunch|a-1")
    tried = kalix_hub("pbx-trial", "2041", "2042", "--config", site.folder)
    assert tried.exit_code == 1
    assert "Extension 2042 is forwarded in the exchange" in tried.output
    assert site.server.database("kalix") == {"2042": "1|0|always|9|lunch|a-1"}


@pytest.mark.asterisk
def test_a_pbx_that_is_not_there_is_said_and_nothing_is_tried(site: JoinedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "PATIENCE", 1.0)
    settings = site.folder / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace("[pbx.asterisk]\n", "[pbx.asterisk]\nport = 1\n"), "utf-8")
    tried = kalix_hub("pbx-trial", "2041", "2042", "--config", site.folder)
    assert tried.exit_code == 1
    assert "No telephone exchange answers" in tried.output


@pytest.mark.parametrize(("first", "second"), [("2041", "2041"), ("2041", "20x"), ("123456789", "2041"), ("٢٠٤١", "2041")])
def test_two_extensions_that_are_none_are_refused(tmp_path: Path, first: str, second: str) -> None:
    tried = kalix_hub("pbx-trial", first, second, "--config", tmp_path)
    assert tried.exit_code == 1
    assert "two different extensions" in tried.output


def test_nothing_is_tried_under_a_hub_that_serves(tmp_path: Path) -> None:
    assert kalix_hub("init", "--port", "0", tmp_path / "hub").exit_code == 0
    with claimed(tmp_path / "hub" / "kalix.db"):
        tried = kalix_hub("pbx-trial", "2041", "2042", "--config", tmp_path / "hub")
    assert tried.exit_code == 1
    assert "read back" not in tried.output


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_every_case_and_every_capability_has_its_words(language: str) -> None:
    words = shipped.words(language)
    wanted = {f"trial-{case}" for case in contract.CASES} | {f"able-{name}" for name in Capabilities.__dataclass_fields__}
    wanted |= {f"able-end-{each}" for each in EndKept} | {f"able-read_back-{each}" for each in ReadBack}
    wanted |= {f"able-foreign_changes-{each}" for each in ForeignChanges}
    wanted |= {f"able-{because}" for because in ("unable", "calls", "tampers", "elsewhere")}
    assert not {name for name in wanted if not words.has(f"hub.{name}")}
