"""Phone codes: those that were dialled, and what they mean while the hub is away."""

from __future__ import annotations

from kalix_presence.hub.pbx.asterisk.ahead_keys import AheadKeys
from kalix_presence.hub.pbx.asterisk.journals import CODES, Journals
from kalix_presence.hub.pbx.asterisk.rule_text import read_code
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.hub.pbx.protocol import PhoneCode


class CodesPart:
    """See `protocol.TakesCodes`."""

    def __init__(self, journals: Journals, ahead: AheadKeys) -> None:
        self._journals, self._ahead = journals, ahead

    async def codes(self) -> list[PhoneCode]:
        """The dialplan's journal, oldest first; an entry that is none is put aside, as in all journals."""
        await self._journals.look_aside()
        return sorted(await self._journals.entries(CODES, read_code), key=lambda code: (code.dialled_at, code.key))

    async def forget_code(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(CODES, key)

    async def know_ahead(self, ahead: KnownAhead) -> None:
        """Write what differs from the keys that the PBX has."""
        await self._ahead.write(ahead)
