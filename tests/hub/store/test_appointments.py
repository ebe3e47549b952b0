"""Appointments: each field comes back, who holds on a day, and those long over are erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import Transaction, appointments
from kalix_presence.model.appointment import Appointment, Post
from tests.clocks import NINE
from tests.hub.store.kept import opened

TODAY, DAY = NINE.date(), timedelta(days=1)
OFFICER = Appointment("a1", 3, "bygg", Post.OFFICER, "2041", TODAY - 9 * DAY, None, "2001", NINE)
DEPUTY = replace(OFFICER, id="a2", post=Post.DEPUTY, extension="2042", until=TODAY)
COMING = replace(OFFICER, id="a3", since=TODAY + DAY, until=TODAY + 9 * DAY)


async def test_who_holds_on_a_day_is_read_with_the_officer_first_and_old_ones_are_erased(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (DEPUTY, COMING, OFFICER):
            await store.write(lambda change, each=each: appointments.put_appointment(change, each))
        assert await store.read(lambda sql: appointments.read_appointment(sql, "a2")) == DEPUTY
        assert await store.read(lambda sql: appointments.read_appointment(sql, "never")) is None
        assert await store.read(lambda sql: appointments.read_appointments(sql, TODAY)) == [OFFICER, COMING, DEPUTY]
        assert await store.read(lambda sql: appointments.read_appointments(sql, TODAY + DAY)) == [OFFICER, COMING]
        assert await store.read(lambda sql: appointments.read_holding(sql, TODAY)) == [OFFICER, DEPUTY]
        assert await store.read(lambda sql: appointments.read_holding(sql, TODAY + DAY)) == [OFFICER, COMING]
        erased = [
            await store.write(lambda change, b=before: appointments.forget_over(change, before=b))
            for before in (TODAY, TODAY + DAY)
        ]
        assert erased == [0, 1]
        await store.write(lambda change: appointments.erase_appointment(change, COMING))
        assert await store.read(lambda sql: appointments.read_appointments(sql, TODAY - 9 * DAY)) == [OFFICER]


async def test_the_trail_hears_whose_it_is_and_which(tmp_path: Path) -> None:
    def work(change: Transaction) -> list[object]:
        found: list[object] = []
        for act, one in ((appointments.put_appointment, OFFICER), (appointments.erase_appointment, DEPUTY)):
            act(change, one)
            found.append(change.concern)
        return found

    async with opened(tmp_path) as store:
        assert await store.write(work) == [("2041", "a1"), ("2042", "a2")]
