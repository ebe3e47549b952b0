"""The organisation names the server: decided before what a person chose, suggested behind it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kalix_presence.client.local import settings
from kalix_presence.client.local.settings import DEFAULT_HUB, Settings
from kalix_presence.client.local.site_files import DEFAULTS, POLICY, site_hub

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the registry serves there")


def put(folder: Path, kind: str, content: str) -> None:
    (folder / "kalix-presence").mkdir(parents=True, exist_ok=True)
    (folder / "kalix-presence" / f"{kind}.toml").write_text(content, "utf-8")


def loaded(tmp_path: Path, **more: str) -> str:
    return settings.load(tmp_path, {"XDG_CONFIG_DIRS": f"{tmp_path / 'xdg'}:relative"} | more).hub


def test_policy_comes_before_the_person_and_defaults_behind(tmp_path: Path) -> None:
    assert loaded(tmp_path) == DEFAULT_HUB
    put(tmp_path / "xdg", DEFAULTS, 'hub = "suggested.example"')
    assert loaded(tmp_path) == "https://suggested.example"
    settings.save(tmp_path, Settings(hub="https://chosen.example"))
    assert loaded(tmp_path) == "https://chosen.example"
    put(tmp_path / "xdg", POLICY, 'hub = "decided.example"')
    assert loaded(tmp_path) == "https://decided.example"
    assert loaded(tmp_path, KALIX_HUB="https://tried.example") == "https://tried.example"


def test_what_root_decided_is_not_undone_by_an_environment(tmp_path: Path) -> None:
    put(tmp_path / "etc", POLICY, 'hub = "decided.example"')
    put(tmp_path / "xdg", POLICY, 'hub = "evil.example"')
    assert site_hub(POLICY, {"XDG_CONFIG_DIRS": str(tmp_path / "xdg")}, tmp_path / "etc") == "https://decided.example"


@pytest.mark.parametrize(
    "content", ["", "hub = 7", "hub = [", 'hub = "ftp://x"', 'hub = "http://far.example"', "[" * 50_000, "\0"]
)
def test_a_file_that_says_nothing_usable_is_as_none(tmp_path: Path, content: str) -> None:
    put(tmp_path / "etc", POLICY, content)
    assert site_hub(POLICY, {}, tmp_path / "etc") is None
