"""The reasons that ship: all that the policy asks for, told apart without colour, and nothing sensitive said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        shipped.default_reasons().get("sabbatical")
    assert refused.value.code == "reason-unknown"


def test_the_shipped_reasons_are_all_that_the_policy_asks_for() -> None:
    assert {reason.code for reason in shipped.default_reasons()} == {
        "break",
        "lunch",
        "meeting",
        "errand",
        "travel",
        "course",
        "remote_work",
        "do_not_disturb",
        "holiday",
        "leave",
        "sick",
        "care_of_child",
        "gone_for_the_day",
        "out_of_office",
        "phone_hours",
    }
    assert [reason.code for reason in shipped.default_reasons() if not reason.selectable] == ["phone_hours"]


def test_only_sickness_may_lack_an_end() -> None:
    assert [reason.code for reason in shipped.default_reasons() if reason.end is EndRule.OPTIONAL] == ["sick"]


def test_what_is_shown_and_told_for_a_sensitive_reason_is_not_itself_sensitive() -> None:
    reasons = shipped.default_reasons()
    sensitive = [reason for reason in reasons if reason.sensitive]
    assert {reason.code for reason in sensitive} == {"sick", "care_of_child"}
    for reason in sensitive:
        assert not reasons.get(reason.shown_as).sensitive
        assert reason.told_as == "away"


def test_no_two_shipped_reasons_look_the_same_even_without_colour() -> None:
    icons = [reason.icon for reason in shipped.default_reasons()]
    assert len(set(icons)) == len(icons)
    looks = [(reason.colour, reason.shape) for reason in shipped.default_reasons()]
    assert len(set(looks)) == len(looks)
    for icon in icons:
        assert (shipped.resources() / "icons" / f"{icon}.svg").is_file()


def test_every_shipped_usual_time_reads_on_a_working_morning() -> None:
    morning = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    for reason in shipped.default_reasons():
        if reason.usual is not None:
            moment = read(reason.usual, now=morning, worktime=WorkingTime()).moment
            assert moment is not None
            assert moment > morning
