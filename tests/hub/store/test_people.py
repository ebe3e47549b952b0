"""People and units as they are kept: each field comes back, and a step says who is another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.model.directory import Person, Unit
from tests.hub.store.kept import opened

PERSON = Person(
    "2050", "Bo", "Ek", "bygg", "bygg", "Title", "0923-1", "070-1", "bo@x.invalid", "2041", ("one", "two"), "fi", "Room", "r7", "i" * 32
)  # fmt: skip


async def test_people_and_units_and_who_an_extension_is(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: people.put_unit(change, Unit("karta", "Maps", "bygg")))
        await store.write(lambda change: people.put_person(change, PERSON))
        assert (await store.read(people.read_people))["2050"] == PERSON
        assert (await store.read(people.read_units))["karta"] == Unit("karta", "Maps", "bygg")
        await store.write(lambda change: people.put_person(change, replace(PERSON, id="", title="Other", duties=())))
        kept = (await store.read(people.read_people))["2050"]
        assert kept == replace(PERSON, title="Other", duties=())
        assert await store.read(lambda sql: [people.is_there(sql, each) for each in ("2050", "2099")]) == [True, False]


async def test_a_step_of_the_directory_names_who_changed_and_is_none_when_nobody_can_say(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        known = await store.read(people.directory_version)
        before = await store.read(people.read_people)
        await store.write(lambda change: people.put_person(change, PERSON))
        assert await store.write(lambda change: people.touch_directory(change, ["2050", "2099"])) == known + 1
        step = await store.read(lambda sql: people.read_step(sql, known))
        assert step is not None
        assert (step.version, step.people) == (known + 1, {"2050": PERSON, "2099": None})
        assert set(step.units) == {"bygg"}
        for strange in (-1, known + 2):
            assert await store.read(lambda sql, strange=strange: people.read_step(sql, strange)) is None
        many = [str(number) for number in range(people.AT_ONCE + 1)]
        await store.write(lambda change: people.touch_directory(change, many[1:]))
        assert await store.read(lambda sql: people.read_step(sql, known)) is not None
        await store.write(lambda change: people.touch_directory(change, many))
        assert await store.read(lambda sql: people.read_step(sql, known)) is None
        told = await store.read(lambda sql: people.read_difference(sql, known, before))
        assert (told.version, told.people, set(told.units)) == (known + 3, {"2050": PERSON}, {"bygg"})


ANNA, BO, CARIN, DAG = (
    Person(str(2060 + turn), name, "Ek", "bygg", "bygg", reference=reference, deputy=deputy, id=name * 8)
    for turn, (name, reference, deputy) in enumerate(
        (("anna", "r1", None), ("bo", "r2", "2060"), ("cari", "", "2061"), ("dag", "r2", "2063"))
    )
)
"""Bo stands in for nobody, and Anna for him; what names Dag as his own deputy came by an old import."""


@asynccontextmanager
async def filled(folder: Path) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    """Only these four; what is asked is read at once."""
    store = Store(folder / "hub.db")
    try:

        def work(change: Transaction) -> None:
            people.put_unit(change, Unit("bygg", "Bygg"))
            for each in (ANNA, BO, CARIN, DAG):
                people.put_person(change, each)

        await store.write(work)

        async def ask(what: Callable[..., Any], *given: Any, **named: Any) -> Any:
            return await store.read(lambda sql: what(sql, *given, **named))

        yield ask
    finally:
        store.close()


async def test_somebody_is_found_by_extension_identity_register_or_whom_they_stand_in_for(tmp_path: Path) -> None:
    dag = replace(DAG, deputy=None)
    async with filled(tmp_path) as ask:
        assert [await ask(people.read_person, each) for each in ("2060", "2063", "2099")] == [ANNA, dag, None]
        assert await ask(people.read_known, [BO.id, ANNA.id, "nobody"]) == {ANNA.id: ANNA, BO.id: BO}
        assert await ask(people.read_known, []) == {}
        assert await ask(people.find_referred, "r1") == ANNA
        assert [await ask(people.find_referred, each) for each in ("r2", "", "r9")] == [None, None, None], "none, or several"
        assert await ask(people.read_covered, "2060") == [BO]
        assert await ask(people.held_extensions) == {"2060", "2061", "2062", "2063"}


async def test_whoever_is_concerned_is_found_in_any_way_and_with_those_they_stand_in_for(tmp_path: Path) -> None:
    async with filled(tmp_path) as ask:

        async def concerned(ids: Any = (), extensions: Any = (), references: Any = ()) -> Any:
            return set(await ask(people.read_concerned, ids=ids, extensions=extensions, references=references))

        assert await concerned() == set()
        assert await concerned(ids=[ANNA.id, DAG.id]) == {"2060", "2061", "2063"}
        assert await concerned(extensions=["2061", "2099"]) == {"2061", "2062"}
        assert await concerned(references=["r2", "r9"]) == {"2061", "2062", "2063"}
        found = await ask(people.read_concerned, ids=[], extensions=["2060"], references=[])
        assert found == {"2060": ANNA, "2061": BO}


async def test_whether_so_many_are_there(tmp_path: Path) -> None:
    async with filled(tmp_path) as ask:
        assert [await ask(people.are_there, each) for each in (0, 1, 4, 5)] == [True, True, True, False]
    store = Store(tmp_path / "empty.db")
    assert [await store.read(lambda sql, n=each: people.are_there(sql, n)) for each in (0, 1)] == [True, False]
    store.close()


async def test_so_many_versions_of_the_directory_are_remembered_and_none_before_the_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")

    async def step(known: int) -> Any:
        return await store.read(lambda sql: people.read_step(sql, known))

    try:
        assert await store.read(people.directory_version) == 0
        assert await step(0) == people.DirectoryStep(0, {}, {})
        await store.write(lambda change: [people.touch_directory(change, ["2099"]) for _ in range(people.REMEMBERED)])
        assert await step(0) == people.DirectoryStep(people.REMEMBERED, {"2099": None}, {})
        assert (await step(people.REMEMBERED)).people == {}
        await store.write(lambda change: people.touch_directory(change, []))
        assert await step(0) is None
        assert (await step(1)).people == {"2099": None}
        before = {"2050": PERSON}
        assert (await store.read(lambda sql: people.read_difference(sql, 1, before))).people == {"2099": None}
        assert (await store.read(lambda sql: people.read_difference(sql, 0, before))).people == {"2050": None}
    finally:
        store.close()
