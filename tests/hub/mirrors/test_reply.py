"""The mailbox answers while somebody is away for long, and never a word that the person wrote is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.mirrors.teller import DECLINED_SECONDS
from kalix_presence.hub.store import Store
from kalix_presence.model.mirrored import Part, Told, reply_mark
from tests.clocks import NINE
from tests.hub.graph_server import REPLY_OFF
from tests.hub.mirrors.teams_house import House, house, joined

WORDS = "Jag är inte på plats, och är åter måndag 30 november. Under tiden: Per Berg, 0923-650 42."
OWN = {**REPLY_OFF, "status": "alwaysEnabled", "internalReplyMessage": "<p>Är i fjällen &amp; njuter</p>"}


@pytest.fixture
def anna(tmp_path: Path) -> House:
    return house(tmp_path, "anna")


def holiday(anna: House, *, days: float = 6, words: str = WORDS) -> Told:
    return Told("", None, anna.clock() + timedelta(days=days), words)


def replying(anna: House) -> dict[str, Any]:
    return anna.graph.teams.of("anna@x.example").reply


async def away(anna: House) -> None:
    anna.want("anna", holiday(anna))
    await anna.quiet()
    assert replying(anna)["status"] == "scheduled"
    assert WORDS in replying(anna)["internalReplyMessage"]


async def test_it_begins_and_ends_with_the_absence_and_leaves_nothing(anna: House) -> None:
    await away(anna)
    assert replying(anna)["scheduledEndDateTime"]["dateTime"] == "2026-11-30T08:00:00.0000000"
    assert replying(anna)["externalAudience"] == "all"
    assert [act for _, act, _ in anna.graph.teams.writes] == ["automaticRepliesSetting"]
    anna.clock.move(days=6)
    anna.want("anna", None)
    await anna.quiet()
    assert (replying(anna)["status"], replying(anna)["internalReplyMessage"]) == ("disabled", "")
    anna.want("anna", holiday(anna, words="Borta igen"))
    await anna.quiet()
    assert "Borta igen" in replying(anna)["internalReplyMessage"], "the words before were ours, so there is room"


async def test_who_is_back_early_answers_again(anna: House) -> None:
    await away(anna)
    anna.clock.move(days=2)
    anna.want("anna", None)
    await anna.quiet()
    assert replying(anna)["status"] == "disabled"


async def test_a_longer_absence_has_its_reply_changed(anna: House) -> None:
    await away(anna)
    anna.want("anna", holiday(anna, days=9, words="Åter torsdag"))
    await anna.quiet()
    assert "Åter torsdag" in replying(anna)["internalReplyMessage"]
    assert replying(anna)["scheduledEndDateTime"]["dateTime"].startswith("2026-12-03")


@pytest.mark.parametrize(
    "own",
    [
        OWN,
        {**OWN, "status": "disabled"},
        {**OWN, "status": "scheduled"},
        {**REPLY_OFF, "status": "alwaysEnabled"},
        {**REPLY_OFF, "status": "scheduled"},
        {**REPLY_OFF, "externalReplyMessage": "On leave"},
        {"status": "disabled", "internalReplyMessage": "x", "scheduledEndDateTime": {"dateTime": "soon"}},
    ],
)
async def test_what_the_person_wrote_is_never_written_over(anna: House, own: dict[str, Any]) -> None:
    anna.graph.teams.of("anna@x.example").reply = dict(own)
    anna.want("anna", holiday(anna))
    await anna.quiet()
    assert replying(anna) == own
    assert anna.teller.outcomes["theirs"] == 1
    anna.teller.mark("anna")
    await anna.quiet()
    assert anna.teller.outcomes["theirs"] == 1, "not looked at again by the minute"
    anna.want("anna", None)
    await anna.quiet()
    assert replying(anna) == own
    assert anna.graph.teams.writes == []


async def test_it_is_looked_again_whether_there_is_room(anna: House) -> None:
    anna.graph.teams.of("anna@x.example").reply = dict(OWN)
    anna.want("anna", holiday(anna))
    await anna.quiet()
    anna.graph.teams.of("anna@x.example").reply = dict(REPLY_OFF)
    anna.clock.move(seconds=DECLINED_SECONDS)
    anna.teller.mark("anna")
    await anna.quiet()
    assert WORDS in replying(anna)["internalReplyMessage"]


@pytest.mark.parametrize(
    "change",
    [
        {"internalReplyMessage": "<p>Ring Eva i stället</p>"},
        {"status": "alwaysEnabled"},
        {"scheduledEndDateTime": {"dateTime": "2026-12-24T08:00:00.0000000", "timeZone": "UTC"}},
    ],
)
async def test_what_the_person_made_of_ours_is_theirs(anna: House, change: dict[str, Any]) -> None:
    await away(anna)
    theirs = {**replying(anna), **change}
    anna.graph.teams.of("anna@x.example").reply = dict(theirs)
    anna.want("anna", None)
    await anna.quiet()
    assert replying(anna) == theirs


async def test_a_write_whose_answer_was_lost_is_ours_after_a_restart_too(anna: House, tmp_path: Path) -> None:
    await anna.quiet()
    anna.graph.faults.extend([-1, 0])
    anna.want("anna", holiday(anna))
    await anna.teller.turn()
    assert WORDS in replying(anna)["internalReplyMessage"], "it was done, though nobody was told"
    again = joined(tmp_path, anna.graph, anna.clock, anna.wishes, store=Store(tmp_path / "hub.db"))
    await again.teller.ledger.load()
    again.want("anna", None)
    await again.quiet()
    assert replying(anna)["status"] == "disabled"


async def test_the_words_are_not_kept(anna: House, tmp_path: Path) -> None:
    await away(anna)
    store = Store(tmp_path / "hub.db")
    rows = await store.read(lambda sql: sql.execute("SELECT * FROM mirrored").fetchall())
    assert len(rows) == 1
    assert "plats" not in str(rows)
    store.close()


def test_a_mark_is_of_words_and_end_however_they_are_laid_out() -> None:
    laid_out = "<html><body><p>Åter &nbsp;m&aring;ndag,<br>\nring Per</p></body></html>"
    assert reply_mark(laid_out, NINE) == reply_mark("åter måndag, ring Per", NINE)
    assert reply_mark("åter måndag", NINE) != reply_mark("åter tisdag", NINE)
    assert reply_mark("x", NINE) != reply_mark("x", NINE + timedelta(minutes=1))
    assert Told("", None, NINE).value(Part.REPLY) == ""


async def test_a_mailbox_that_is_out_of_bounds_holds_up_nobody(tmp_path: Path) -> None:
    both = house(tmp_path, "anna", "per")
    await both.quiet()
    both.graph.teams.closed.add("anna@x.example")
    for person in ("anna", "per"):
        both.want(person, holiday(both))
    await both.quiet()
    assert WORDS in both.graph.teams.of("per@x.example").reply["internalReplyMessage"]
    assert both.teller.trouble == ""
    assert len(both.teller.waiting) == 0
