"""`kalix-hub check` looks at the switchboard of a real Asterisk: its queue, who is in it, and what a caller hears before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pbx.joined_site import Changes, JoinedSite
from tests.pbx.test_check_joining import HUB, HUB_QUEUE, QUEUE, SITE, value

pytestmark = [pytest.mark.asterisk, pytest.mark.usefixtures("nothing_late")]

QUEUES, MUSIC, TONES = "queues.conf", "musiconhold.conf", "indications.conf"
LEAVES = r"^leavewhenempty = .*"
SILENT = {MUSIC: [(r"\[default\](\n.*)*", "[general]\n")]}

WRONG: dict[str, tuple[Changes, str]] = {
    "nobody leaves an empty queue": ({QUEUES: [(LEAVES + r"\n", "")]}, r'\[switchboard\] waits on .*leavewhenempty is "" in queues.conf'),
    "an empty queue is left only by the paused": ({QUEUES: [(LEAVES, "leavewhenempty = yes")]}, r'leavewhenempty is "yes"'),
    "a queue is left when all talk, not when all are gone": ({QUEUES: [(LEAVES, "leavewhenempty = inuse,invalid")]}, r"leavewhenempty is"),
    "nobody may wait for somebody who talks": (
        {QUEUES: [(LEAVES, r"\g<0>\njoinempty = unavailable,inuse,ringing")]}, r'joinempty is "unavailable,inuse,ringing" under \[switchboard\]',
    ),
    "a member without a phone": ({QUEUES: [(LEAVES, r"\g<0>\nmember => PJSIP/reception,0,Maria")]}, r"PJSIP/reception is a member of the queue \[switchboard\]"),
    "a member whose own absence counts": (
        {QUEUES: [(LEAVES, r"\g<0>\nmember => Local/2041@kalix-presence/n")]}, r"Local/2041@kalix-presence/n is a member .*\[switchboard\].*member => PJSIP/",
    ),
    "a member by the line that everybody calls": (
        {QUEUES: [(LEAVES, r"\g<0>\nmember => Local/2041@phones,0,Maria,hint:2041@kalix-hints")]}, r"Local/2041@phones is a member .*into the same queue",
    ),
    "music that nobody plays": (value("SWITCHBOARD_HEARS", "music") | SILENT, r"nothing plays for the class \[default\]: .*\[switchboard\]"),
    "no ringing tone": ({TONES: [(r"country=se", "country=xx")]}, r'no ringing after an announcement: country is "xx"'),
    "no country": ({TONES: [(r"country=se\n", "")]}, r'no ringing after an announcement: country is ""'),
}  # fmt: skip

RIGHT: dict[str, Changes] = {
    "as it is": {},
    "an older word for it": {QUEUES: [(LEAVES, "leavewhenempty = strict\njoinempty = strict")]},
    "in another order": {QUEUES: [(LEAVES, "leavewhenempty=paused, invalid ,UNAVAILABLE")]},
    "music": value("SWITCHBOARD_HEARS", "music"),
    "no music where ringing is heard": SILENT,
}


@pytest.fixture(scope="module")
def site(joined_site: JoinedSite) -> Iterator[JoinedSite]:
    with joined_site.spoilt({HUB: HUB_QUEUE}):
        yield joined_site


def with_queue(changes: Changes) -> Changes:
    return changes | {SITE: QUEUE + changes.get(SITE, [])}


@pytest.mark.parametrize("state", WRONG)
def test_a_switchboard_that_is_set_up_wrongly_is_told_with_the_line_to_change(site: JoinedSite, state: str) -> None:
    changes, sentence = WRONG[state]
    site.is_told(with_queue(changes), sentence)


@pytest.mark.parametrize("state", RIGHT)
def test_a_switchboard_that_is_set_up_rightly_is_well(site: JoinedSite, state: str) -> None:
    site.is_well(with_queue(RIGHT[state]))
