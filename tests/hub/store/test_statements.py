"""Statements are made of the tables: none names a column that is not there, nor takes its values in another order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from kalix_presence.hub import store
from kalix_presence.hub.store.schema import lift, person, setting
from kalix_presence.hub.store.statements import adding, each_of, given, greater, in_words, lesser, putting, said, this, value

_person = person.c


def test_values_are_taken_in_the_order_that_is_said() -> None:
    changing = update(person).where(this(_person.extension)).values(given(_person.given_name, _person.email))
    assert said(changing, "given_name", "email", "this_extension").count("?") == 3
    for wrong in (("email", "given_name", "this_extension"), ("given_name", "email"), ()):
        with pytest.raises(ValueError, match="given_name"):
            said(changing, *wrong)


def test_a_row_is_added_in_the_order_of_its_table() -> None:
    assert adding(setting.c.name, setting.c.value) == "INSERT INTO setting (name, value) VALUES (?, ?)"
    with pytest.raises(ValueError, match="name"):
        adding(setting.c.value, setting.c.name)


def test_one_value_needs_no_name_and_a_word_is_no_value() -> None:
    assert said(select(_person.id).where(_person.deputy == value("deputy"))).endswith("person.deputy = ?")
    with pytest.raises(ValueError, match="takes"):
        said(select(_person.id).where(_person.deputy == "2041", this(_person.unit)), "this_unit")


def test_the_row_with_the_same_key_is_changed() -> None:
    text = putting(*lift.c, key=(lift.c.extension, lift.c.occurrence))
    assert text.endswith("ON CONFLICT (extension, occurrence) DO UPDATE SET until = excluded.until, ends = excluded.ends")


def test_no_row_is_added_in_words() -> None:
    """Whoever adds a column finds it named in `schema`, and where it is filled and read: nowhere as text."""
    rooms = Path(store.__file__).parent.glob("*.py")
    assert [file.name for file in rooms if re.search(r"INSERT (OR \w+ )?INTO", file.read_text("utf-8"))] == []


def test_the_lesser_the_greater_and_each_of_a_list_are_called_as_each_database_calls_them() -> None:
    asked = select(lesser(_person.id, _person.unit), greater(_person.id, _person.unit), each_of(_person.title))
    both = "person.id, person.unit"
    for dialect, lower, upper, each in (
        (sqlite.dialect(), "min", "max", "json_each(person.title)"),
        (postgresql.dialect(), "least", "greatest", "json_array_elements_text(CAST(person.title AS JSON))"),
    ):
        text = " ".join(str(asked.compile(dialect=dialect)).split())
        assert f"{lower}({both})" in text
        assert f"{upper}({both})" in text
        assert each in text


def test_the_same_words_do_not_mean_two_things_to_postgresql() -> None:
    assert in_words("SELECT 'said twice'") == in_words("SELECT 'said twice'")
    with pytest.raises(ValueError, match="other words"):
        in_words("SELECT 'said twice'", "SELECT 'something else'")
