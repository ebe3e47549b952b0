"""Steps and messages that wait are durable, in order, and of one account alone."""

from __future__ import annotations

import stat
import sys
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.client.outbox.messages import MessageOutbox, QueuedStep
from kalix_presence.model.callback import Step
from kalix_presence.model.errors import Unavailable
from tests.clocks import NINE
from tests.draws import draws

ANNA, PER = "anna@hub", "per@hub"


def queued(key: str, account: str = ANNA, message: str | None = "m1", version: int = 3) -> QueuedStep:
    body = wire.MessageRequest("2041", about="Bygglov") if message is None else wire.MessageStep(Step.TRY, version)
    return QueuedStep(account, key, message, body, NINE)


def test_what_is_kept_comes_back_whole_and_in_order_after_a_restart(tmp_path: Path) -> None:
    kept = [queued("a"), queued("b", message=None), queued("c", message="m2"), queued("d")]
    box = MessageOutbox(tmp_path / "box.db")
    for each in kept:
        box.put(each)
    assert MessageOutbox(tmp_path / "box.db").all(ANNA) == kept


def test_the_same_step_twice_is_kept_twice_and_settled_by_its_own_key(tmp_path: Path) -> None:
    box = MessageOutbox(tmp_path / "box.db")
    for key in ("a", "b", "c"):
        box.put(queued(key))
    box.settle(queued("b"))
    assert [each.key for each in box.all(ANNA)] == ["a", "c"]


def test_nobody_sees_settles_or_forgets_what_is_another_accounts(tmp_path: Path) -> None:
    box = MessageOutbox(tmp_path / "box.db")
    box.put(queued("a"))
    box.put(queued("p", PER))
    assert [each.key for each in box.forget(PER)] == ["p"]
    assert (box.forget(PER), [each.key for each in box.all(ANNA)]) == ([], ["a"])


@given(hours=st.integers(-12, 14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=draws(20))
def test_the_moment_is_the_same_wherever_it_was_asked(tmp_path: Path, hours: int) -> None:
    box = MessageOutbox(tmp_path / f"{hours}.db")
    there = NINE.astimezone(timezone(timedelta(hours=hours)))
    box.put(QueuedStep(ANNA, "a", "m1", wire.MessageStep(Step.TRY, 1), there))
    assert box.forget(ANNA)[0].asked_at == NINE


def test_a_file_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        MessageOutbox(tmp_path / "no-such-folder" / "box.db")
    assert told.value.code == "outbox-unwritable"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    MessageOutbox(tmp_path / "box.db")
    assert stat.S_IMODE((tmp_path / "box.db").stat().st_mode) == 0o600
