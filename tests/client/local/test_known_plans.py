"""Plans as they were known last: for the same person at the same hub only, and whatever is wrong with the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kalix_presence import wire
from kalix_presence.client.local.known_plans import KnownPlans, ShownPlans

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
VIEW = wire.PlansView([wire.PlanView("a" * 32, 1, "2041", "Anna Ek", "holiday", "2026-12-21T00:00", "2027-01-07T08:00", "x")])
ME = "anna@https://presence.example"


def test_they_come_back_with_their_age_for_the_same_person_at_the_same_hub_only(tmp_path: Path) -> None:
    known = KnownPlans(tmp_path)
    assert known.recall(ME, "2041") is None
    known.keep(ME, "2041", VIEW, AT)
    assert KnownPlans(tmp_path).recall(ME, "2041") == ShownPlans(VIEW, AT)
    assert known.recall("per@https://presence.example", "2041") is None
    assert known.recall("anna@https://other.example", "2041") is None
    assert known.recall(ME, "2042") is None
    known.forget()
    known.forget()
    assert known.recall(ME, "2041") is None


def test_a_broken_file_is_as_good_as_none(tmp_path: Path) -> None:
    known = KnownPlans(tmp_path)
    known.keep(ME, "2041", VIEW, AT)
    file = tmp_path / "known-plans.json"
    file.write_bytes(file.read_bytes()[:-7])
    assert known.recall(ME, "2041") is None


def test_a_disk_that_takes_nothing_costs_only_the_memory(tmp_path: Path) -> None:
    KnownPlans(tmp_path / "nowhere").keep(ME, "2041", VIEW, AT)
    assert KnownPlans(tmp_path / "nowhere").recall(ME, "2041") is None
