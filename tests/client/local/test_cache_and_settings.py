"""Files of the client: last known state and settings. Whatever is wrong with them, the program starts."""

from __future__ import annotations

import gc
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.local import settings
from kalix_presence.client.local.cache import Cache, Remembered
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import DEFAULT_HUB, Settings
from kalix_presence.model.errors import BadInput

HUB = "https://presence.example"
KNOWN = Remembered(
    HUB,
    "anna",
    datetime(2026, 11, 24, 8, tzinfo=UTC),
    wire.Me("anna", ["employee"], {"see_people": "all"}),
    wire.ReasonsView([wire.ReasonView("lunch", {"sv": "Lunch"}, "fork", "amber", "triangle")]),
    [wire.PersonView("2041", "Anna Ek", "bygg", "Bygg", "bygg")],
    [wire.Standing("2041", 7)],
)


def test_what_was_remembered_comes_back_for_the_same_person_at_the_same_hub_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save(KNOWN)
    assert cache.load(HUB, "anna") == KNOWN
    assert cache.load(HUB, "per") is None
    assert cache.load("https://other.example", "anna") is None
    cache.forget()
    cache.forget()
    assert cache.load(HUB, "anna") is None


def test_a_large_organisation_is_kept_in_lines_that_are_quickly_read(tmp_path: Path) -> None:
    people = [wire.PersonView(str(at), f"Person {at}", "bygg", "Bygg", "bygg") for at in range(1_001)]
    known = msgspec.structs.replace(KNOWN, people=people, board=[wire.Standing(each.extension, 1) for each in people])
    Cache(tmp_path).save(known)
    assert Cache(tmp_path).load(HUB, "anna") == known
    lines = (tmp_path / "last-known.jsonl").read_bytes().split(b"\n")
    assert max(map(len, lines)) < 50_000
    assert gc.isenabled()


@given(st.data())
@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_corrupted_cache_is_as_good_as_none(tmp_path: Path, data: st.DataObject) -> None:
    Cache(tmp_path).save(KNOWN)
    whole = (tmp_path / "last-known.jsonl").read_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    (tmp_path / "last-known.jsonl").write_bytes(whole[:cut] + data.draw(st.binary(max_size=30)))
    assert Cache(tmp_path).load(HUB, "anna") is None


@pytest.mark.parametrize("text", [b"\xff\xfe{}", b"[" * 100_000, b'{"hub": 1}', b"null", b""])
def test_odd_files_are_as_good_as_none(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "last-known.jsonl").write_bytes(text)
    (tmp_path / "settings.json").write_bytes(text)
    assert Cache(tmp_path).load(HUB, "anna") is None
    assert settings.load(tmp_path) == Settings()


def test_a_cache_whose_age_cannot_be_told_is_none(tmp_path: Path) -> None:
    Cache(tmp_path).save(KNOWN)
    whole = (tmp_path / "last-known.jsonl").read_bytes()
    (tmp_path / "last-known.jsonl").write_bytes(whole.replace(b"08:00:00Z", b"08:00:00"))
    assert Cache(tmp_path).load(HUB, "anna") is None


def test_a_full_disk_costs_only_the_memory(tmp_path: Path) -> None:
    Cache(tmp_path / "no such folder").save(KNOWN)


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


@pytest.mark.parametrize(
    "typed", ["foo bar", "https://", "http:", "https", "a..b", "-", ".", "x y.se", "[::1", "https://[zz]", "a\tb"]
)
def test_what_no_computer_can_be_called_is_no_address(typed: str) -> None:
    with pytest.raises(BadInput):
        hub_address(typed)


@pytest.mark.parametrize("typed", ["hänvisning.kommun.se", "10.0.0.5:8443", "https://[::1]:8770", "hub", "a-b.se/presence"])
def test_what_a_computer_can_be_called_is_one(typed: str) -> None:
    assert hub_address(typed).startswith("https://")


FINE = {"hub": HUB, "username": "anna", "language": "sv", "theme": "dark", "greeting_weeks": 3, "lunch": False}


@given(name=st.sampled_from(sorted(FINE)), wrong=st.sampled_from([None, [], {}, 1.5, "klingon", -(10**30), True, "ftp://x"]))
def test_one_value_that_cannot_be_used_takes_no_other_along(
    tmp_path_factory: pytest.TempPathFactory, name: str, wrong: object
) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "settings.json").write_text(json.dumps(FINE | {name: wrong}), "utf-8")
    found = settings.load(folder)
    for other in FINE.keys() - {name}:
        assert getattr(found, other) == FINE[other], other
