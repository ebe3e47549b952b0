"""What was edited by hand is kept, whatever a source says, and shown as such; given back, it is the source's at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory.editing import Attribute, attributes_of, edit_person, take_back
from kalix_presence.hub.directory.erasing import erase_person
from kalix_presence.hub.store.people import directory_version
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from tests.hub.sync.house import SyncHouse, line


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SyncHouse]:
    made = SyncHouse(tmp_path, "hr")
    yield made
    made.store.close()


async def edit(house: SyncHouse, extension: str, column: str, text: str) -> Person:
    how = {"order": ("hr",), "policy": shipped.default_policy(), "now": house.clock(), "by": "uid:0"}
    return await house.store.write(lambda change: edit_person(change, extension, column, text, **how))


async def attribute(house: SyncHouse, extension: str, column: str) -> Attribute:
    person = (await house.people())[extension]
    return next(one for one in attributes_of(person, await house.origin(extension), ("hr",)) if one.column == column)


async def test_what_was_edited_is_kept_by_runs_and_imports_and_what_they_say_is_shown(house: SyncHouse) -> None:
    await house.run("hr", line(1, title="Chef"), line(2))
    assert (await attribute(house, "2001", "title")).source == "hr"
    await edit(house, "2001", "title", "Tf chef")
    await house.run("hr", line(1, title="Avdelningschef"), line(2))
    await house.by_hand(line(1, title="Fil"), line(2))
    found = await attribute(house, "2001", "title")
    assert (found.value, found.source) == ("Tf chef", "hand")
    assert found.edit is not None
    assert found.edit.offered == "Avdelningschef"
    person, known = await house.store.write(lambda change: take_back(change, "2001", "title"))
    assert (person.title, known) == ("Avdelningschef", True)
    assert (await attribute(house, "2001", "title")).source == "hr"
    await house.run("hr", line(1, title="Chef"), line(2))
    assert (await house.people())["2001"].title == "Chef"


async def test_it_works_for_a_file_that_is_imported_and_without_any_source(house: SyncHouse) -> None:
    await house.by_hand(line(1, title="Chef"))
    assert (await attribute(house, "2001", "title")).source == "file"
    assert (await attribute(house, "2001", "mobile")).source == ""
    await edit(house, "2001", "title", "Tf chef")
    await edit(house, "2001", "mobile", "070-174 06 05")
    await house.by_hand(line(1, title="Direktör"))
    assert (await house.people())["2001"].title == "Tf chef"
    person, known = await house.store.write(lambda change: take_back(change, "2001", "mobile"))
    assert (person.mobile, known) == ("070-174 06 05", False)
    person, known = await house.store.write(lambda change: take_back(change, "2001", "title"))
    assert (person.title, known) == ("Direktör", True)
    with pytest.raises(Conflict, match="not-edited"):
        await house.store.write(lambda change: take_back(change, "2001", "title"))


async def test_somebody_whose_name_was_edited_is_still_known_to_the_file(house: SyncHouse) -> None:
    bare = "extension;given_name;family_name;unit;administration"
    await house.by_hand("2001;Anna;Ek;Bygglov;Bygg", columns=bare)
    before = (await house.people())["2001"]
    await edit(house, "2001", "given_name", "Annika")
    await edit(house, "2001", "family_name", "Ek-Berg")
    await house.by_hand("2001;Anna;Ek;Bygglov;Bygg", columns=bare)
    after = (await house.people())["2001"]
    assert (after.id, after.name) == (before.id, "Annika Ek-Berg")


async def test_a_unit_is_kept_with_its_administration_and_comes_back_as_the_source_has_it(house: SyncHouse) -> None:
    await house.run("hr", line(1), line(2).replace("Bygglov;Bygg", "Skola;Utbildning"))
    await edit(house, "2001", "unit", "skola")
    await house.run("hr", line(1), line(2).replace("Bygglov;Bygg", "Skola;Utbildning"))
    assert [(one.unit, one.administration) for one in (await house.people()).values()] == [("skola", "utbildning")] * 2
    person, _ = await house.store.write(lambda change: take_back(change, "2001", "unit"))
    assert (person.unit, person.administration) == ("bygglov", "bygg")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("mobile", "sju", "import-number"),
        ("email", "x", "import-email"),
        ("language", "xx", "import-language"),
        ("language", "", "import-language"),
        ("deputy", "2999", "import-deputy"),
        ("deputy", "2001", "import-deputy-own"),
        ("given_name", "", "import-cell-empty"),
        ("title", "=A1", "import-formula"),
        ("unit", "nowhere", "unit-unknown"),
        ("extension", "2002", "attribute-unknown"),
        ("person", "p9", "attribute-unknown"),
    ],
)
async def test_what_a_line_of_a_file_may_not_say_may_no_hand_either(
    house: SyncHouse, column: str, text: str, code: str
) -> None:
    await house.run("hr", line(1), line(2))
    with pytest.raises(BadInput, match=code):
        await edit(house, "2001", column, text)
    with pytest.raises(NotFound, match="extension-unknown"):
        await edit(house, "2999", "title", "Chef")


async def test_a_serving_hub_and_a_run_that_was_compared_before_notice_each_edit(house: SyncHouse) -> None:
    await house.run("hr", line(1), line(2))
    versions = [await house.store.read(directory_version)]
    await edit(house, "2001", "mobile", "070-174 06 05")
    versions.append(await house.store.read(directory_version))
    await house.store.write(lambda change: take_back(change, "2001", "mobile"))
    versions.append(await house.store.read(directory_version))
    assert versions[0] < versions[1] < versions[2]


async def test_a_successor_has_nothing_of_what_was_edited(house: SyncHouse) -> None:
    await house.run("hr", line(1), line(2))
    await edit(house, "2001", "title", "Tf chef")
    gone = (await house.people())["2001"].id
    await house.store.write(lambda change: erase_person(change, "2001", now=house.clock()))
    left = await house.store.read(
        lambda sql: [
            sql.execute(f"SELECT count(*) FROM {name} WHERE person = ?", (gone,)).fetchone()[0]
            for name in ("hand_edit", "person_source")
        ]
    )
    assert left == [0, 0]
    await house.run("hr", line(1, given="Bo").replace(";p1", ";p9"), line(2))
    assert (await house.people())["2001"].title == ""
