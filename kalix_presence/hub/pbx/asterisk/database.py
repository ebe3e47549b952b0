"""Asterisk's own database (AstDB): what a family holds, and what an answer says of a key."""

from __future__ import annotations

from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAnswer
from kalix_presence.model.errors import Unavailable


class Database:
    """Reads it."""

    def __init__(self, ami: Ami) -> None:
        self._ami = ami

    async def family(self, family: str) -> dict[str, str]:
        """All keys of `family`. Raises Unavailable `pbx-refused` or `pbx-unreachable`."""
        answer = await self._ami.request("DBGetTree", ("Family", family))
        if not answer.succeeded and not is_missing(answer):
            raise Unavailable("pbx-refused", action="rules")
        prefix = f"/{family}/"
        return {
            event["Key"].removeprefix(prefix): event.get("Val", "")
            for event in answer.events
            if event.get("Key", "").startswith(prefix)
        }


def value_of(answer: AmiAnswer) -> str | None:
    """What DBGet found; None when it found nothing."""
    return answer.events[0].get("Val", "") if answer.succeeded and answer.events else None


def is_missing(answer: AmiAnswer) -> bool:
    """Whether the PBX says that there is no such key or family."""
    return answer.response.get("Message", "").startswith("Database entr")
