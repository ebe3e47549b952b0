"""Whoever guesses has to wait at the next hub as at the one before; nothing that is kept names anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.access.kept_tries import KeptTries
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.named_values import read_setting
from kalix_presence.model.errors import TooMany
from tests.clocks import Clock

GUESSER = Trying("anna", "192.0.2.7")


def hub(store: Store, clock: Clock) -> tuple[Guessing, KeptTries]:
    guessing = Guessing(SignInSection())
    return guessing, KeptTries(guessing, store, clock=clock, steady=clock.steady)


def wait(guessing: Guessing, trying: Trying, clock: Clock) -> int:
    try:
        guessing.refuse(trying, clock.steady())
    except TooMany as refused:
        return int(str(refused.params["seconds"]))
    return 0


async def test_waits_go_on_at_the_next_hub_where_they_were(tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "hub.db"), Clock()
    first, kept = hub(store, clock)
    await kept.load()
    for _ in range(9):
        first.count(GUESSER, clock.steady())
    await kept.keep()
    assert wait(first, GUESSER, clock) == 64
    clock.move(seconds=10)
    second, again = hub(store, clock)
    assert wait(second, GUESSER, clock) == 0
    await again.load()
    assert wait(second, GUESSER, clock) == wait(first, GUESSER, clock) == 54
    assert wait(second, Trying("per", "192.0.2.8"), clock) == 0
    second.count(GUESSER, clock.steady())
    assert wait(second, GUESSER, clock) == 900, "the tenth: locked"
    second.forgive(GUESSER)
    assert wait(second, GUESSER, clock) == 0
    await again.keep()
    third, last = hub(store, clock)
    await last.load()
    assert wait(third, GUESSER, clock) == 0, "what was forgiven is forgiven there too"
    store.close()


async def test_what_is_kept_names_nobody_and_is_not_written_again_when_nothing_is_new(tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "hub.db"), Clock()
    guessing, kept = hub(store, clock)
    await kept.load()
    await kept.keep()
    assert await store.read(lambda sql: read_setting(sql, "sign_in_tries")) is None
    guessing.count(GUESSER, clock.steady())
    await kept.keep()
    text = await store.read(lambda sql: read_setting(sql, "sign_in_tries"))
    assert text is not None
    assert "anna" not in text
    assert "192.0.2" not in text
    clock.move(seconds=1)
    await kept.keep()
    assert await store.read(lambda sql: read_setting(sql, "sign_in_tries")) == text
    store.close()


async def test_what_counts_no_longer_is_forgotten(tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "hub.db"), Clock()
    guessing, kept = hub(store, clock)
    await kept.load()
    guessing.count(GUESSER, clock.steady())
    clock.move(seconds=15 * 60)
    guessing.count(Trying("per", "192.0.2.8"), clock.steady())
    await kept.keep()
    text = await store.read(lambda sql: read_setting(sql, "sign_in_tries"))
    assert text is not None
    assert text.count("[") == 1 + 3, "the three of the second try"
    store.close()


@pytest.mark.parametrize("spoilt", ["", "no JSON", "{}"])
async def test_a_value_that_is_none_of_ours_keeps_no_hub_from_serving(tmp_path: Path, spoilt: str) -> None:
    from kalix_presence.hub.store.named_values import put_setting

    store, clock = Store(tmp_path / "hub.db"), Clock()
    await store.write(lambda change: put_setting(change.sql, "sign_in_tries", spoilt))
    guessing, kept = hub(store, clock)
    await kept.load()
    assert wait(guessing, GUESSER, clock) == 0
    store.close()
