"""A real CalDAV server is asked for what has changed since a token, and for everything where it cannot tell that."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.caldav import CalDav
from kalix_presence.hub.calendars.fetching import Fetcher
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.model.errors import PresenceError
from kalix_presence.wire.calendars import CalendarKind
from tests.clocks import NINE
from tests.hub.calendars.calendar_servers import PASSWORD, Radicale, radicale
from tests.hub.calendars.faulty_caldav import Way, way_to


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def way(server: Radicale) -> Iterator[Way]:
    with way_to(server) as opened:
        yield opened
        for name in ("a", "b", "c", "d"):
            server.http.delete(f"{server.home}arbete/{name}.ics")


class Anna:
    """Anna's calendar as the hub reads it again and again."""

    def __init__(self, way: Way) -> None:
        self.readers = Readers()
        self.fetcher = Fetcher(CalendarsSection(hosts=("127.0.0.1",)))
        self.source = CalDav(self.fetcher, self.readers)
        self.account = CalendarAccount("a" * 32, "2041", CalendarKind.CALDAV, way.calendar, "anna")

    async def look(self) -> list[int] | None:
        """In how many hours from now its entries begin; None where nothing has changed."""
        window = {"first": NINE - timedelta(days=1), "last": NINE + timedelta(days=21)}
        found = await self.source.read(self.account, PASSWORD, **window, zone="Europe/Stockholm", owner="anna@x.example")
        self.account = replace(self.account, mark=found.mark)
        if found.entries is None:
            return None
        return sorted(round((each.start - NINE) / timedelta(hours=1)) for each in found.entries)


@pytest.fixture
async def anna(way: Way) -> AsyncIterator[Anna]:
    house = Anna(way)
    yield house
    await house.fetcher.close()
    await house.readers.close()


def put(server: Radicale, name: str, hours: int) -> None:
    begins = NINE + timedelta(hours=hours)
    server.put(name, f"DTSTART:{begins:%Y%m%dT%H%M%SZ}\nDTEND:{begins + timedelta(hours=1):%Y%m%dT%H%M%SZ}\nSUMMARY:Budget")


async def begun(anna: Anna, server: Radicale) -> None:
    put(server, "a", 1)
    put(server, "b", 5)
    assert await anna.look() == [1, 5]


async def test_after_the_first_reading_only_what_changed_is_asked_for(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    assert await anna.look() is None
    put(server, "a", 2)
    put(server, "c", 9)
    server.delete("b")
    assert await anna.look() == [2, 9]
    put(server, "c", 24 * 400)
    assert await anna.look() == [2]
    assert way.asked.count("calendar-query") == 1
    assert way.asked.count("sync-collection") == 2


@pytest.mark.parametrize("fault", ["forgotten", "refused"])
async def test_a_token_that_the_server_no_longer_knows_has_everything_read(
    anna: Anna, server: Radicale, way: Way, fault: str
) -> None:
    await begun(anna, server)
    server.delete("b")
    put(server, "c", 3)
    way.faults.append(fault)
    assert await anna.look() == [1, 3]
    assert way.asked.count("calendar-query") == 2
    put(server, "d", 4)
    assert await anna.look() == [1, 3, 4]
    assert way.asked.count("calendar-query") == 2


async def test_what_is_cut_short_is_asked_for_on_to_its_end(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    server.delete("b")
    put(server, "c", 3)
    put(server, "d", 4)
    way.faults.append("cut")
    assert await anna.look() == [1, 3, 4]
    assert (way.asked.count("sync-collection"), way.asked.count("calendar-query")) == (3, 1)


async def test_changes_that_come_without_what_they_say_are_asked_for_by_name(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    put(server, "a", 2)
    put(server, "c", 3)
    way.faults.append("bare")
    assert await anna.look() == [2, 3, 5]
    assert way.asked.count("calendar-multiget") == 1
    put(server, "a", 7)
    way.faults.extend(("bare", "lost"))
    with pytest.raises(PresenceError):
        await anna.look()
    assert await anna.look() == [3, 5, 7]


@pytest.mark.parametrize("fault", ["lost", "busy"])
async def test_an_answer_that_does_not_come_costs_no_change(anna: Anna, server: Radicale, way: Way, fault: str) -> None:
    await begun(anna, server)
    server.delete("b")
    way.faults.append(fault)
    with pytest.raises(PresenceError):
        await anna.look()
    assert await anna.look() == [1]


async def test_an_old_answer_is_asked_for_again(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    put(server, "c", 3)
    assert await anna.look() == [1, 3, 5]
    put(server, "d", 4)
    way.faults.append("stale")
    assert await anna.look() == [1, 3, 5]
    assert await anna.look() == [1, 3, 4, 5]


async def test_what_was_forgotten_is_read_whole(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    put(server, "c", 3)
    anna.source.forget(anna.account.id)
    assert await anna.look() == [1, 3, 5]
    assert way.asked.count("calendar-query") == 2


async def test_a_reading_of_changes_does_not_say_that_all_was_read(anna: Anna, server: Radicale, way: Way) -> None:
    await begun(anna, server)
    put(server, "c", 3)
    window = {"first": datetime(2026, 11, 1, tzinfo=UTC), "last": datetime(2027, 1, 1, tzinfo=UTC)}
    found = await anna.source.read(anna.account, PASSWORD, **window, zone="Europe/Stockholm", owner="")
    assert not found.whole
