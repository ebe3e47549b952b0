"""Who one is, as hubs of every age say it."""

from __future__ import annotations

from datetime import date

import msgspec

from kalix_presence import wire

ACTS = wire.DelegationView(
    "a" * 32, "2041", "Anna Ek", "2043", "Olle Lind", date(2026, 11, 24), date(2026, 12, 1), absence=True
)


def test_an_account_that_acts_for_nobody_is_as_older_hubs_say_it() -> None:
    text = b'{"username":"olle","roles":["employee"],"may":{}}'
    me = msgspec.json.decode(text, type=wire.Me)
    assert me.acts_for == []
    assert msgspec.json.encode(me) == text


def test_for_whom_one_acts_is_read_as_it_was_written() -> None:
    me = wire.Me("olle", ["employee"], {}, acts_for=[ACTS])
    assert msgspec.json.decode(msgspec.json.encode(me), type=wire.Me) == me
    assert (ACTS.absence, ACTS.messages, ACTS.plans) == (True, False, False)
