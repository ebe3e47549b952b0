"""Messages as they are kept: found by what was typed and nothing else, page by page, and erased with their steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import messages
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.schema import stored
from kalix_presence.model.callback import SWITCHBOARD, Addressee, AddresseeKind, CallbackMessage, CallingParty, Source, Stage
from tests.clocks import NINE
from tests.hub.store.kept import message, opened

HOUR = timedelta(hours=1)


def done(id_: str, at: int = 0, about: str = "") -> CallbackMessage:
    return message(id_, stage=Stage.DONE, closed_at=NINE + at * HOUR, about=about)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abcd"), ("%", "b"), ("_", "c"), ("\\", "d"), ("berg", "abcd"), ("BERG ab", "abcd"), ("berg nobody", ""), ("bergxx", ""),
        ("a_b", "c"), ("923100", "abcd"), ("ÄNG", "a"),
    ],
)  # fmt: skip
async def test_signs_that_mean_more_to_the_database_are_looked_for_as_they_are(tmp_path: Path, query: str, found: str) -> None:
    texts = {"a": "äng", "b": "100 %", "c": "a_b", "d": "c:\\x"}
    async with opened(tmp_path) as store:
        for name, about in texts.items():
            await store.write(lambda change, n=name, about=about: messages.put_message(change, done(n, 0, about), now=NINE))
        rows = await store.read(lambda sql: messages.read_done(sql, query=query, before=None, limit=9))
        assert {each.id for each in rows} == set(found)


async def test_a_page_goes_on_after_the_last_message_and_holds_done_ones_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (done("a", 1), done("b", 2), done("c", 2), message("open")):
            await store.write(lambda change, each=each: messages.put_message(change, each, now=NINE))

        async def page(before: tuple[int, str] | None, limit: int = 9) -> str:
            rows = await store.read(lambda sql: messages.read_done(sql, query="", before=before, limit=limit))
            return "".join(each.id for each in rows)

        assert await page(None) == "cba"
        assert await page(None, 2) == "cb"
        assert await page((stored(NINE + 2 * HOUR), "c")) == "ba"
        assert await page((stored(NINE + 2 * HOUR), "b")) == "a"
        assert await page((stored(NINE + HOUR), "a")) == ""
        before = stored(NINE + 2 * HOUR), "c"
        assert await store.read(lambda sql: messages.read_done(sql, query="nobody", before=before, limit=9)) == []
        assert [each.id for each in await store.read(messages.read_open)] == ["open"]


async def test_the_newest_version_is_kept_and_its_steps_in_their_order(tmp_path: Path) -> None:
    first = message("m", about="one")
    second = replace(first, version=2, stage=Stage.SEEN, about="two")
    steps = [StepRecord(NINE, "see", "2041", "tray"), StepRecord(NINE + HOUR, "try", "2041", "cli", "busy")]
    async with opened(tmp_path) as store:
        for each in (first, second, message("other")):
            await store.write(lambda change, each=each: messages.put_message(change, each, now=NINE))
        for step in steps:
            await store.write(lambda change, step=step: messages.note_step(change, "m", step))
        assert await store.read(lambda sql: messages.read_message(sql, "m")) == second
        assert await store.read(lambda sql: messages.read_message(sql, "never")) is None
        assert await store.read(lambda sql: messages.read_steps(sql, "m")) == steps
        assert await store.read(lambda sql: messages.read_steps(sql, "other")) == []


async def test_open_ones_come_by_when_they_are_due(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for id_, hours in (("late", 5), ("soon", 1)):
            each = message(id_, due=NINE + hours * HOUR)
            await store.write(lambda change, each=each: messages.put_message(change, each, now=NINE))
        assert [each.id for each in await store.read(messages.read_open)] == ["soon", "late"]


async def test_unanswered_calls_of_a_number_are_the_open_ones_to_that_addressee(tmp_path: Path) -> None:
    missed = message("m1", source=Source.MISSED)
    kept = [
        missed,
        replace(missed, id="m2", made_at=NINE + HOUR, source=Source.ASKED),
        replace(missed, id="left", source=Source.LEFT),
        replace(missed, id="done", stage=Stage.DONE, closed_at=NINE),
        replace(missed, id="elsewhere", to=Addressee(AddresseeKind.PERSON, "2042")),
        replace(missed, id="others", party=CallingParty(number="+46923200")),
    ]
    async with opened(tmp_path) as store:
        for each in kept:
            await store.write(lambda change, each=each: messages.put_message(change, each, now=NINE))
        rows = await store.read(lambda sql: messages.read_unanswered(sql, "2041", "+46923100"))
        assert [each.id for each in rows] == ["m2", "m1"]
        rows = await store.read(lambda sql: messages.read_of_number(sql, "+46923100"))
        assert (rows[0].id, len(rows)) == ("m2", 5)
        assert len(await store.read(lambda sql: messages.read_of_number(sql, "+46923100", limit=3))) == 3


async def test_what_was_done_before_is_erased_with_its_steps_and_nothing_else(tmp_path: Path) -> None:
    seen = StepRecord(NINE, "see", "2041", "tray")
    async with opened(tmp_path) as store:
        for each in (done("old"), done("new", 1), message("open")):
            await store.write(lambda change, each=each: messages.put_message(change, each, now=NINE))
            await store.write(lambda change, each=each: messages.note_step(change, each.id, seen))
        assert await store.write(lambda change: messages.forget_done(change, before=NINE)) == []
        assert await store.write(lambda change: messages.forget_done(change, before=NINE + HOUR)) == ["old"]
        assert await store.read(lambda sql: messages.read_message(sql, "old")) is None
        assert await store.read(lambda sql: messages.read_steps(sql, "old")) == []
        for stays in ("new", "open"):
            assert len(await store.read(lambda sql, stays=stays: messages.read_steps(sql, stays))) == 1


async def test_of_one_number_no_more_are_read_at_once_than_anybody_looks_at(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        many = [message(f"m{turn}") for turn in range(101)]
        await store.write(lambda change: [messages.put_message(change, each, now=NINE) for each in many])
        assert len(await store.read(lambda sql: messages.read_of_number(sql, "+46923100"))) == 100


def test_a_message_says_whom_it_names_and_one_of_nobody_nothing() -> None:
    assert messages.named(message("m")) == "\n2041\n2001\n"
    assert messages.named(message("m", to=SWITCHBOARD, made_by="")) == ""


async def test_a_name_that_ends_in_an_extension_is_nobody_at_that_extension(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: messages.put_message(change, message("m", closed_by="Plats 3001"), now=NINE))
        for many in (1, messages.FEW + 1):
            extensions = [str(3001 + each) for each in range(many)]
            assert await store.read(lambda sql, e=extensions: messages.read_naming(sql, e)) == []
            found = await store.read(lambda sql, e=extensions: messages.read_naming(sql, [*e, "2041"]))
            assert [each.id for each in found] == ["m"]
