"""A line of audit is told in the same words wherever it is told."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.client.connection.audit import in_words
from kalix_presence.model.audit import AuditAct

NOON = datetime(2026, 11, 27, 11, tzinfo=UTC)
LINE = wire.AuditLineView(1, NOON, AuditAct.SEE_MESSAGES, "2001", "Maria Holm", "2041", "Anna Ek", "tray", "s")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ("Maria Holm", "for Anna Ek", "the program")),
        ({"by_name": "", "about_name": ""}, ("2001", "for 2041", "the program")),
        ({"by": "2041"}, ("Maria Holm", "", "the program")),
        ({"by": "", "by_name": "", "way": "server"}, ("the hub itself", "for Anna Ek", "the server")),
        ({"way": "telepathy"}, ("Maria Holm", "for Anna Ek", "the program")),
        ({"way": ""}, ("Maria Holm", "for Anna Ek", "")),
    ],
)
def test_who_for_whom_and_by_which_way(changed: dict[str, str], told: tuple[str, str, str]) -> None:
    words = shipped.words("en")
    at, who, what, whom, way = astuple(
        in_words(msgspec.structs.replace(LINE, **changed), now=NOON, zone="Europe/Stockholm", words=words)
    )
    assert (who, whom, way) == told
    assert (at, what) == ("12:00", words.say("audit.act-see-messages", subject=""))
