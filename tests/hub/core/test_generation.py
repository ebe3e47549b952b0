"""Numbers that went back: whoever knows one of an earlier life of the log gets the whole board, whoever does not goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.store.generation import Generation
from tests.hub.commands.test_commands import run
from tests.hub.serving import PEOPLE, Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

Damage = Callable[[Path, Path], None]


def id_and_first(client: httpx.Client, last: str = "", query: str = "") -> tuple[str, str]:
    """The `id:` and the kind of the first event of a stream that resumes after `last`."""
    headers = {"Last-Event-ID": last} if last else {}
    event_id = ""
    with client.stream("GET", f"/api/v1/events{query}", headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("id: "):
                event_id = line[4:]
            elif line.startswith("event: "):
                return event_id, line[7:]
    raise AssertionError("the stream ended")


def change(client: httpx.Client, times: int = 1) -> None:
    for _ in range(times):
        client.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        client.delete("/api/v1/people/2041/absence").raise_for_status()


def number_of(event_id: str) -> int:
    return int(event_id.partition(".")[0])


def restored(folder: Path, copy: Path) -> None:
    assert run("restore", copy, "--config", folder).exit_code == 0


def put_back_by_hand(folder: Path, copy: Path) -> None:
    for left in folder.glob("kalix.db-*"):
        left.unlink()
    shutil.copyfile(copy, folder / "kalix.db")


def made_anew(folder: Path, copy: Path) -> None:
    for left in folder.glob("kalix.db*"):
        left.unlink()
    made_config(folder)


@pytest.mark.in_a_file  # files are put in each other's place
@pytest.mark.parametrize("went_back", [restored, put_back_by_hand, made_anew])
@pytest.mark.parametrize("query", ["", "?board=apart"])
def test_whoever_knows_a_number_from_before_gets_the_whole_board(tmp_path: Path, went_back: Damage, query: str) -> None:
    folder, copy = tmp_path / "hub", tmp_path / "copy.db"
    config = made_config(folder)
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        change(anna, 3)
        assert run("backup", copy, "--config", folder).exit_code == 0
        change(anna, 2)
        known, _ = id_and_first(anna)
    went_back(folder, copy)
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        change(anna, 7)  # past what was known
        assert hub.hub.board.number > number_of(known)
        assert id_and_first(anna, known, query)[1] in ("hello", "board_apart")
        if went_back is not made_anew:
            assert id_and_first(anna, str(number_of(known)), query)[1] in ("hello", "board_apart"), "a program of before"
        fresh, _ = id_and_first(anna)
        change(anna)
        assert id_and_first(anna, fresh, query)[1] == "standing", "in the same life it goes on"


@pytest.mark.in_a_file  # files are put in each other's place
@pytest.mark.parametrize(
    ("after", "killed"),
    [(0, True), (1, True), (3, True), (0, False)],
    ids=["behind", "as the file says", "ahead of it", "behind one that stopped in order"],
)
def test_a_database_put_there_within_a_minute_of_what_was_told_is_noticed(tmp_path: Path, after: int, killed: bool) -> None:
    folder, copies = tmp_path / "hub", [tmp_path / f"{number}.db" for number in range(4)]
    told = folder / "kalix.db.generation"
    config = made_config(folder)
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        left = b""
        for copy in copies:
            assert run("backup", copy, "--config", folder).exit_code == 0
            if copy is copies[1]:  # what the file says is some seconds old when a kill comes
                hub.on_loop(hub.hub.core._keep_served)
                left = told.read_bytes()
            change(anna)
            if copy is copies[2]:
                known, _ = id_and_first(anna)
    if killed:
        told.write_bytes(left)
    put_back_by_hand(folder, copies[after])
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        change(anna, 9)
        assert id_and_first(anna, known)[1] == "hello"
        assert id_and_first(anna, str(number_of(known)))[1] == "hello", "a program that knows numbers alone"


def test_a_hub_that_was_only_stopped_and_started_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    config = made_config(folder)
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        change(anna)
        known, _ = id_and_first(anna)
        change(anna)
    with serving(folder, config=config) as hub, hub.client("anna") as anna:
        assert id_and_first(anna, known)[1] == "standing"
        assert id_and_first(anna, str(number_of(known)))[1] == "standing", "a program that knows numbers alone"


def replaced(folder: Path) -> None:
    """Anna's extension goes to Bo while no hub serves."""
    people = folder.parent / "people.csv"
    people.write_text(PEOPLE.replace("2041,Anna,Ek", "2041,Bo,Ny").replace("anna", "bo"), "utf-8")
    assert run("import", people, "--config", folder).exit_code == 0


def removed(folder: Path) -> None:
    """Nobody has Anna's extension."""
    people = folder.parent / "people.csv"
    people.write_text("".join(line for line in PEOPLE.splitlines(keepends=True) if not line.startswith("2041")), "utf-8")
    assert run("import", people, "--remove-missing", "--config", folder).exit_code == 0


@pytest.mark.parametrize("changed", [replaced, removed])
def test_what_an_import_did_while_no_hub_served_is_told_to_whoever_resumes(
    tmp_path: Path, changed: Callable[[Path], None]
) -> None:
    folder = tmp_path / "hub"
    config = made_config(folder)

    def standing(hub: Serving) -> object:
        return hub.on_loop(lambda: hub.hub.board.states.get("2041"))

    with serving(folder, config=config) as hub, hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon()}).raise_for_status()
        until(lambda: hub.hub.board.states["2041"].in_force)  # so that nothing more is told that the import would erase
        known, _ = id_and_first(per)
    changed(folder)
    with serving(folder, config=config) as hub, hub.client("per") as per:
        assert id_and_first(per, known)[1] == "hello"
        assert id_and_first(per, str(number_of(known)))[1] == "hello"
        assert getattr(standing(hub), "held", None) is None
        fresh, _ = id_and_first(per)
    with serving(folder, config=config) as hub, hub.client("per") as per:
        assert id_and_first(per, fresh)[1] in ("standing", "lines"), "told once"


def test_an_import_that_a_serving_hub_has_told_is_not_told_again_at_its_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    config = made_config(folder)
    with serving(folder, config=config) as hub, hub.client("per") as per:
        replaced(folder)
        hub.on_loop(hub.hub.core.reload_directory)
        known, _ = id_and_first(per)
    with serving(folder, config=config) as hub, hub.client("per") as per:
        assert id_and_first(per, known)[1] != "hello"


@pytest.mark.in_a_file  # files are put in each other's place
def test_a_restore_takes_the_version_of_the_directory_past_all_that_clients_know(tmp_path: Path) -> None:
    folder, copy = tmp_path / "hub", tmp_path / "copy.db"
    made_config(folder)
    assert run("backup", copy, "--config", folder).exit_code == 0
    replaced(folder)

    def version() -> int:
        with closing(sqlite3.connect(folder / "kalix.db")) as sql:
            return int(sql.execute("SELECT value FROM setting WHERE name = 'directory_version'").fetchone()[0])

    before = version()
    restored(folder, copy)
    assert version() > before


@given(text=st.one_of(st.text(max_size=40), st.from_regex(r"\d{1,20}(\.[0-9a-f]{0,10})?", fullmatch=True)))
def test_of_whatever_a_client_says_only_an_id_of_this_generation_is_a_number(text: str) -> None:
    generation = Generation("0123abcd", 1000)
    found = generation.number_of(text)
    if found is not None:
        assert text in (str(found), generation.event_id(found).decode()) or text.lstrip("0").startswith(str(found or "."))
        assert found >= 1000 or text.endswith(".0123abcd")


@given(number=st.integers(0, 10**14))
def test_an_id_of_this_generation_comes_back_as_its_number_and_one_of_another_as_none(number: int) -> None:
    assert Generation("0123abcd", 5).number_of(Generation("0123abcd").event_id(number).decode()) == number
    assert Generation("0123abcd", 0).number_of(Generation("0123abce").event_id(number).decode()) is None
