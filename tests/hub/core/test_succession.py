"""2041 is somebody else's now: nothing that was Anna's can be fetched by Bo, found in the database or in the hub's memory."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import httpx
import pytest

from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.accounts import read_accounts
from kalix_presence.hub.store.holdings import ELSEWHERE, OWN
from kalix_presence.hub.store.schema import metadata
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from tests.hub.core.annas import BO, LUNCH, MARK, brought_in, calendar_server, fill, gets, kept, keyed, known
from tests.hub.house import lunch
from tests.hub.serving import PEOPLE, Serving, serving, soon
from tests.hub.web.test_streams import until

NOBODY = "".join(line for line in PEOPLE.splitlines(keepends=True) if not line.startswith("2041"))
DARK = Lamp(away=False)
HANDED_ON = {"message", "message_step", "event", "mirrored"}
"""What waited for her lies at the switchboard, who could see it before; what stands in other programs is to be taken back."""


def rows_of(hub: Serving) -> dict[str, list[tuple[Any, ...]]]:
    with kept_of(hub.config).looking() as sql:
        return {name: sql.execute(f"SELECT * FROM {name}").fetchall() for name in metadata.tables}


def holds(found: object, mark: str) -> bool:
    """Whether `mark` is anywhere in a row."""
    if isinstance(found, bytes):
        return mark.encode() in found
    if isinstance(found, tuple):
        return any(holds(one, mark) for one in found)
    return isinstance(found, str) and mark in found


def in_memory(start: object, mark: str) -> list[str]:
    """Where in all that `start` reaches a text with `mark` is kept, as the types on the way to it."""
    seen: set[int] = set()
    found: list[str] = []
    todo: list[tuple[object, tuple[str, ...]]] = [(start, ())]
    while todo:
        one, way = todo.pop()
        if id(one) in seen or isinstance(one, (ModuleType, type, FunctionType, int, float)):
            continue
        seen.add(id(one))
        if isinstance(one, (str, bytes, bytearray)):
            if holds(bytes(one) if isinstance(one, bytearray) else one, mark):
                found.append(" > ".join(way))
            continue
        name = type(one).__name__
        todo += [(each, (*way, name)) for each in gc.get_referents(one)]
    return found


def keyed_in(hub: Serving) -> set[str]:
    found = hub.on_loop(lambda: keyed(hub.hub, "2041"))
    assert isinstance(found, set)
    return found


def replayed(client: httpx.Client, after: str) -> str:
    """All that a stream tells who says they know the event `after`, up to where it is live."""
    with client.stream("GET", "/api/v1/events", headers={"last-event-id": after}) as answer:
        told = ""
        for text in answer.iter_text():
            told += text
            if "event: pbx" in told or "event: hello" in told:
                return told
    return told


def test_every_table_says_what_becomes_of_what_somebody_leaves() -> None:
    assert set(OWN) | set(ELSEWHERE) == {*metadata.tables, "alembic_version"}
    assert not set(OWN) & set(ELSEWHERE)
    assert all("extension" in metadata.tables[name].columns for name in OWN)
    with_person = {name for name, table in metadata.tables.items() if "extension" in table.columns}
    assert with_person - set(OWN) == {"person", "holding", "account", "event", "ringing", "lit_lamp"}


def test_a_successor_finds_nothing_of_whoever_held_the_extension(hub: Serving) -> None:
    with calendar_server() as address, hub.client("anna") as anna, hub.client("maria") as maria:
        fill(hub, anna, address)
        before = rows_of(hub)
        filled = {name for name, rows in before.items() if any(holds(row, "2041") for row in rows)}
        assert set(OWN) - filled <= {"message_copy", "pbx_job"}, "let Anna have something in every table"
        ends = threading.Event()
        listening = threading.Thread(target=lambda: (anna_listens(anna), ends.set()))
        listening.start()
        assert hub.hub.pbx.capabilities.message_lamp
        done = brought_in(hub, BO)
        assert [(one.extension, one.before, one.after) for one in done.successions] == [("2041", "Anna Ek", "Bo Ny")]
        with hub.client("bo") as bo:
            for path in gets(bo):
                answer = bo.get(path, headers={"accept-encoding": "gzip"})
                assert MARK not in answer.text, path
                if path not in ("/api/v1/reasons", "/openapi.json"):
                    assert '"sick"' not in answer.text, path
            person = bo.get("/api/v1/people/2041").json()
            assert person["name"] == "Bo Ny"
            assert "absence" not in person["standing"] or person["standing"]["absence"] is None
            assert LUNCH not in bo.get("/api/v1/people/2041/preferences").text
            assert [each["to_kind"] for each in bo.get("/api/v1/messages").json()["messages"]] == ["unit"]
            for path, name in (
                ("people/2041/plans", "plans"),
                ("plans/asked", "plans"),
                ("people/2041/calendars", "calendars"),
            ):
                assert not bo.get(f"/api/v1/{path}").json().get(name), path
            for after in ("0", "1", str(hub.hub.board.number)):
                told = replayed(bo, after)
                assert MARK not in told
                assert '"sick"' not in told
        assert anna.get("/api/v1/me").status_code == 401
        listening.join(20)
        assert ends.is_set(), "Anna's stream goes on"
        until(lambda: hub.on_loop(lambda: hub.hub.pbx.read("2041")) is None)
        handed = maria.get("/api/v1/messages").json()["messages"]
        mine = next(each for each in handed if each["about"] == MARK)
        assert (mine["to_kind"], mine["stage"], mine["word"]) == ("switchboard", "returned", "Anna Ek (2041)")
        taken = next(each for each in handed if each["about"] == "bygglov")
        assert (taken["to_kind"], taken.get("taker")) == ("unit", None)
        steps = maria.get(f"/api/v1/messages/{taken['id']}/steps").json()
        assert "Bo" not in json.dumps(steps, ensure_ascii=False)
        left = {name for name, rows in rows_of(hub).items() if any(holds(row, MARK) for row in rows)}
        assert left <= HANDED_ON
        assert "anna" not in {account.username for account in hub.on_loop(lambda: hub.hub.store.read(read_accounts))}


def test_nothing_of_them_stays_in_the_memory_of_a_hub_that_serves(hub: Serving) -> None:
    with calendar_server() as address, hub.client("anna") as anna:
        fill(hub, anna, address)
        assert in_memory(hub.hub, MARK), "the walk finds what is there"
        brought_in(hub, NOBODY, remove_missing=True)
        hub.on_loop(hub.hub.core.reload_directory)
        assert hub.on_loop(lambda: known(hub)) == hub.on_loop(lambda: kept(hub))
    gc.collect()
    until(lambda: not hub.on_loop(lambda: hub.hub.core.synchroniser.busy("2041")))
    # A dark lamp and a look that is due are nobody's; the phone itself is the PBX's.
    harmless = {"MessageLampService._shown", "Finding._changed", "Finding._changed_beside"}
    until(lambda: {way for way in keyed_in(hub) if not way.startswith("EmbeddedPbx.")} <= harmless)
    # A look at her calendar that was under way ends first.
    until(lambda: {way.rpartition(" > ")[2] for way in hub.on_loop(lambda: in_memory(hub.hub, MARK))} <= {"CallbackMessage"})


def test_who_is_removed_holds_nothing_any_longer_and_their_rule_goes(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        brought_in(hub, NOBODY, remove_missing=True)
        until(lambda: per.get("/api/v1/people/2041").status_code == 404)
        until(lambda: anna.get("/api/v1/me").status_code == 401)
        until(lambda: hub.on_loop(lambda: hub.hub.pbx.read("2041")) is None)
        answer = per.post("/api/v1/sign-in", json={"username": "anna", "password": "a good long password"})
        assert answer.status_code == 401


@pytest.fixture
def uncompared(tmp_path: Path) -> Iterator[Serving]:
    """A hub that does not compare itself with the PBX while the test looks: what goes there, goes at once."""
    with serving(tmp_path / "hub", reconcile_seconds=3_600.0) as hub:
        yield hub


def test_the_pbx_forgets_who_is_removed_at_once(uncompared: Serving) -> None:
    hub, pbx = uncompared, uncompared.hub.core.pbx
    assert isinstance(pbx, EmbeddedPbx)
    with hub.client("anna") as anna, hub.client("per") as per:
        wish = {"to": "2041", "caller_name": "Eva", "caller_number": "0923-555 013", "about": "ring"}
        per.post("/api/v1/messages", json=wish).raise_for_status()
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        until(lambda: pbx.lamps.get("2041", DARK).away and pbx.waiting.get("2041") == 1)
        brought_in(hub, NOBODY, remove_missing=True)
        hub.on_loop(hub.hub.core.reload_directory)
    assert hub.on_loop(lambda: pbx.read("2041")) is None
    assert not pbx.lamps["2041"].away
    until(lambda: pbx.waiting["2041"] == 0)


def test_a_successor_is_not_waited_for_because_somebody_before_was(uncompared: Serving) -> None:
    hub = uncompared
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
    state = hub.hub.board.states["2041"]
    hub.clock.move(hours=1)
    hub.hub.board.on_due_time()
    until(lambda: state.overdue and state.in_force)
    with hub.client("per") as per:
        assert per.get("/api/v1/people/2041").json()["standing"]["overdue"]
        brought_in(hub, BO)
        hub.on_loop(hub.hub.core.reload_directory)
        person = per.get("/api/v1/people/2041").json()
    assert (person["name"], person["standing"].get("overdue", False)) == ("Bo Ny", False)


def anna_listens(anna: httpx.Client) -> None:
    with anna.stream("GET", "/api/v1/events") as answer:
        for _ in answer.iter_raw():
            pass


def test_a_change_on_its_way_never_lands_at_the_successor(hub: Serving) -> None:
    """The import commits between what the hub looked at and what it writes."""
    core = hub.hub.core
    anna = next(iter(hub.on_loop(lambda: [person for person in core.board.people.values() if person.extension == "2041"])))

    async def change_after_import() -> None:
        wish = lunch(hub.clock, note=MARK)
        caller = _caller("anna", anna)
        with pytest.raises(Unavailable, match="holder-changed"):
            await core.absences.set_absence(caller, "2041", wish, key=None, now=hub.clock())

    def hold() -> Callable[[], None]:
        reload = core.reload_directory

        async def later() -> None:
            """The hub has not noticed yet."""

        core.reload_directory = later  # type: ignore[method-assign]
        return lambda: setattr(core, "reload_directory", reload)

    let_go = hub.on_loop(hold)
    brought_in(hub, BO)
    hub.on_loop(change_after_import)
    hub.on_loop(let_go)
    assert not any(holds(row, MARK) for rows in rows_of(hub).values() for row in rows)


def _caller(username: str, person: Person) -> Any:
    return Caller(username, person.extension, person.administration, frozenset({Role.EMPLOYEE}), person.id)
