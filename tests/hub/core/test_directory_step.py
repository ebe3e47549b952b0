"""One changed person among many costs one person: only what has changed is read, and it is the whole directory all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import people
from kalix_presence.model.finding import number_of
from kalix_presence.model.groups import grouped
from tests.hub.core.test_succession import BO, NOBODY, brought_in
from tests.hub.serving import PEOPLE, Serving, serving, soon
from tests.hub.web.test_streams import until

STEPS = [
    PEOPLE.replace("Handläggare,0923-650 41", "Chef,0923-650 41"),
    PEOPLE.replace("Anna,Ek,Bygglov", "Anna,Ek,Miljö"),
    PEOPLE + "1999,Ny,Nyström,Skola,Utbildning,,,,,,,2041,skola,,\n2999,Nyare,Nyström,Arkiv,Kultur,,,,,,,,,,\n",
    PEOPLE.replace("skolskjuts", "skolval"),
    NOBODY,
    BO,
    PEOPLE.replace("070-174 06 02", "070-174 06 77").replace("070-174 06 03", ""),
    BO + "2077,Anna,Ek,Bygglov,Samhällsbyggnad,,,,anna@x.example,anna,employee,,,sv\n",
]
"""Facts, units and newcomers; Anna leaves, is followed by Bo; a mobile number is another, one is none; Anna moves to 2077."""


LED = {"2043": {"forward_to": "2041"}, "2042": {"forward_to": "mobile"}, "2061": {"forward_to": "mobile"}, "2001": {}}
"""Where calls of others go: to Anna, to mobile numbers, to the switchboard."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", directory_seconds=600.0) as running:
        yield running


def step_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading everybody is a fault from here on."""

    def everybody(*_: object) -> None:
        raise AssertionError("everybody was read")

    monkeypatch.setattr(people, "read_people", everybody)
    monkeypatch.setattr(Board, "load_directory", everybody)


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_only_who_changed_is_read_and_the_directory_is_the_files(
    hub: Serving, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_people = people.read_people
    with hub.client("maria") as maria, hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        for one, led in LED.items():
            maria.put(f"/api/v1/people/{one}/absence", json={"reason": "meeting", "until": soon(), **led}).raise_for_status()
        before = hub.hub.board.number
        brought_in(hub, STEPS[number], remove_missing=True)
        step_only(monkeypatch)
        hub.on_loop(hub.hub.core.reload_directory)
        board = hub.hub.board
        assert hub.on_loop(lambda: board.people) == hub.on_loop(lambda: hub.hub.core.store.read(read_people))
        assert list(board.people) == sorted(board.people)
        assert board.units == hub.on_loop(lambda: hub.hub.core.store.read(people.read_units))
        assert (board.groups.by_unit, board.groups.by_duty) == (
            grouped(board.people, board.units).by_unit,
            grouped(board.people, board.units).by_duty,
        )
        assert board.number > before, "readers are told"
        told = maria.get("/api/v1/board").json()
        assert {each["extension"] for each in told["board"]} == set(board.people) == set(board.states)
        away = {one for one, person in board.people.items() if person.given_name == "Anna"} | LED.keys()
        assert {one for one, state in board.states.items() if state.held} == away == board.rules.keys()
        assert hub.on_loop(board.differing) == [], "who could be concerned was looked at, and nobody else is"
        for person in board.people.values():
            for number in filter(None, (person.direct, person.mobile)):
                assert person.extension in board.numbers.who_has(number, private=lambda _: True)
        known = {number for having in (board.numbers._direct, board.numbers._mobile) for number in having}
        assert len(known) == len(
            {number_of(each) for one in board.people.values() for each in (one.direct, one.mobile) if each}
        )
        names = {person.name for person in board.people.values()}
        assert [one for one in ("Anna Ek", "Bo Ny") if one in board.colleague_names] == [
            one for one in ("Anna Ek", "Bo Ny") if one in names
        ]


@pytest.mark.parametrize("gone", ["2041", "2042", "2061"])
def test_a_rule_that_leads_to_nobody_any_longer_is_shown_so_in_the_same_step(hub: Serving, gone: str) -> None:
    board = hub.hub.board
    with hub.client("maria") as maria:
        for one in ("2043", "2002"):
            led = {"reason": "meeting", "until": soon(), "forward_to": gone}
            maria.put(f"/api/v1/people/{one}/absence", json=led).raise_for_status()
    until(lambda: hub.on_loop(lambda: all(board.states[one].in_force for one in ("2043", "2002"))))

    def step() -> list[bool]:
        board.step_directory(people.DirectoryStep(board.directory, {gone: None}, board.units))
        return [board.states[one].in_force for one in ("2043", "2002")]

    assert hub.on_loop(step) == [False, False]


def test_who_left_in_a_version_that_nobody_remembers_is_gone_all_the_same(hub: Serving) -> None:
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
    brought_in(hub, NOBODY, remove_missing=True)
    hub.on_loop(lambda: hub.hub.core.store.write(lambda change: people.touch_directory(change) and None))
    hub.on_loop(hub.hub.core.reload_directory)
    board = hub.hub.board
    assert "2041" not in board.people.keys() | board.states.keys() | board.rules.keys()
    assert "Anna Ek" not in board.colleague_names


def test_what_nobody_remembers_is_found_by_comparing_everybody(hub: Serving) -> None:
    """Newcomers, leavers, movers and changed facts, each in a version whose changes are not remembered."""
    store = hub.hub.core.store
    for text in (*STEPS, PEOPLE):
        before, known = hub.hub.board.people, hub.hub.board.directory
        brought_in(hub, text, remove_missing=True)
        remembered = hub.on_loop(lambda known=known: store.read(lambda sql: people.read_step(sql, known)))
        hub.on_loop(lambda: store.write(lambda change: people.touch_directory(change) and None))
        assert hub.on_loop(lambda known=known: store.read(lambda sql: people.read_step(sql, known))) is None
        compared = hub.on_loop(
            lambda known=known, before=before: store.read(lambda sql: people.read_difference(sql, known, before))
        )
        assert compared.people == {one: who for one, who in remembered.people.items() if who != before.get(one)}
        assert compared.people, "each of them changes somebody"
        assert (compared.version, compared.units) == (known + 2, remembered.units)
        hub.on_loop(hub.hub.core.reload_directory)
        board = hub.hub.board
        assert board.people == hub.on_loop(lambda: store.read(people.read_people))
        assert board.groups.by_unit == grouped(board.people, board.units).by_unit


def test_versions_that_nobody_remembers_are_read_whole(hub: Serving) -> None:
    def forgotten(change: people.Transaction) -> None:
        people.touch_directory(change)

    brought_in(hub, STEPS[0])
    hub.on_loop(lambda: hub.hub.core.store.write(forgotten))
    hub.on_loop(hub.hub.core.reload_directory)
    assert hub.hub.board.people["2041"].title == "Chef"
    known = hub.hub.board.directory
    for _ in range(people.REMEMBERED + 1):
        hub.on_loop(lambda: hub.hub.core.store.write(lambda change: people.touch_directory(change, {"2041"})))
    assert hub.on_loop(lambda: hub.hub.core.store.read(lambda sql: people.read_step(sql, known))) is None
    step = hub.on_loop(lambda: hub.hub.core.store.read(lambda sql: people.read_step(sql, known + 2)))
    assert set(step.people) == {"2041"}
