"""What events do not carry is fetched, and fetched again when it failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.session_events import FactsChanged, PreferencesChanged, SessionEvent
from kalix_presence.client.sync import fetcher
from kalix_presence.client.sync.fetcher import Fetcher
from kalix_presence.client.sync.known import Known
from kalix_presence.model.preferences import Preferences
from tests.client.house import desk, until
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


class Hub:
    """A hub that answers at once, and says what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.who = wire.Me("anna", ["employee"], {}, ANNA)
        self.choices = wire.PreferencesView(Preferences())
        self.meanwhile: Callable[[], None] = lambda: None

    async def me(self) -> wire.Me:
        self.asked.append("me")
        return self.who

    async def reasons(self) -> wire.ReasonsView:
        return wire.ReasonsView([])

    async def everybody(self, *, standings: bool = True) -> list[wire.PersonView]:
        self.asked.append("people")
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

        async def own(hub: Hub, me: wire.Me) -> wire.PreferencesView:
            hub.meanwhile()
            return hub.choices

        monkeypatch.setattr(fetcher, "own_preferences", own)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    return Made(monkeypatch)


async def test_all_that_was_fetched_is_told_together(made: Made) -> None:
    await made.fetcher.fetch_facts()
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
    assert made.told == [PreferencesChanged(made.hub.choices)]
    made.known.me = msgspec.structs.replace(me, username="per")
    await made.fetcher.fetch_preferences(me)
    made.known.me = me

    def whole() -> None:
        made.fetcher._wholes += 1

    made.hub.meanwhile = whole
    await made.fetcher.fetch_preferences(me)
    assert len(made.told) == 1
