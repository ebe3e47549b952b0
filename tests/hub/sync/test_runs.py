"""A run of a source: nothing much goes unasked, exactly what was accepted is done, and each source keeps to its own people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory.difference import Agreed
from kalix_presence.hub.directory.erasing import erase_person
from kalix_presence.hub.directory.people_file import PeopleFile, read_people_file
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.audit_lines import Search, search_lines
from kalix_presence.hub.store.held_lines import read_held_lines
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.hub.sync.runs import Runs
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from tests.hub.sync.house import COLUMNS, SyncHouse, line

HUNDRED = [line(number) for number in range(100)]


async def test_a_run_brings_people_in_says_so_in_the_trail_and_keeps_how_it_went(house: SyncHouse) -> None:
    run = await house.run("hr", line(1, username="anna"), line(2))
    assert [person.extension for person in run.done.added] == ["2001", "2002"]
    state = await house.state("hr")
    assert (state.trouble, state.people, state.added, state.read_all_at) == ("", 2, 2, house.clock())
    lines = await house.store.read(lambda sql: search_lines(sql, Search(act=AuditAct.IMPORT), limit=9))
    assert {(each.by, each.way, each.about) for each in lines} == {("sync:hr", "sync", "2001"), ("sync:hr", "sync", "2002")}
    again = await house.run("hr")
    assert not again.done.anything


async def test_a_dry_run_says_the_same_and_changes_nothing(house: SyncHouse) -> None:
    looked = await house.run("hr", line(1), line(2), dry=True)
    assert len(looked.done.added) == 2
    assert await house.people() == {}
    assert (await house.state("hr")).tried_at is None
    await house.run("hr")
    gone = await house.run("hr", line(1), dry=True)
    assert gone.held is not None
    assert len(await house.people()) == 2
    assert (await house.state("hr")).held is None


async def test_a_run_that_would_remove_many_is_held_and_done_only_as_it_was_accepted(house: SyncHouse) -> None:
    await house.run("hr", *HUNDRED)
    held = await house.run("hr", *HUNDRED[:90])
    assert held.held is not None
    assert (held.held.removed, len(await house.people())) == (10, 100)
    state = await house.state("hr")
    assert state.trouble == "sync-held"
    assert state.held is not None
    with pytest.raises(Conflict, match="sync-held-other"):
        await house.runs.accept("hr", "somethingelse")
    await house.runs.accept("hr", state.held.id)
    # Ten others than those that were accepted: as many, and held all the same.
    other = await house.run("hr", *HUNDRED[10:])
    assert other.held is not None
    assert len(await house.people()) == 100
    now_held = (await house.state("hr")).held
    assert now_held is not None
    assert (now_held.id != state.held.id, now_held.accepted) == (True, False)
    back = await house.run("hr", *HUNDRED[:90])
    assert back.held is not None
    await house.runs.accept("hr", state.held.id)
    done = await house.run("hr")
    assert len(done.done.removed) == 10
    assert len(await house.people()) == 90
    assert (await house.state("hr")).held is None
    with pytest.raises(Conflict, match="sync-not-held"):
        await house.runs.accept("hr", state.held.id)


async def test_what_is_held_is_forgotten_when_the_source_is_whole_again(house: SyncHouse) -> None:
    await house.run("hr", *HUNDRED)
    await house.run("hr", *HUNDRED[:50])
    whole = await house.run("hr", *HUNDRED)
    assert whole.held is None
    assert (await house.state("hr")).held is None


@pytest.mark.parametrize("lines", [(), ("2001;Anna;Ek",)])
async def test_a_source_that_names_nobody_or_is_half_a_file_removes_nobody(house: SyncHouse, lines: tuple[str, ...]) -> None:
    await house.run("hr", line(1), line(2))
    house.write("hr", *lines)
    with pytest.raises(BadInput):
        await house.runs.run("hr")
    assert len(await house.people()) == 2
    state = await house.state("hr")
    assert state.trouble == "sync-file-faulty"
    assert state.people == 2, "what was read last is still said"


async def test_a_source_removes_its_own_people_alone(house: SyncHouse) -> None:
    await house.by_hand(line(50), line(51))
    await house.run("hr", *HUNDRED[:40])
    await house.run("phones", line(60))
    await house.run("hr", *HUNDRED[:39])
    assert {"2050", "2051", "2060", "2038"} <= (await house.people()).keys()
    assert "2039" not in await house.people()
    await house.by_hand(line(50), remove_missing=True, agreed=Agreed(removed=1))
    assert {"2050", "2060", "2038"} <= (await house.people()).keys()
    assert "2051" not in await house.people()


async def test_nobody_is_put_out_of_an_extension_by_another_source(house: SyncHouse) -> None:
    await house.run("hr", line(1), line(2))
    run = await house.run("phones", line(1, given="Bo").replace("p1", "q1"), line(3))
    assert [person.extension for person in run.done.added] == ["2003"]
    assert (await house.people())["2001"].given_name == "Anna1"
    assert [one.code for one in run.state.left_out] == ["import-extension-of-another"]


async def test_who_is_in_two_sources_goes_when_the_first_of_them_says_so(house: SyncHouse) -> None:
    await house.run("hr", line(1), line(2), line(3), line(4), line(5), line(6), line(7))
    await house.run("phones", line(1), line(2), line(3))
    await house.run("phones", line(1), line(3))
    assert "2002" in await house.people(), "the second source alone does not end anybody"
    assert (await house.origin("2002")).claims.keys() == {"hr"}
    await house.run("hr", line(2), line(3), line(4), line(5), line(6), line(7))
    assert "2001" not in await house.people()


async def test_of_two_sources_the_first_is_believed_and_the_file_after_them_all(house: SyncHouse) -> None:
    await house.by_hand(line(1, title="Fil"))
    await house.run("phones", line(1, title="Växel"))
    assert (await house.people())["2001"].title == "Växel"
    await house.run("hr", line(1, title="Chef"))
    await house.run("phones", line(1, title="Växel igen"))
    await house.by_hand(line(1, title="Fil igen"))
    assert (await house.people())["2001"].title == "Chef"
    # What the first says nothing of is the second's.
    house.write("hr", "2001;Anna1;Ek;Bygglov;Bygg", columns="extension;given_name;family_name;unit;administration")
    await house.run("hr")
    await house.run("phones", line(1, title="Växel till"))
    assert (await house.people())["2001"].title == "Växel till"


async def test_an_administrators_own_account_is_given_to_nobody_by_a_source(house: SyncHouse) -> None:
    own = Account("root", password_hash="theirs", roles=("administrator",))
    await house.store.write(lambda change: put_account(change, own))
    run = await house.run("hr", line(1, username="root"), line(2, username="anna"))
    assert (await house.accounts())["root"] == own
    assert (await house.accounts())["anna"].extension == "2002"
    assert [one.code for one in run.state.left_out] == ["import-username-taken"]
    assert "2001" in await house.people()


async def test_an_unknown_deputy_or_source_is_said(house: SyncHouse) -> None:
    run = await house.run("hr", line(1, deputy="2999"), line(2, deputy="2001"))
    assert [one.code for one in run.state.left_out] == ["import-deputy"]
    assert (await house.people())["2002"].deputy == "2001"
    with pytest.raises(NotFound, match="sync-source-unknown"):
        await house.run("x")
    with pytest.raises(NotFound, match="sync-source-unknown"):
        await house.runs.accept("x", "y")


class Empty:
    """A directory in which the filter finds nobody, as after a slip of the pen in it."""

    async def read(self, mark: str = "") -> Reading:
        return Reading(PeopleFile(unusable={"k1"}))

    async def probe(self) -> None:
        """It can be reached."""


async def test_a_directory_in_which_nobody_is_found_removes_nobody(house: SyncHouse) -> None:
    await house.run("hr", line(1))
    empty = Runs(house.store, {"hr": Empty()}, percent=100.0, clock=house.clock)
    with pytest.raises(BadInput, match="sync-nobody"):
        await empty.run("hr")
    assert (await house.people()).keys() == {"2001"}


async def test_roles_of_groups_are_given_and_taken_and_others_stay(house: SyncHouse) -> None:
    governed = frozenset({"receptionist"})
    wanted = read_people_file("\n".join([COLUMNS, line(1, username="anna"), line(2, username="bo")]), shipped.default_policy())
    first, second = wanted.rows

    class Groups(Empty):
        roles: tuple[str, ...] = ("receptionist",)

        async def read(self, mark: str = "") -> Reading:
            rows = [replace(first, roles=self.roles, governed=governed), replace(second, governed=governed)]
            return Reading(PeopleFile(rows))

    groups = Groups()
    runs = Runs(house.store, {"hr": groups}, percent=5.0, clock=house.clock)
    await runs.run("hr")
    assert [one.roles for one in (await house.accounts()).values()] == [("receptionist",), ("employee",)]
    head = replace((await house.accounts())["anna"], roles=("receptionist", "head"))
    await house.store.write(lambda change: put_account(change, head))
    groups.roles = ()
    await runs.run("hr")
    assert [one.roles for one in (await house.accounts()).values()] == [("head",), ("employee",)]


async def test_two_who_have_changed_extensions_move_and_nobody_is_anew(house: SyncHouse) -> None:
    wanted = read_people_file("\n".join([COLUMNS, line(1), line(2)]), shipped.default_policy())
    keys = ["k1", "k2"]

    class Keyed(Empty):
        async def read(self, mark: str = "") -> Reading:
            return Reading(PeopleFile([replace(row, key=key) for row, key in zip(wanted.rows, keys, strict=True)]))

    runs = Runs(house.store, {"hr": Keyed()}, percent=5.0, clock=house.clock)
    await runs.run("hr")
    keys.reverse()
    run = await runs.run("hr", dry=True)
    assert {(one.before, one.after) for one in run.done.moves} == {("2001", "2002"), ("2002", "2001")}


async def test_a_no_is_kept_while_the_same_is_said_and_a_yes_may_follow(house: SyncHouse) -> None:
    await house.run("hr", *HUNDRED)
    await house.run("hr", *HUNDRED[:90])
    held = (await house.state("hr")).held
    assert held is not None
    await house.runs.decline("hr", held.id)
    with pytest.raises(Conflict, match="sync-held-other"):
        await house.runs.decline("hr", "somethingelse")
    assert (await house.state("hr")).trouble == "sync-declined"
    again = await house.run("hr")
    assert again.held is not None
    state = await house.state("hr")
    assert state.held is not None
    assert (state.trouble, state.held.refused, state.held.at) == ("sync-declined", True, held.at)
    other = await house.run("hr", *HUNDRED[10:])
    assert other.held is not None
    state = await house.state("hr")
    assert state.held is not None
    assert (state.trouble, state.held.asks) == ("sync-held", True), "somebody else would go: that is asked anew"
    await house.run("hr", *HUNDRED[:90])
    await house.runs.decline("hr", held.id)
    await house.runs.accept("hr", held.id)
    await house.run("hr")
    assert len(await house.people()) == 90
    lines = await house.store.read(lambda sql: search_lines(sql, Search(act=AuditAct.ANSWER_HELD_RUN), limit=9))
    assert [(one.subject, one.detail, one.way) for one in lines] == [("hr", said, "server") for said in ("yes", "no", "no")], (
        "the newest first"
    )


async def test_an_answer_that_comes_while_the_source_is_read_is_heard(
    house: SyncHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.run("hr", *HUNDRED)
    await house.run("hr", *HUNDRED[:90])
    held = (await house.state("hr")).held
    assert held is not None
    reader, answers = house.readers["hr"], [house.runs.accept, house.runs.decline]

    async def read(mark: str = "") -> Reading:
        found = await type(reader).read(reader, mark)
        await answers.pop(0)("hr", held.id)
        return found

    monkeypatch.setattr(reader, "read", read)
    house.write("hr", line(0, title="Chef"), *HUNDRED[1:90])  # what nobody is asked about is otherwise by now
    await house.runs.run("hr")
    there = (await house.state("hr")).held
    assert there is not None
    assert there.accepted, "a yes to the same people, said while they were compared, is not lost"
    with pytest.raises(Conflict, match="sync-declined"):
        await house.runs.run("hr")
    assert len(await house.people()) == 100, "the no came in the last moment, and in time"
    assert (await house.state("hr")).trouble == "sync-declined"


async def test_the_difference_is_kept_while_it_waits_and_its_lines_go_with_their_people(house: SyncHouse) -> None:
    await house.run("hr", *HUNDRED)
    await house.run("hr", *HUNDRED[:90])

    async def lines() -> list[str]:
        found = await house.store.read(lambda sql: read_held_lines(sql, "hr", after=0, most=200))
        return [one.extension for _, one in found]

    assert await lines() == [str(2090 + n) for n in range(10)]
    await house.store.write(lambda change: erase_person(change, "2095", now=house.clock()))
    assert "2095" not in await lines()
    await house.run("hr", *HUNDRED[:95], *HUNDRED[96:])
    assert await lines() == []
    assert (await house.state("hr")).held is None
