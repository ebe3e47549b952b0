"""Everybody is seen again and again, whatever the server would tell by itself: what stands there too long is found so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.hub.mirrors.teams_house import house


async def test_a_text_that_the_server_lets_stand_past_its_end_is_taken_away(tmp_path: Path) -> None:
    anna = house(tmp_path, "anna")
    anna.want("anna", anna.told("Lunch, åter 9.30", minutes=30))
    await anna.quiet()
    anna.graph.teams.keeps_texts = True
    anna.clock.move(minutes=30)
    anna.want("anna", None)
    await anna.quiet()
    assert anna.seen("anna")["text"] == "Lunch, åter 9.30"
    anna.clock.move(seconds=30)
    assert await anna.look.look()
    await anna.quiet()
    assert anna.seen("anna")["text"] == ""


async def test_a_write_that_arrives_after_it_was_taken_back_is_found(tmp_path: Path) -> None:
    anna = house(tmp_path, "anna")
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.quiet()
    anna.want("anna", None)
    await anna.quiet()
    account = anna.graph.teams.of("anna@x.example")
    account.text, account.text_ends = "Lunch, åter 10.00", anna.clock() + timedelta(hours=1)
    anna.clock.move(seconds=30)
    await anna.look.look()
    await anna.quiet()
    assert anna.seen("anna")["text"] == ""


async def test_looks_are_made_of_the_same_budget_and_in_parts(tmp_path: Path) -> None:
    people = [f"p{number:04d}" for number in range(1400)]
    many = house(tmp_path, *people, most=60)
    await many.quiet()
    many.door.asked_at.clear()
    assert await many.look.look()
    assert len(many.door.asked_at) == 3, "650 in each"
    many.teller.budget.take(55, many.clock.steady())
    assert not await many.look.look(), "not everybody was seen"


async def test_a_failing_look_is_told_and_the_next_one_mends_it(tmp_path: Path) -> None:
    anna = house(tmp_path, "anna")
    await anna.quiet()
    anna.graph.faults.append(500)
    assert not await anna.look.look()
    assert anna.teller.trouble == "mirror-unreachable"
    anna.clock.move(seconds=30)
    assert await anna.look.look()
    assert anna.teller.trouble == ""


async def test_what_has_no_end_is_told_anew_before_it_goes_by_itself(tmp_path: Path) -> None:
    anna = house(tmp_path, "anna")
    anna.want("anna", anna.told("Inte på plats", minutes=720))
    await anna.quiet()
    anna.clock.move(hours=11, minutes=30)
    anna.wishes.wants["anna"] = anna.told("Inte på plats", minutes=420)  # the next hours; nothing has changed for anybody
    await anna.look.look()
    await anna.quiet()
    anna.clock.move(hours=3)
    assert anna.seen("anna")["text"] == "Inte på plats"


async def test_what_is_long_over_is_taken_away_all_the_same_when_it_is_seen(tmp_path: Path) -> None:
    anna = house(tmp_path, "anna")
    anna.want("anna", anna.told("Lunch, åter 9.30", minutes=30))
    await anna.quiet()
    anna.graph.teams.keeps_texts = True
    anna.clock.move(hours=3)
    anna.wishes.wants["anna"] = None
    await anna.look.look()
    await anna.quiet()
    assert anna.seen("anna")["text"] == ""
    anna.clock.move(minutes=4)
    await anna.look.look()
    assert anna.teller.ledger.known == {}
