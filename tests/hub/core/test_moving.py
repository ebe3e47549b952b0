"""Who moves to another extension, alone or round in a ring, has everything there that is theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store.connection import engine
from kalix_presence.hub.store.holdings import end_holdings
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.upgrade import MIGRATIONS, upgrade
from kalix_presence.model.directory import Person
from tests.clocks import NINE
from tests.hub.core.annas import BO, MARK, brought_in, calendar_server, fill, gets, kept, known
from tests.hub.serving import PEOPLE, Serving, made_config, soon
from tests.hub.web.test_streams import until


def test_who_moves_to_another_extension_has_everything_there(hub: Serving) -> None:
    moved = BO + "2077,Anna,Ek,Bygglov,Samhällsbyggnad,,,,anna@x.example,anna,employee,,,sv\n"
    with calendar_server() as address, hub.client("anna") as anna:
        fill(hub, anna, address)
        done = brought_in(hub, moved)
        assert [(one.name, one.before, one.after) for one in done.moves] == [("Anna Ek", "2041", "2077")]
        until(lambda: anna.get("/api/v1/me").json().get("person", {}).get("extension") == "2077")
        until(lambda: MARK in anna.get("/api/v1/people/2077").text)
        assert MARK in anna.get("/api/v1/people/2077/plans").text
        assert MARK in anna.get("/api/v1/people/2077/calendars").text
        assert MARK in anna.get("/api/v1/messages").text
        assert hub.on_loop(lambda: known(hub)) == hub.on_loop(lambda: kept(hub))
        with hub.client("bo") as bo:
            # Her place, which somebody has edited, is the directory's and for everybody; it stands by her new extension.
            place = f'"place":"{MARK}"'
            assert not [path for path in gets(bo) if MARK in bo.get(path).text.replace(place, "")]
            assert place not in bo.get("/api/v1/people/2041").text


def test_two_who_change_extensions_keep_what_is_theirs(hub: Serving) -> None:
    swapped = PEOPLE.replace("2041,Anna", "X,Anna").replace("2042,Per", "2041,Per").replace("X,Anna", "2042,Anna")
    swapped = swapped.replace("anna,employee,2042", "anna,employee,2041")
    with hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "note": MARK, "until": soon()}).raise_for_status()
        brought_in(hub, swapped)
        until(lambda: MARK in anna.get("/api/v1/people/2042").text)
        assert MARK not in per.get("/api/v1/people/2041").text
        assert MARK not in per.get("/api/v1/people/2042").text


def test_a_ring_of_holders_and_a_leaver_in_one_file_take_along_what_is_theirs(tmp_path: Path) -> None:
    """Per moves into Anna's, Olle into Per's; Anna is gone."""
    config = made_config(tmp_path / "hub")

    def work(change: Any) -> dict[str, Person]:
        before = read_people(change.sql)
        leaving = Leaving({"2041": before["2041"]}, {"2042": "2041", "2043": "2042"})
        for extension in ("2041", "2042", "2043"):
            change.sql.execute("INSERT INTO preference(extension, body) VALUES (?, ?)", (extension, extension.encode()))
        end_holdings(change, leaving, now=NINE)
        kept = dict(change.sql.execute("SELECT extension, body FROM preference").fetchall())
        assert kept == {"2041": b"2042", "2042": b"2043"}
        return read_people(change.sql)

    after = write(config, work)
    assert (after["2041"].name, after["2042"].name) == ("Per Berg", "Olle Lind")
    assert "2043" not in after


def test_a_database_of_before_gets_an_identity_for_everybody(tmp_path: Path) -> None:
    path = tmp_path / "kalix.db"
    path.touch()
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine(path).connect() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "0007")
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("INSERT INTO unit(code, name) VALUES ('bygg', 'Bygg')")
        for extension in ("2041", "2042"):
            person = (extension, "Anna", "Ek", "bygg", "bygg")
            sql.execute(
                "INSERT INTO person(extension, given_name, family_name, unit, administration) VALUES (?,?,?,?,?)", person
            )
        sql.commit()
    upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        people = read_people(sql)
        assert len({person.id for person in people.values()}) == 2
        held = dict(sql.execute("SELECT extension, person FROM holding WHERE until IS NULL").fetchall())
    assert held == {extension: person.id for extension, person in people.items()}


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.replace("maria,receptionist", "maria,employee"),
        lambda people: people.replace("Maria,Holm,Växel,Kansli", "Maria,Holm,Växel,Utbildning"),
        lambda people: people.replace("2001,Maria", "2009,Maria"),
        lambda people: people.replace("2001,Maria,Holm,Växel,Kansli,,,,,maria", "2001,Bo,Ny,Växel,Kansli,,,,,bo"),
    ],
    ids=["a role taken away", "another administration", "another extension", "somebody else there"],
)
def test_an_open_stream_follows_what_its_reader_may_at_once(hub: Serving, change: Callable[[str], str]) -> None:
    with hub.client("maria") as maria, maria.stream("GET", "/api/v1/events") as answer:
        lines = answer.iter_raw()
        next(lines)
        brought_in(hub, change(PEOPLE))
        for _ in lines:
            """Until it ends: what its reader resumes has the rights of now."""
