"""A link to a calendar file, asked with its ETag so that an unchanged one costs next to nothing."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.fetching import Fetcher, Login
from kalix_presence.hub.calendars.jobs import ReadWindow
from kalix_presence.hub.calendars.source import Reading
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.model.errors import Unavailable


class IcsLink:
    """Reads a file by GET, conditionally."""

    def __init__(self, fetcher: Fetcher, readers: Readers) -> None:
        self._fetcher, self._readers = fetcher, readers

    async def read(
        self, account: CalendarAccount, password: str, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> Reading:
        """See `CalendarSource.read`."""
        headers = {"Accept": "text/calendar"}
        if etag := account.mark.get("etag"):
            headers["If-None-Match"] = etag
        elif changed := account.mark.get("changed"):
            headers["If-Modified-Since"] = changed
        login = Login(account.address, account.username, password) if account.username else None
        answer = await self._fetcher.request("GET", account.address, headers=headers, login=login)
        if answer.status == 304:
            return Reading(None, account.mark)
        if answer.status != 200:
            raise Unavailable("calendar-unreachable", problem=str(answer.status))
        found = await self._readers.file(answer.content, ReadWindow(first, last, zone, owner))
        if found.cut_off and account.read_at is not None:
            raise Unavailable("calendar-cut-off")  # what was known stays: the rest of the file may still say it
        mark = {"etag": answer.headers.get("etag", ""), "changed": answer.headers.get("last-modified", "")}
        kept = {name: value for name, value in mark.items() if value}
        return Reading(found.entries, kept, lacks=found.lacks, left_out=found.left_out, unread=found.unread)

    def forget(self, account_id: str) -> None:
        """See `CalendarSource.forget`: nothing is kept here."""
