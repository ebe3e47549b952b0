"""A client of a hub that stands by is answered as by the one that leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.relay.pair import Pair, pair
from tests.hub.serving import events_of, soon


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as made:
        yield made


def test_a_change_is_made_through_a_hub_that_stands_by(both: Pair) -> None:
    with both.by.client("anna") as anna:
        answer = anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()})
        assert answer.status_code == 200, answer.text
        assert anna.get("/api/v1/people/2041").json()["standing"]["absence"]["reason"] == "lunch"


def test_a_stream_begins_with_the_board_and_goes_on_with_changes(both: Pair) -> None:
    with both.by.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = events_of(stream.iter_lines())
        assert next(events)[1]["kind"] == "hello"
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        assert next(events)[1]["standing"]["extension"] == "2041"
