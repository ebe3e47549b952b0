"""Callbacks in numbers: under which unit each is counted, that no number is one person's, and what is late or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.metrics import SMALLEST, CallbackMetrics
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage, CallingParty, Stage
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE

HOUR = timedelta(hours=1)
UNITS = {each.code: each for each in (Unit("bygg", "Bygg"), Unit("bygglov", "Bygglov", "bygg"), Unit("skola", "Skola"))}
PEOPLE = (
    *(Person(f"20{number}", "Anna", "Ek", "bygglov", "bygg", duties=("altaner",)) for number in range(10, 10 + SMALLEST - 1)),
    Person("2042", "Per", "Berg", "bygg", "bygg"),
    *(Person(f"30{number}", "Siv", "Ström", "skola", "skola") for number in range(10, 10 + SMALLEST - 1)),
)


class Book:
    """Open messages, and whoever listens to what becomes of them."""

    def __init__(self) -> None:
        self.open: dict[str, CallbackMessage] = {}
        self.took: Callable[[CallbackMessage | None, CallbackMessage], None] = lambda before, message: None

    def listen(self, took: Callable[[CallbackMessage | None, CallbackMessage], None]) -> None:
        self.took = took


@pytest.fixture
def made() -> SimpleNamespace:
    board, book = Board(shipped.default_reasons(), shipped.default_policy()), Book()
    board.load_directory({each.extension: each for each in PEOPLE}, UNITS, 1)
    metrics = CallbackMetrics(board, book, clock=lambda: NINE)  # type: ignore[arg-type]
    return SimpleNamespace(board=board, book=book, metrics=metrics)


def message(kind: AddresseeKind = AddresseeKind.PERSON, code: str = "2010", **more: object) -> CallbackMessage:
    usual = CallbackMessage("m", Addressee(kind, code), CallingParty("Karin"), "2099", NINE - HOUR, NINE + HOUR)
    return replace(usual, **more)  # type: ignore[arg-type]


def numbers(metrics: CallbackMetrics) -> dict[tuple[str, str], float]:
    return {(sample.name, sample.labels["unit"]): sample.value for family in metrics.collect() for sample in family.samples}


@pytest.mark.parametrize(
    ("kind", "code", "unit"),
    [
        (AddresseeKind.PERSON, "2010", "bygg"),  # too few in the own unit
        (AddresseeKind.PERSON, "2042", "bygg"),
        (AddresseeKind.PERSON, "3010", "rest"),  # too few in the whole administration
        (AddresseeKind.PERSON, "2999", "rest"),
        (AddresseeKind.UNIT, "bygglov", "bygg"),
        (AddresseeKind.DUTY, "altaner", "bygg"),
        (AddresseeKind.DUTY, "nobody's", "rest"),
        (AddresseeKind.SWITCHBOARD, "", "switchboard"),
    ],
)
def test_each_is_counted_under_the_smallest_unit_that_is_large_enough(
    made: SimpleNamespace, kind: AddresseeKind, code: str, unit: str
) -> None:
    assert made.metrics.unit_of(message(kind, code)) == unit


def test_a_unit_of_just_enough_people_has_its_own_number(made: SimpleNamespace) -> None:
    one_more = Person("2099", "Olle", "Lind", "bygglov", "bygg")
    made.board.load_directory({each.extension: each for each in (*PEOPLE, one_more)}, UNITS, 2)
    assert made.metrics.unit_of(message()) == "bygglov"


def test_whoever_has_taken_it_counts_before_the_group_it_was_to(made: SimpleNamespace) -> None:
    assert made.metrics.unit_of(message(AddresseeKind.UNIT, "skola", taker="2042")) == "bygg"


def test_open_late_and_done_are_counted_apart(made: SimpleNamespace) -> None:
    on_time, just, late = message(), message(due=NINE), message(due=NINE - timedelta(seconds=1))
    made.book.open = {str(number): each for number, each in enumerate((on_time, just, late))}
    made.book.open["desk"] = message(AddresseeKind.SWITCHBOARD, "", due=NINE - HOUR)
    done = replace(late, stage=Stage.DONE)
    made.book.took(late, done)
    made.book.took(None, message(code="3010", stage=Stage.DONE))
    assert numbers(made.metrics) == {
        ("kalix_messages_open", "bygg"): 3,
        ("kalix_messages_late", "bygg"): 1,
        ("kalix_messages_done_total", "bygg"): 1,
        ("kalix_messages_open", "rest"): 0,
        ("kalix_messages_late", "rest"): 0,
        ("kalix_messages_done_total", "rest"): 1,
        ("kalix_messages_open", "switchboard"): 1,
        ("kalix_messages_late", "switchboard"): 1,
        ("kalix_messages_done_total", "switchboard"): 0,
    }


def test_only_the_step_that_closes_a_message_counts_it_as_done(made: SimpleNamespace) -> None:
    open_, done = message(), message(stage=Stage.DONE)
    made.book.took(None, open_)
    made.book.took(open_, open_)
    made.book.took(done, done)  # an attempt that was noted late
    made.book.took(done, open_)
    assert numbers(made.metrics) == {}
    for count in (1, 2):
        made.book.took(open_, done)
        assert numbers(made.metrics)["kalix_messages_done_total", "bygg"] == count


def test_each_number_says_what_it_counts(made: SimpleNamespace) -> None:
    assert [(family.name, family.documentation) for family in made.metrics.collect()] == [
        ("kalix_messages_open", "Callbacks that wait, by unit"),
        ("kalix_messages_late", "Callbacks past their due time, by unit"),
        ("kalix_messages_done", "Callbacks done since the start, by unit"),
    ]
