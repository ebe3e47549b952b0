"""People and units as they are kept: each field comes back, and a step says who is another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kalix_presence.hub.store import people
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
        assert (told.version, told.people) == (known + 3, {"2050": PERSON})
