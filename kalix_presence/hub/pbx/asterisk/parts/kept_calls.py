"""What happened to calls while the hub was away, kept by the dialplan until it was taken over."""

from __future__ import annotations

from kalix_presence.hub.pbx.asterisk.journals import CALLS, COUNTS, RANG, TALKS, Journals
from kalix_presence.hub.pbx.asterisk.rule_text import read_call, read_count, read_rang, read_talk
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.protocol import CallRecord, RangFromPhone, Talked


class KeptCallsPart:
    """See `protocol.KeepsJournals`."""

    def __init__(self, journals: Journals) -> None:
        self._journals = journals

    @property
    def unread(self) -> int:
        """How many entries of its journals nobody could read."""
        return self._journals.unread

    async def calls(self) -> list[CallRecord]:
        """The dialplan's journal of calls, oldest first."""
        return sorted(await self._journals.entries(CALLS, read_call), key=lambda record: (record.at, record.key))

    async def forget_call(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(CALLS, key)

    async def rang(self) -> list[RangFromPhone]:
        """The dialplan's journal of calls back by the phone's code, oldest first."""
        return sorted(await self._journals.entries(RANG, read_rang), key=lambda rang: (rang.at, rang.key))

    async def forget_rang(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(RANG, key)

    async def conversations(self) -> list[Talked]:
        """The dialplan's journal of conversations, oldest first."""
        return sorted(await self._journals.entries(TALKS, read_talk), key=lambda talk: (talk.at, talk.key))

    async def forget_conversation(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(TALKS, key)

    async def counted_calls(self) -> list[CountedCall]:
        """The dialplan's journal of all that ended, oldest first."""
        return sorted(await self._journals.entries(COUNTS, read_count), key=lambda call: (call.at, call.key))

    async def forget_counted_call(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(COUNTS, key)
