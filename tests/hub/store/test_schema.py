"""Instants as they lie in the database: exact to the microsecond, whatever zone they came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.store.schema import EPOCH, metadata, moment_of, stored
from tests.clocks import NINE

ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Stockholm"), ZoneInfo("America/St_Johns"), timezone(timedelta(hours=14))])


@given(st.datetimes(timezones=ZONES))
def test_an_instant_comes_back_as_the_same_in_utc(moment: datetime) -> None:
    assert moment_of(stored(moment)) == moment.astimezone(UTC)
    assert moment_of(stored(moment)).tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 10**9))
def test_what_is_later_is_more(moment: datetime, microseconds: int) -> None:
    later = timedelta(microseconds=microseconds)
    if moment < datetime.max.replace(tzinfo=UTC) - later:
        assert stored(moment + later) == stored(moment) + microseconds


def test_it_is_counted_in_microseconds_since_1970() -> None:
    assert stored(EPOCH) == 0
    assert stored(NINE) == 1_795_507_200_000_000
    assert stored(EPOCH - timedelta(microseconds=1)) == -1


def test_an_instant_without_a_zone_is_kept_by_nobody() -> None:
    with pytest.raises(TypeError):
        stored(NINE.replace(tzinfo=None))


def test_whatever_belongs_to_a_person_or_an_account_goes_with_its_row() -> None:
    """Somebody who is removed leaves no row behind that the next at their extension would find."""
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name in ("person", "account") and table.name != "account":
                assert key.ondelete == "CASCADE", table.name
