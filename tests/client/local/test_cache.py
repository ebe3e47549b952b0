"""What was known last is kept for the next start. Whatever is wrong with the file, the program starts."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.client.local import settings
from kalix_presence.client.local.cache import Cache, Remembered
from kalix_presence.client.local.settings import Settings
from tests.draws import draws

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
@trying(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=draws(60))
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


FINE = {"hub": HUB, "username": "anna", "language": "sv", "theme": "dark", "greeting": "never", "lunch": False}
