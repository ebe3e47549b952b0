"""The one way by which rules come into the PBX and go from it: a guardian, where there is one, is told."""

from __future__ import annotations

from kalix_presence.hub.guardian.link import GuardianLink
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.forwarding import ForwardingRule


class RuleWriter:
    """Raises what the PBX's own `apply` and `remove` raise."""

    def __init__(self, pbx: Pbx, guardian: GuardianLink | None = None) -> None:
        self.pbx = pbx
        self.guardian = guardian

    async def apply(self, rule: ForwardingRule) -> None:
        """Write the rule and read it back. A hub that dies in between leaves nothing that nobody ends."""
        if self.guardian is not None:
            await self.guardian.expect(rule)
        await self.pbx.apply(rule)

    async def remove(self, extension: str) -> None:
        """Remove the extension's rule and read back that it is gone."""
        await self.pbx.remove(extension)
        if self.guardian is not None:
            self.guardian.forget(extension)
