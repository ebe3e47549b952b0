"""What a client knows is one account's: kept for its next start, and gone before anybody else's comes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.local.cache import Remembered
from kalix_presence.client.sync.known import Known
from kalix_presence.model.callback import Stage
from tests.clocks import NINE

GOLDEN = Path(__file__).parents[2] / "wire" / "v1"
ME = wire.Me("anna", ["employee"], {})
MESSAGE = msgspec.json.decode((GOLDEN / "message.json").read_bytes(), type=wire.MessageView)
OPEN, DONE = (msgspec.structs.replace(MESSAGE, id=each.value, stage=each) for each in (Stage.NEW, Stage.DONE))
STANDING = wire.Standing("2041", 7)
KEPT = Remembered(
    "https://hub.example",
    "anna",
    NINE,
    ME,
    wire.ReasonsView([]),
    [wire.PersonView("2041", "Anna", "Ek", "bygg", "bygg")],
    [STANDING],
    [OPEN],
    msgspec.json.decode((GOLDEN / "preferences.json").read_bytes(), type=wire.PreferencesView),
)


def recalled() -> Known:
    known = Known()
    known.recall(KEPT)
    return known


def test_at_first_nothing_is_known() -> None:
    known = Known()
    assert (known.me, known.reasons, known.preferences, known.people) == (None, None, None, [])
    assert (known.known_at, known.own_known_at) == (None, None)


def test_what_was_kept_is_known_again_and_kept_as_old_as_it_is() -> None:
    known = recalled()
    assert (known.me, known.reasons, known.people, known.preferences) == (ME, KEPT.reasons, KEPT.people, KEPT.preferences)
    assert (known.board.standings, known.inbox.messages) == ({"2041": STANDING}, {OPEN.id: OPEN})
    assert known.to_keep("https://hub.example", "anna", NINE + timedelta(hours=1)) == KEPT


def test_what_is_live_is_kept_as_of_now_without_what_is_done_and_nothing_of_nobody() -> None:
    known = recalled()
    known.known_at = None
    known.inbox.apply_message(DONE)
    kept = known.to_keep("https://other.example", "bo", NINE + timedelta(hours=1))
    assert kept == msgspec.structs.replace(KEPT, hub="https://other.example", username="bo", at=NINE + timedelta(hours=1))
    assert Known().to_keep("https://hub.example", "anna", NINE) is None


def test_nothing_of_an_account_is_left_for_the_next_but_the_reasons_of_the_site() -> None:
    known = recalled()
    known.forget_account()
    assert (known.me, known.people, known.known_at, known.preferences) == (None, [], None, None)
    assert (known.board.standings, known.inbox.messages) == ({}, {})
    assert known.reasons == KEPT.reasons
