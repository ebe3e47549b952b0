"""What a line is doing, of whatever call control may tell of it."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.pbx.threecx.line_states import number_of, state_of, states_of
from kalix_presence.model.line import LineState

PHONE = [{"dn": "2041", "device_id": "sip:x", "user_agent": "y"}]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"devices": PHONE, "participants": []}, LineState.IDLE),
        ({"devices": [], "participants": []}, LineState.NOT_REGISTERED),
        ({"participants": []}, LineState.UNKNOWN),
        ({"devices": PHONE}, LineState.UNKNOWN),
        ({"devices": PHONE, "participants": "x"}, LineState.UNKNOWN),
        ({"devices": PHONE, "participants": ["x"]}, LineState.UNKNOWN),
        ({"devices": PHONE, "participants": [{"status": "Ringing"}]}, LineState.RINGING),
        ({"devices": PHONE, "participants": [{"status": "Ringing", "originated_by_dn": "2041"}]}, LineState.BUSY),
        ({"devices": PHONE, "participants": [{"status": "Ringing"}, {"status": "Connected"}]}, LineState.BUSY),
        ({"devices": [], "participants": [{"status": "Connected"}]}, LineState.BUSY),
        ({"devices": PHONE, "participants": [{"status": "Dialing"}]}, LineState.BUSY),
        ({"devices": PHONE, "participants": [{"status": "something new"}]}, LineState.BUSY),
        ({"devices": PHONE, "participants": [{}]}, LineState.BUSY),
    ],
)
def test_a_line(told: dict[str, Any], state: LineState) -> None:
    assert state_of({"dn": "2041", **told}) == ("2041", state)


@pytest.mark.parametrize("told", [None, [], "x", {}, {"dn": 5}, {"dn": ""}, {"dn": "x"}, {"dn": "２０４１"}])
def test_what_is_no_line(told: Any) -> None:
    assert state_of(told) is None
    assert states_of([told]) == {}


def test_an_answer_that_is_none_is_no_empty_one() -> None:
    assert states_of({"value": []}) is None
    assert states_of([]) == {}


def test_whose_line_an_event_is_about() -> None:
    assert [number_of(f"/callcontrol/2041{more}") for more in ("", "/participants/7", "/devices/sip:x")] == ["2041"] * 3
    assert not any(
        map(
            number_of,
            (
                "/callcontrol",
                "/callcontrol/x/participants/7",
                "/callcontrol/../x",
                "x/callcontrol/2041",
                None,
                5,
                "/callcontrol/2041x",
            ),
        )
    )
