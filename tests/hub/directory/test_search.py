"""Search and listing over REST: the model's ranking with the board's reach, page by page, and nobody's private number."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.client.facts import duties_of
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.directory import search
from kalix_presence.hub.directory.erasing import erase_person
from kalix_presence.hub.directory.search import Finding
from kalix_presence.hub.store import Transaction, people
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.finding import PORTION, PeopleFinder, Reach, own_reach
from kalix_presence.model.line import LineState
from tests.clocks import NINE
from tests.hub.serving import Serving, serving, soon


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def found(hub: Serving, who: str, query: str, **more: object) -> list[str]:
    with hub.client(who) as client:
        answer = client.get("/api/v1/people", params={"q": query, **more})
        assert answer.status_code == 200, answer.text
        return [person["extension"] for person in answer.json()["people"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("byggnadslov", ["2041"]),
        ("attefal", ["2041"]),
        ("strom", ["2061"]),
        ("stromm", ["2061"]),
        ("skolbuss", ["2061"]),
        ("miljo", ["2043"]),
        ("anna ek", ["2041"]),
        ("0923-650 41", ["2041"]),
        ("zzzz", []),
    ],
)
def test_people_are_found_as_on_the_desk(hub: Serving, query: str, expected: list[str]) -> None:
    assert found(hub, "per", query) == expected


def test_who_can_be_reached_comes_first_and_it_says_why(hub: Serving) -> None:
    assert found(hub, "maria", "handläggare") == ["2042", "2041"]
    with hub.client("per") as per, hub.client("maria") as maria:
        per.put("/api/v1/people/2042/absence", json={"reason": "lunch", "until": soon()})
        try:
            page = maria.get("/api/v1/people?q=handläggare").json()
            assert [person["extension"] for person in page["people"]] == ["2041", "2042"]
            assert page["why"] == {"match": "title", "what": "Handläggare", "reach": "free"}
        finally:
            per.delete("/api/v1/people/2042/absence")
        assert found(hub, "maria", "handläggare") == ["2042", "2041"]


def test_the_hub_and_a_desk_find_in_the_same_order(hub: Serving) -> None:
    with hub.client("maria") as maria:
        everybody = maria.get("/api/v1/people").json()["people"]
        staff = [wire.PersonView(**{**person, "standing": None}) for person in everybody]
        duties = duties_of(msgspec.json.decode(maria.get("/api/v1/reasons").content, type=wire.ReasonsView))
    desk = PeopleFinder(staff, duties)
    for person in everybody:
        line = LineState(person["standing"]["line"])
        desk.place(person["extension"], own_reach(None, ForwardKind.NONE, overdue=False, line=line))
    for query in ("", "a", "b", "bygg", "2", "20", "sam", "växel", "plan", "070", "handläg"):
        assert found(hub, "maria", query) == desk.find(query).extensions, query


def test_pages_join_without_a_hole_with_and_without_words(hub: Serving) -> None:
    for query in ("", "2", "a"):
        whole, pages, after = found(hub, "maria", query), list[str](), ""
        with hub.client("maria") as maria:
            while True:
                page = maria.get("/api/v1/people", params={"q": query, "limit": 2, "after": after}).json()
                pages += [person["extension"] for person in page["people"]]
                assert ("why" in page) is (bool(query) and not after)
                after = page.get("next", "")
                if not after:
                    break
        assert pages == whole


def test_a_unit_means_those_below_it_too(hub: Serving) -> None:
    assert sorted(found(hub, "maria", "", unit="samhallsbyggnad")) == ["2041", "2042", "2043"]
    assert found(hub, "maria", "ek", unit="bygglov") == ["2041"]
    assert found(hub, "maria", "", unit="nowhere") == []
    with hub.client("maria") as maria:
        page = maria.get("/api/v1/people", params={"unit": "samhallsbyggnad", "limit": 1}).json()
        following = maria.get("/api/v1/people", params={"unit": "samhallsbyggnad", "after": page["next"]}).json()
    assert [person["extension"] for person in following["people"]] == ["2041", "2043"]


@pytest.mark.parametrize("query", ["", "a"])
def test_a_page_that_is_not_there_is_refused(hub: Serving, query: str) -> None:
    with hub.client("maria") as maria:
        answer = maria.get("/api/v1/people", params={"q": query, "after": "9999"})
    assert (answer.status_code, answer.json()["code"]) == (422, "page-unknown")


@pytest.mark.parametrize(
    ("who", "seen"), [("per", False), ("anna", True), ("olle", True), ("maria", True), ("siv", False), ("ada", False)]
)
def test_a_mobile_number_finds_somebody_only_for_those_who_may_see_it(hub: Serving, who: str, *, seen: bool) -> None:
    for query in ("0701740601", "174 06 01", "070-174 06 01", "0601"):
        assert ("2041" in found(hub, who, query)) is seen


def test_whoever_comes_by_an_import_is_found(tmp_path: Path) -> None:
    def work(change: Transaction) -> None:
        people.put_person(change, Person("2077", "Nova", "Quist", "bygglov", "samhallsbyggnad", place="Arkivet"))
        people.touch_directory(change)

    with serving(tmp_path) as hub:  # of this test alone: nobody leaves the others' again
        hub.on_loop(lambda: hub.hub.store.write(work))
        hub.on_loop(hub.hub.core.reload_directory)
        assert found(hub, "maria", "arkivet") == ["2077"]


def test_a_long_page_of_people_is_packed_for_whoever_takes_it(hub: Serving) -> None:
    with hub.client("maria") as maria:
        packed = maria.get("/api/v1/people")
        plain = maria.get("/api/v1/people", headers={"accept-encoding": "identity"})
        refused = maria.get("/api/v1/people", headers={"accept-encoding": "gzip;q=0, br"})
        short = maria.get("/api/v1/people", params={"limit": 1})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.num_bytes_downloaded * 2 < len(packed.content)
    assert "content-encoding" not in plain.headers.keys() | refused.headers.keys() | short.headers.keys()
    assert packed.json() == plain.json() == refused.json()
    assert {answer.headers["vary"] for answer in (packed, plain, short)} == {"Accept-Encoding"}
    assert {answer.headers["content-type"] for answer in (packed, plain)} == {"application/json"}


async def test_a_new_index_of_many_is_placed_in_slices_between_which_others_have_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    board.load_directory(
        {str(one): Person(str(one), "Nils", f"Ek {one}", "bygg", "bygg") for one in range(2_000, 4_000)}, {}, 1
    )
    finding, turn, placed, plain = Finding(board, EventBus(board)), 0, list[int](), Finding._own_reach

    def counted(self: Finding, extension: str) -> Reach:
        placed.append(turn)
        if extension == "3999":
            self._changed_beside.add("2000")  # somebody changes while it is made
        return plain(self, extension)

    monkeypatch.setattr(Finding, "_own_reach", counted)
    asked = asyncio.create_task(finding.page("ek 2041", unit="", after="", limit=5, private=lambda _: True))
    while not asked.done():
        turn += 1
        await asyncio.sleep(0)
    assert asked.result().extensions == ["2041"]
    assert max(Counter(placed).values()) <= PORTION + 1
    assert len(placed) == 2_001, "who changed meanwhile is placed again"


@pytest.fixture
def making(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Serving, threading.Event]]:
    """A hub whose index is of before: Anna has another title, Siv has left, Nova is new, and the new one waits to be made."""

    def work(change: Transaction) -> None:
        erase_person(change, "2061", now=NINE)
        people.put_person(change, Person("2077", "Nova", "Quist", "bygglov", "samhallsbyggnad", place="Arkivet"))
        anna = people.read_person(change.sql, "2041")
        assert anna is not None
        people.put_person(change, replace(anna, title="Chef"))
        people.touch_directory(change, {"2061", "2077", "2041"})

    index, go = search._index, threading.Event()

    def waiting(*args: Any) -> Any:
        assert go.wait(60)
        return index(*args)

    with serving(tmp_path / "hub") as hub:
        assert found(hub, "maria", "berg") == ["2042"]
        monkeypatch.setattr(search, "_index", waiting)
        hub.on_loop(lambda: hub.hub.store.write(work))
        hub.on_loop(hub.hub.core.reload_directory)
        try:
            yield hub, go
        finally:
            go.set()


def test_who_searches_for_others_than_have_changed_waits_for_no_new_index(making: tuple[Serving, threading.Event]) -> None:
    hub, go = making
    for query, expected in (("berg", ["2042"]), ("miljo", ["2043"]), ("zzzz", []), ("maria holm", ["2001"])):
        assert found(hub, "maria", query) == expected
    with hub.client("per") as per:
        per.put("/api/v1/people/2042/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
    assert found(hub, "maria", "kontor") == []
    assert not go.is_set()
    go.set()
    assert found(hub, "maria", "bygglov") == ["2041", "2077", "2042"], "who is at lunch comes last in the new one"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("handläggare", ["2042"]),
        ("chef", ["2041"]),
        ("skolskjuts", []),
        ("strom", []),
        ("stromm", []),
        ("arkivet", ["2077"]),
        ("anna ek", ["2041"]),
        ("", ["2042", "2041", "2001", "2043", "2002", "2077"]),
    ],
)
def test_who_searches_for_what_has_changed_gets_what_is_so_now(
    making: tuple[Serving, threading.Event], query: str, expected: list[str]
) -> None:
    hub, go = making
    finding = hub.hub.core.reception.finding
    assert hub.on_loop(lambda: finding._can_answer(query)) is False
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(found, hub, "maria", query)
        go.set()
        assert sorted(asked.result(60)) == sorted(expected)


def test_nobody_looks_through_many_changed_people_beside(hub: Serving) -> None:
    old = {str(one): Person(str(one), "Nils", "Ek", "bygg", "bygg") for one in range(2_000, 2_000 + search.FEW_CHANGED + 1)}
    few, duties = dict(list(old.items())[1:]), shipped.default_duties()
    assert search._changed_people((old, {}), ({}, {}), duties) is None
    assert search._changed_people((few, {}), (few, {"bygg": Unit("bygg", "Bygg")}), duties) is None
    assert [len(each) for each in search._changed_people((few, {}), (old, {}), duties) or ()] == [0, 1]
