"""What events do not carry is fetched, and fetched again when it failed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.session_events import FactsChanged, PersonSeen, PreferencesChanged, SessionEvent
from kalix_presence.client.sync import fetcher
from kalix_presence.client.sync.fetcher import Fetcher
from kalix_presence.client.sync.known import Known
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.preferences import PhoneHours, Preferences, Span
from tests.client.house import Watched, desk, until
from tests.clocks import NINE
from tests.hub.serving import Serving


async def test_the_directory_is_fetched_again_when_it_failed(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = 2
    everybody = HubClient.everybody

    async def sometimes(client: HubClient, *, standings: bool = True) -> list[wire.PersonView]:
        nonlocal failures
        if failures:
            failures -= 1
            client_gone = HubClient("http://127.0.0.1:9")
            try:
                return await everybody(client_gone, standings=standings)
            finally:
                await client_gone.close()
        return await everybody(client, standings=standings)

    monkeypatch.setattr(HubClient, "everybody", sometimes)
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: len(anna.known.people) == 6)
        assert failures == 0


async def fetched(desk: Watched, base: Path) -> None:
    """All that is fetched at the start has come."""
    await until(lambda: Cache(base / "cache").load(desk.hub.address, desk.credentials.who))


def seen_at(desk: Watched, extension: str) -> PhoneHours | None:
    """When they are best reached, as the directory at this desk says."""
    return next(one.phone_hours for one in desk.known.people if one.extension == extension)


async def test_what_one_chooses_elsewhere_is_known_at_one_s_desk_and_to_others_as_far_as_they_see_it(
    hub: Serving, tmp_path: Path
) -> None:
    here, pers = tmp_path / "here", tmp_path / "pers"
    async with desk(hub.url, here) as anna, desk(hub.url, pers, "per") as per:
        await fetched(anna, here)
        await fetched(per, pers)
        of_per = per.known.preferences
        hours = PhoneHours({1: (Span(time(9), time(11)),)}, NINE.date())
        async with desk(hub.url, tmp_path / "elsewhere", follow=False) as elsewhere:
            chosen = await elsewhere.hub.set_preferences("2041", wire.PreferencesRequest(phone_hours=hours, lunch_minutes=45))
        await until(lambda: PreferencesChanged(chosen) in anna.told)
        assert anna.known.preferences == chosen
        assert anna.known.me is not None
        assert anna.known.me.person is not None
        assert (anna.known.me.person.phone_hours, seen_at(anna, "2041")) == (hours, hours)
        await until(lambda: seen_at(per, "2041") == hours)
        [told] = [one.person for one in per.told if isinstance(one, PersonSeen)]
        assert told in per.known.people
        assert per.known.preferences is of_per
        assert not [one for one in per.told if isinstance(one, PreferencesChanged)], "they are none of Per's"


class Hub:
    """A hub that answers at once, and says what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.who = wire.Me("anna", ["employee"], {}, ANNA)
        self.choices: wire.PreferencesView | None = wire.PreferencesView(Preferences())
        self.meanwhile: Callable[[], None] = lambda: None
        self.while_people: Callable[[], None] = lambda: None

    async def me(self) -> wire.Me:
        self.asked.append("me")
        return self.who

    async def reasons(self) -> wire.ReasonsView:
        return wire.ReasonsView([])

    async def everybody(self, *, standings: bool = True) -> list[wire.PersonView]:
        self.asked.append("people")
        self.while_people()
        return [ANNA]

    async def messages(self, **_: object) -> wire.MessagesPage:
        self.asked.append("messages")
        return wire.MessagesPage([])


ANNA = wire.PersonView("2041", "Anna Ek", "bygg", "Bygg", "bygg", mobile="0701740601")


class Made:
    """A fetcher by itself, and what it told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hub, self.known, self.told = Hub(), Known(), list[SessionEvent]()
        anything: Any = self.hub
        time: Any = SimpleNamespace(steady=lambda: 0.0, observe=lambda at, asked: None)
        deliveries: Any = SimpleNamespace(arrived=lambda found, me: None)
        self.fetcher = Fetcher(anything, self.known, deliveries, time=time, follows=lambda: True, notify=self.told.append)

        async def own(hub: Hub, me: wire.Me) -> wire.PreferencesView | None:
            hub.meanwhile()
            return hub.choices

        monkeypatch.setattr(fetcher, "own_preferences", own)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    return Made(monkeypatch)


async def test_all_that_was_fetched_is_told_together(made: Made) -> None:
    made.known.known_at = NINE
    await made.fetcher.fetch_facts()
    assert (made.known.me, made.known.reasons, made.known.people) == (made.hub.who, wire.ReasonsView([]), [ANNA])
    assert (made.known.preferences, made.known.known_at) == (made.hub.choices, None), "it is live"
    assert made.told[0] == FactsChanged(made.hub.who, wire.ReasonsView([]), made.known.people, None, made.hub.choices)
    assert made.hub.asked == ["me", "people", "messages"]


async def test_what_is_there_already_is_not_fetched_again_and_who_wants_no_people_gets_no_messages(made: Made) -> None:
    await made.fetcher.fetch_facts(people=False)
    assert made.hub.asked == ["me"]
    await made.fetcher.fetch_facts()
    made.hub.asked.clear()
    await made.fetcher.fetch_facts()
    assert made.hub.asked == ["me"]
    made.fetcher.want_messages()
    await made.fetcher.fetch_facts()
    assert made.hub.asked == ["me", "me", "messages"]


async def test_facts_of_oneself_are_one_s_own_and_those_of_others_are_not(made: Made) -> None:
    assert made.fetcher.apply_person(ANNA) is None, "nobody is signed in"
    await made.fetcher.fetch_facts()
    assert made.fetcher.apply_person(msgspec.structs.replace(ANNA, extension="2042", name="Per Berg")) is None
    mine = made.fetcher.apply_person(msgspec.structs.replace(ANNA, title="Chef", mobile=""))
    assert mine is not None
    assert mine.person is not None
    assert (mine.person.title, mine.person.mobile) == ("Chef", "0701740601"), "what an event does not carry stays"
    assert made.known.me is mine


async def test_preferences_are_taken_only_for_whoever_is_still_signed_in_and_where_nothing_newer_came(made: Made) -> None:
    me = made.hub.who
    await made.fetcher.fetch_preferences(me)
    assert made.told == [], "nobody is signed in"
    made.known.me = me
    await made.fetcher.fetch_preferences(me)
    assert made.told == [PreferencesChanged(wire.PreferencesView(Preferences()))]
    assert made.known.preferences is made.hub.choices
    made.known.me = msgspec.structs.replace(me, username="per")
    await made.fetcher.fetch_preferences(me)
    made.known.me = me

    def whole() -> None:
        made.fetcher._wholes += 1

    made.hub.meanwhile = whole
    await made.fetcher.fetch_preferences(me)
    assert len(made.told) == 1


async def test_preferences_that_are_refused_or_nobody_s_change_nothing(made: Made) -> None:
    await made.fetcher.fetch_facts()
    before = made.known.preferences
    made.told.clear()

    def refuse() -> None:
        raise Unavailable("hub-unreachable")

    made.hub.meanwhile = refuse
    await made.fetcher.fetch_preferences(made.hub.who)
    made.hub.meanwhile, made.hub.choices = lambda: None, None
    await made.fetcher.fetch_preferences(made.hub.who)
    assert (made.known.preferences, made.told) == (before, [])


async def test_whoever_s_facts_changed_stands_so_in_the_directory_and_is_told(made: Made) -> None:
    made.hub.who = wire.Me("visare", ["employee"], {})  # an account that is no person
    await made.fetcher.fetch_facts()
    made.told.clear()
    assert made.fetcher.apply_person(msgspec.structs.replace(ANNA, title="Chef", mobile="")) is None
    chief = msgspec.structs.replace(ANNA, title="Chef")
    stranger = wire.PersonView("2099", "Ny Här", "bygg", "Bygg", "bygg")
    made.fetcher.apply_person(stranger)
    assert made.told == [PersonSeen(chief), PersonSeen(stranger)]
    assert made.known.people == [chief], "whoever is not in the directory yet comes with it"


async def test_facts_that_change_while_the_directory_is_on_its_way_have_it_fetched_again(made: Made) -> None:
    def changes() -> None:
        made.hub.while_people = lambda: None
        made.fetcher.apply_person(ANNA)

    made.hub.while_people = changes
    kept: list[list[str]] = []
    await made.fetcher.keep_fetching(lambda: True, lambda: kept.append(list(made.hub.asked)))
    assert kept == [["me", "people", "messages", "me", "people"]]
    made.hub.asked.clear()
    made.fetcher.apply_person(ANNA)
    await made.fetcher.keep_fetching(lambda: True, lambda: None)
    assert made.hub.asked == ["me"], "a page that came before needs no other"


async def test_preferences_that_were_asked_for_before_all_was_fetched_anew_are_the_older_ones(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made.fetcher.fetch_facts()
    older, newer = made.hub.choices, wire.PreferencesView(Preferences(lunch_minutes=45))
    with monkeypatch.context() as patched:

        async def slow(hub: Hub, me: wire.Me) -> wire.PreferencesView | None:
            patched.undo()
            hub.choices = newer
            await made.fetcher.fetch_facts()
            return older

        patched.setattr(fetcher, "own_preferences", slow)
        await made.fetcher.fetch_preferences(made.hub.who)
    assert made.known.preferences is newer
    assert not [told for told in made.told if isinstance(told, PreferencesChanged)]
