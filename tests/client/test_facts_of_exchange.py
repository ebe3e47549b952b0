"""What is said of the exchange is what the hub says of it, in every language, and nothing where it says nothing."""

from __future__ import annotations

import itertools

import pytest

from kalix_presence import shipped, wire
from kalix_presence.client.facts import of_exchange, said_of_exchange
from kalix_presence.hub.pbx.capabilities import EndKept, ForeignChanges
from kalix_presence.model.words import LANGUAGES


def told(end: str, seen: str, seconds: float = 60.0) -> wire.ReasonsView:
    return wire.ReasonsView([], end_kept=end, by_hand_seen=seen, by_hand_seconds=seconds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_driver_may_say_has_words_of_its_own(language: str) -> None:
    words = shipped.words(language)
    said = {said_of_exchange(told(end, seen), words) for end, seen in itertools.product(EndKept, ForeignChanges)}
    assert len(said) == len(EndKept) * len(ForeignChanges)
    assert all("60" in said_of_exchange(told(end, "poll"), words) for end in EndKept)


def test_seconds_are_never_fewer_than_they_are() -> None:
    words = shipped.words("en")
    assert "within 8 seconds" in said_of_exchange(told("exact", "poll", 7.2), words)
    assert "within 1 seconds" in said_of_exchange(told("exact", "poll", 0.5), words)


@pytest.mark.parametrize("view", [None, wire.ReasonsView([]), told("sometimes", "perhaps")])
def test_of_a_hub_that_does_not_say_nothing_is_said(view: wire.ReasonsView | None) -> None:
    words = shipped.words("en")
    assert said_of_exchange(view, words) == words.say("check.exchange-unseen")


def test_what_is_known_of_the_two_is_said() -> None:
    assert of_exchange(told("none", "perhaps"))[:2] == ("check.ends-none", "")
    assert said_of_exchange(told("", "none"), shipped.words("en")) == shipped.words("en").say("check.by-hand-none")
