"""Preferences: everybody's own, the newest alone; one that cannot be read keeps nobody else's back."""

from __future__ import annotations

from pathlib import Path

from structlog.testing import capture_logs

from kalix_presence.hub.store import preferences
from kalix_presence.model.preferences import Preferences
from tests.hub.store.kept import opened

ONE, TWO = Preferences(copy_by_mail=True), Preferences(copy_by_sms=True)


async def test_what_was_chosen_last_is_read_of_everybody_or_of_some(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for extension, chosen in (("2041", TWO), ("2042", TWO), ("2041", ONE)):
            await store.write(lambda change, e=extension, c=chosen: preferences.put_preferences(change, e, c))
        assert await store.read(preferences.read_preferences) == {"2041": ONE, "2042": TWO}
        assert await store.read(lambda sql: preferences.read_preferences(sql, ["2043", "2042"])) == {"2042": TWO}
        assert await store.read(lambda sql: preferences.read_preferences(sql, [])) == {}


async def test_one_that_cannot_be_read_is_left_out_and_logged(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for extension in ("2041", "2042", "2043"):
            await store.write(lambda change, e=extension: preferences.put_preferences(change, e, ONE))
        for extension, odd in (("2041", b"{"), ("2043", b'"\xff"')):
            await store.write(
                lambda change, e=extension, odd=odd: (
                    change.sql.execute("UPDATE preference SET body = ? WHERE extension = ?", (odd, e)).rowcount
                )
            )
        with capture_logs() as lines:
            assert await store.read(preferences.read_preferences) == {"2042": ONE}
        assert [(each["event"], each["extension"]) for each in lines] == [
            ("preferences-unreadable", "2041"),
            ("preferences-unreadable", "2043"),
        ]
