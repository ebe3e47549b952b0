"""Copies that wait: each is wanted once, due at its moment, and goes out once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import copies, messages
from tests.clocks import NINE
from tests.hub.store.kept import message, opened

LATER = NINE + timedelta(minutes=5)


async def test_a_copy_is_wanted_once_and_due_from_its_moment_on_by_its_way_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: messages.put_message(change, message("m1"), now=NINE))
        for channel in ("mail", "mail", "sms"):
            await store.write(lambda change, c=channel: copies.want_copy(change, "m1", "2041", c, now=NINE))

        def due(channel: str, now: object) -> object:
            return store.read(lambda sql: copies.read_due(sql, channel, now=now))  # type: ignore[arg-type]

        [wanted] = await due("mail", NINE)  # type: ignore[misc]
        assert (wanted.message, wanted.extension, wanted.channel, wanted.tries) == ("m1", "2041", "mail", 0)
        assert await due("mail", NINE - timedelta(seconds=1)) == []  # type: ignore[misc]
        assert len(await due("sms", NINE)) == 1  # type: ignore[misc]

        assert await store.write(lambda change: copies.begin_sending(change, wanted.id))
        assert not await store.write(lambda change: copies.begin_sending(change, wanted.id)), "it would go out twice"
        assert await due("mail", LATER) == []  # type: ignore[misc]
        await store.write(lambda change: copies.try_again(change, wanted.id, at=LATER))
        assert await due("mail", NINE) == []  # type: ignore[misc]
        [again] = await due("mail", LATER)  # type: ignore[misc]
        assert again.tries == 1


async def test_what_was_being_sent_when_the_hub_was_killed_is_not_sent_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for one in ("m1", "m2"):
            await store.write(lambda change, m=one: messages.put_message(change, message(m), now=NINE))
            await store.write(lambda change, m=one: copies.want_copy(change, m, "2041", "mail", now=NINE))
        first, second = await store.read(lambda sql: copies.read_due(sql, "mail", now=NINE))
        await store.write(lambda change: copies.begin_sending(change, first.id))
        assert await store.write(lambda change: copies.end_unsure(change, "unsure")) == 1
        assert await store.read(lambda sql: copies.read_due(sql, "mail", now=NINE)) == [second]
        assert not await store.write(lambda change: copies.begin_sending(change, first.id))
        await store.write(lambda change: copies.end_copy(change, second.id, "sent"))
        assert await store.read(lambda sql: copies.read_due(sql, "mail", now=LATER)) == []
