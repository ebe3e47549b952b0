"""A person's settings: whatever is wrong with one of them, the others hold and the program starts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.local import settings
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import DEFAULT_HUB, Settings
from kalix_presence.model.words import LANGUAGES
from tests.client.local.test_cache import KNOWN

HUB = "https://presence.example"


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    wanted = Settings(HUB, "anna", "fi", "dark", True, "Ctrl+Alt+P")
    settings.save(tmp_path, wanted)
    assert settings.load(tmp_path) == wanted


def test_an_address_that_cannot_be_used_leaves_the_other_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"hub": "http://10.0.0.5", "username": "anna"}', "utf-8")
    assert settings.load(tmp_path) == Settings(DEFAULT_HUB, "anna")


def test_the_environment_names_another_hub_and_another_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KALIX_HUB", "presence.example/")
    folders = Folders.usual()
    assert folders.config.parent == tmp_path / "home"
    assert settings.load(folders.config).hub == HUB


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_their_owner_may_read_them_and_no_half_file_is_left(tmp_path: Path) -> None:
    Cache(tmp_path).save(KNOWN)
    settings.save(tmp_path, Settings())
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        "last-known.jsonl": 0o600,
        "settings.json": 0o600,
    }


FINE = {"hub": HUB, "username": "anna", "language": "sv", "theme": "dark", "greeting": "never", "lunch": False}


@given(name=st.sampled_from(sorted(FINE)), wrong=st.sampled_from([None, [], {}, 1.5, "klingon", -(10**30), True, "ftp://x"]))
def test_one_value_that_cannot_be_used_takes_no_other_along(
    tmp_path_factory: pytest.TempPathFactory, name: str, wrong: object
) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "settings.json").write_text(json.dumps(FINE | {name: wrong}), "utf-8")
    found = settings.load(folder)
    assert found.language in ("", *LANGUAGES)
    for other in FINE.keys() - {name}:
        assert getattr(found, other) == FINE[other], other


@pytest.mark.skipif(sys.platform == "win32", reason="there the registry is the machine's")
def test_each_setting_is_told_with_who_says_it(tmp_path: Path) -> None:
    site, own = tmp_path / "kalix-presence", tmp_path / "own"
    for folder in (site, own):
        folder.mkdir()
    (site / "policy.toml").write_text('theme = "dark"\n', "utf-8")
    (site / "defaults.toml").write_text('language = "fi"\nlunch = false\n', "utf-8")
    (own / "settings.json").write_text('{"theme": "light", "lunch": true, "hub": "https://h.example"}', "utf-8")
    found = settings.origins(own, {}, tmp_path)
    said = {"theme": "policy", "language": "defaults", "lunch": "person", "hub": "person", "day_end": "built-in"}
    assert {key: found[key] for key in said} == said
    assert found.keys() == set(Settings.__struct_fields__)
    assert settings.origins(own, {"KALIX_HUB": HUB}, tmp_path)["hub"] == "environment"
    (site / "policy.toml").write_text(f'hub = "{HUB}"\n', "utf-8")
    assert settings.origins(own, {"KALIX_HUB": HUB}, tmp_path)["hub"] == "policy"
