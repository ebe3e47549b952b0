"""What is told in another program and taken back, whatever happens between: lost answers, refusals, restarts, other hands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.mirrors.ledger import LINGERS
from kalix_presence.hub.store import Store
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.mirrored import Presence
from tests.hub.mirrors.teams_house import House, house, joined

NOTHING = {"text": "", "shown": "Available"}
LUNCH = {"text": "Lunch, åter 10.00", "shown": "Away"}


@pytest.fixture
def anna(tmp_path: Path) -> House:
    return house(tmp_path, "anna")


async def away(anna: House, *, minutes: float = 60) -> None:
    """She is told of as away."""
    anna.want("anna", anna.told("Lunch, åter 10.00", minutes=minutes))
    await anna.quiet()
    assert anna.seen("anna") == LUNCH


async def test_what_is_told_stands_there_until_its_end_and_no_longer(anna: House) -> None:
    await away(anna)
    assert [act for _, act, _ in anna.graph.teams.writes] == ["setUserPreferredPresence", "setStatusMessage"]
    anna.clock.move(minutes=59)
    assert anna.seen("anna") == LUNCH
    anna.clock.move(minutes=1)
    anna.want("anna", None)
    await anna.quiet()
    assert anna.seen("anna") == NOTHING
    assert len(anna.graph.teams.writes) == 2, "it went by itself: nothing more is asked"


async def test_who_is_back_early_is_taken_back_at_once(anna: House) -> None:
    await away(anna)
    anna.clock.move(minutes=10)
    anna.want("anna", None)
    await anna.quiet()
    assert anna.seen("anna") == NOTHING
    assert anna.teller.outcomes == {"told": 2, "taken-back": 2}


async def test_a_shorter_end_takes_the_place_of_a_longer_one(anna: House) -> None:
    await away(anna)
    anna.want("anna", anna.told("Lunch, åter 9.30", minutes=30))
    await anna.quiet()
    assert anna.seen("anna")["text"] == "Lunch, åter 9.30"
    anna.clock.move(minutes=30)
    assert anna.seen("anna") == NOTHING


async def test_after_a_restart_what_is_over_is_taken_back(anna: House, tmp_path: Path) -> None:
    await away(anna)
    store = Store(tmp_path / "hub.db")
    anna.wishes.wants["anna"] = None  # back while the hub was dead
    again = joined(tmp_path, anna.graph, anna.clock, anna.wishes, store=store)
    await again.teller.ledger.load()
    again.teller.mark_everybody()
    await again.quiet()
    assert again.seen("anna") == NOTHING


async def test_who_chooses_against_it_or_leaves_is_taken_back(anna: House) -> None:
    await away(anna)
    del anna.wishes.wants["anna"]
    anna.teller.mark("anna")
    await anna.quiet()
    assert anna.seen("anna") == NOTHING


async def test_the_newest_is_told_and_nothing_that_it_took_the_place_of(anna: House) -> None:
    for number in range(5):
        anna.want("anna", anna.told(f"Möte {number}", Presence.BUSY))
    await anna.quiet()
    assert anna.seen("anna") == {"text": "Möte 4", "shown": "Busy"}
    assert len(anna.graph.teams.writes) == 2


async def test_what_has_waited_longer_than_it_lasts_is_not_told(anna: House) -> None:
    await anna.quiet()
    anna.teller.budget.pause(600, anna.clock.steady())
    anna.want("anna", anna.told("Rast", minutes=15))
    await anna.quiet()
    anna.clock.move(minutes=10)
    await anna.quiet()
    assert anna.graph.teams.writes == []
    assert len(anna.teller.waiting) == 0


async def test_nothing_is_told_that_nobody_would_have_time_to_read(anna: House) -> None:
    anna.want("anna", anna.told("Rast", minutes=1))
    await anna.quiet()
    assert anna.graph.teams.writes == []


async def test_a_lost_answer_is_asked_again_and_what_was_written_is_taken_back(anna: House) -> None:
    await anna.quiet()
    anna.graph.faults.extend([0, 0])
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.teller.turn()
    assert anna.seen("anna") == LUNCH, "it was done, though nobody was told"
    assert anna.teller.trouble == "mirror-unreachable"
    anna.want("anna", None)
    anna.clock.move(seconds=10)
    await anna.quiet()
    assert anna.seen("anna") == NOTHING
    assert anna.teller.trouble == ""


async def test_nothing_is_written_that_could_not_be_kept(anna: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await anna.quiet()

    async def full(*_: object) -> None:
        raise Unavailable("store-full")

    monkeypatch.setattr(anna.teller.ledger, "begin", full)
    anna.want("anna", anna.told("Lunch"))
    with pytest.raises(Unavailable):
        await anna.quiet()
    assert anna.graph.teams.writes == []
    monkeypatch.undo()
    await anna.quiet()
    assert anna.seen("anna")["text"] == "Lunch"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_asks_for_a_rest_has_it(anna: House, status: int) -> None:
    await anna.quiet()
    anna.graph.faults.append(status)
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.quiet()
    asked = len(anna.door.asked_at)
    anna.clock.move(seconds=6)
    await anna.quiet()
    assert len(anna.door.asked_at) == asked, "it asked for seven seconds"
    anna.clock.move(seconds=1)
    await anna.quiet()
    assert anna.seen("anna") == LUNCH


async def test_a_text_of_the_persons_own_is_neither_written_over_nor_taken_away(anna: House) -> None:
    await anna.quiet()
    account = anna.graph.teams.of("anna@x.example")
    account.text = "Ring mobilen"
    await anna.look.look()
    await away_in_presence_alone(anna)
    anna.want("anna", None)
    await anna.quiet()
    assert account.text == "Ring mobilen"
    account.text = ""
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.look.look()
    await anna.quiet()
    assert anna.seen("anna") == LUNCH, "they took it away: there is room again"


async def away_in_presence_alone(anna: House) -> None:
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.quiet()
    assert anna.seen("anna") == {"text": "Ring mobilen", "shown": "Away"}


async def test_what_the_person_puts_in_the_place_of_ours_stays_when_ours_is_over(anna: House) -> None:
    await away(anna)
    account = anna.graph.teams.of("anna@x.example")
    account.text, account.text_ends = "Åt sushi", None
    account.preferred, account.preferred_ends = ("DoNotDisturb", "DoNotDisturb"), None
    anna.want("anna", None)
    await anna.quiet()
    assert anna.seen("anna") == {"text": "Åt sushi", "shown": "DoNotDisturb"}
    assert anna.teller.outcomes["theirs"] == 2


async def test_what_the_server_told_before_is_not_taken_for_somebody_elses(anna: House) -> None:
    anna.want("anna", anna.told("Möte", Presence.BUSY))
    await anna.quiet()
    anna.graph.teams.freeze()
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.quiet()
    anna.want("anna", None)
    await anna.quiet()
    anna.graph.teams.stale.clear()
    assert anna.seen("anna") == NOTHING


async def test_an_account_that_is_gone_is_left_alone_and_others_go_on(tmp_path: Path) -> None:
    both = house(tmp_path, "anna", "per")
    await both.quiet()
    gone = both.graph.teams.of("anna@x.example")
    del both.graph.teams.accounts[gone.id]
    for person in ("anna", "per"):
        both.want(person, both.told("Lunch, åter 10.00"))
    await both.quiet()
    assert both.seen("per") == LUNCH
    assert both.teller.account_of("anna") == ""
    assert both.teller.trouble == ""
    asked = len(both.door.asked_at)
    both.teller.mark_everybody()
    await both.quiet()
    assert len(both.door.asked_at) == asked, "an address without an account is not looked for again and again"


async def test_what_the_site_has_to_put_right_is_said_and_tried_seldom(anna: House) -> None:
    await anna.quiet()
    anna.graph.teams.denied.add("Presence.ReadWrite.All")
    anna.want("anna", anna.told("Lunch, åter 10.00"))
    await anna.quiet()
    assert anna.teller.trouble == "mirror-not-let"
    asked = len(anna.door.asked_at)
    anna.clock.move(seconds=59)
    await anna.quiet()
    assert len(anna.door.asked_at) == asked
    anna.graph.teams.denied.clear()
    anna.clock.move(seconds=1)
    await anna.quiet()
    assert (anna.seen("anna"), anna.teller.trouble) == (LUNCH, "")


async def test_what_is_over_is_forgotten_in_the_database_too(anna: House, tmp_path: Path) -> None:
    await away(anna)
    anna.want("anna", None)
    await anna.quiet()
    store = Store(tmp_path / "hub.db")
    rows = await store.read(lambda sql: sql.execute("SELECT person, part, account FROM mirrored").fetchall())
    assert len(rows) == 2, "a write that was lost may still arrive"
    anna.clock.move(seconds=LINGERS.total_seconds() + 1)
    await anna.look.look()
    assert await store.read(lambda sql: sql.execute("SELECT * FROM mirrored").fetchall()) == []
    store.close()


async def test_an_address_that_changes_takes_the_text_from_the_old_account(
    anna: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(anna)
    anna.graph.teams.add("nyholm@x.example")
    monkeypatch.setattr(anna.wishes, "address", lambda person: "nyholm@x.example")
    anna.teller.mark("anna")
    await anna.quiet()
    assert anna.seen("anna") == NOTHING
    assert anna.seen("nyholm") == LUNCH


async def test_one_account_that_takes_nothing_holds_up_nobody(tmp_path: Path) -> None:
    both = house(tmp_path, "anna", "per")
    await both.quiet()
    both.graph.teams.refusing.add("anna@x.example")
    for person in ("anna", "per"):
        both.want(person, both.told("Lunch, åter 10.00"))
    await both.quiet()
    assert (both.seen("per"), both.teller.trouble, len(both.teller.waiting)) == (LUNCH, "", 0)
    asked = len(both.door.asked_at)
    both.teller.mark("anna")
    await both.quiet()
    assert len(both.door.asked_at) == asked, "not asked again and again"
    both.graph.teams.refusing.clear()
    both.want("anna", both.told("Möte, åter 10.00", Presence.BUSY))
    await both.quiet()
    assert both.seen("anna")["text"] == "Möte, åter 10.00", "something else is tried"


async def test_what_nobody_foresaw_at_one_account_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = house(tmp_path, "anna", "per")
    await both.quiet()
    push, account = both.teller.mirror.push, both.teller.account_of("anna")

    async def fails(to: str, *more: object) -> None:
        if to == account:
            raise ZeroDivisionError
        await push(to, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(both.teller.mirror, "push", fails)
    for person in ("anna", "per"):
        both.want(person, both.told("Lunch, åter 10.00"))
    await both.quiet()
    assert both.seen("per") == LUNCH
    assert both.teller.outcomes["refused"] == 2
