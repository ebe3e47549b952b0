"""Whether the switchboard can be rung, and what callers hear before it: the queue and its members, music, ringing tones."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping

from kalix_presence.hub.pbx.asterisk.joining import Joining
from kalix_presence.hub.pbx.asterisk.paths import Way, way
from kalix_presence.model.errors import PresenceError, Unavailable

Found = tuple[str, PresenceError]

NOBODY = {"unavailable", "invalid"}
"""A member whose phone is gone or was never there."""
EMPTY_WORDS = {"strict": {"invalid", "unavailable", "paused"}, "yes": {"invalid", "paused"}, "loose": {"invalid"}}
"""What Asterisk takes older words of leavewhenempty for."""
TALKING = {"inuse", "ringing", "wrapup"}


class Switchboard:
    """The rules for the switchboard; `values` are those of the site file."""

    def __init__(self, joining: Joining, values: Mapping[str, str]) -> None:
        self._joining, self._values = joining, values

    async def faults(self) -> AsyncIterator[Found]:
        """All that is wrong."""
        queue, dial = self._values.get("KALIX_SWITCHBOARD_QUEUE", ""), self._values.get("KALIX_SWITCHBOARD_DIAL", "")
        if not queue:
            parts = [part for part in dial.split("&") if part]
            if not any([await self._rings(part) for part in parts]):
                yield "switchboard", Unavailable("asterisk-switchboard", there=dial)
        elif not await self._joining.queue(queue):
            yield "switchboard", Unavailable("asterisk-queue", queue=queue)
        else:
            async for found in self._waiting(queue):
                yield found
        async for found in self._tones():
            yield found

    async def _rings(self, part: str) -> bool:
        if "," in part:  # the rest would be taken for Dial's own time and options
            return False
        local = re.fullmatch(r"Local/([^@/]+)@([^/]+)(/\w*)?", part)
        if local is not None:
            # Our own line for the switchboard would ring it by itself, and end there.
            return local[2] != "kalix-presence" and await self._joining.exists(local[2], local[1])
        technology, _, name = part.partition("/")
        if technology != "PJSIP" or not re.fullmatch(r"[\w.-]+", name):
            return bool(name)
        return await self._joining.functions([f"PJSIP_ENDPOINT({name},context)"]) != [""]

    async def _waiting(self, queue: str) -> AsyncIterator[Found]:
        """Nobody waits for nobody, nobody is turned away for waiting, and there is music where music is promised."""
        settings = await self._joining.settings("queues.conf", queue)
        if settings is not None:  # a queue may come from elsewhere, Realtime for instance
            said = dict(settings)
            leaves, joins = _words(said.get("leavewhenempty", "")), _words(said.get("joinempty", ""))
            if not leaves >= NOBODY:
                yield "switchboard", Unavailable("asterisk-queue-leave", queue=queue, there=said.get("leavewhenempty", ""))
            if joins & TALKING:
                yield "switchboard", Unavailable("asterisk-queue-join", queue=queue, there=said.get("joinempty", ""))
            members = [text.lstrip("> ").split(",")[0].strip() for name, text in settings if name == "member"]
            states = await self._joining.functions([f"DEVICE_STATE({member})" for member in members])
            for member, state in zip(members, states, strict=True):
                if state == "INVALID":
                    yield "switchboard", Unavailable("asterisk-queue-member", queue=queue, member=member)
        listed = (await self._joining.functions([f"QUEUE_MEMBER_LIST({queue})"]))[0]
        for member in [each for each in listed.split(",") if each]:
            local = re.fullmatch(r"Local/([^@/]+)@([\w.-]+)(/\w*)?", member)
            if local is not None and await self._away_too(local[2], local[1]):
                yield "switchboard", Unavailable("asterisk-queue-member-away", queue=queue, member=member)
        if self._values.get("KALIX_SWITCHBOARD_HEARS") == "music":
            music = dict(settings or ()).get("musicclass", "default")
            if not await self._joining.plays(music):
                yield "switchboard", Unavailable("asterisk-music", queue=queue, music=music)

    async def _away_too(self, context: str, number: str) -> bool:
        """Whether a member's own absence counts: then its phone, when it is busy or away, leads back into the queue."""
        if context == "kalix-presence":
            return True
        return await way(self._joining, context, number, lambda step: bool(step.phones)) is Way.JOINS

    async def _tones(self) -> AsyncIterator[Found]:
        """After an announcement, ringing is a tone of Asterisk's own."""
        general = await self._joining.settings("indications.conf", "general")
        country = dict(general or ()).get("country", "")
        tones = await self._joining.settings("indications.conf", country) if country else None
        if "ring" not in dict(tones or ()):
            yield "switchboard", Unavailable("asterisk-tones", there=country)


def _words(said: str) -> set[str]:
    words = {word.strip() for word in said.casefold().split(",")}
    return words.union(*(EMPTY_WORDS.get(word, set()) for word in words))
