"""How calls are led: a key of AstDB for each extension, written and read back."""

from __future__ import annotations

from collections.abc import Mapping

from kalix_presence.hub.pbx.asterisk.ami import Ami
from kalix_presence.hub.pbx.asterisk.database import Database, is_missing, value_of
from kalix_presence.hub.pbx.asterisk.rule_text import read_rule, rule_text
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule

FAMILY = "kalix"


class RulesPart:
    """See `protocol.HoldsRules`. `signals` is the policy's number, for rules that say none."""

    def __init__(self, ami: Ami, database: Database, signals: int) -> None:
        self._ami, self._database, self._signals = ami, database, signals

    async def apply(self, rule: ForwardingRule) -> None:
        """Write the rule's key and read it back, in one write to the PBX."""
        try:
            text = rule_text(rule)
        except ValueError:
            raise Unavailable("pbx-refused", action="apply") from None
        key = (("Family", FAMILY), ("Key", rule.extension))
        put, got = await self._ami.request_all([("DBPut", (*key, ("Val", text))), ("DBGet", key)])
        if not put.succeeded:
            raise Unavailable("pbx-refused", action="apply")
        if value_of(got) != text:
            raise Unavailable("pbx-not-confirmed")

    async def remove(self, extension: str) -> None:
        """Delete the rule's key and read back that it is gone."""
        key = (("Family", FAMILY), ("Key", extension))
        _, got = await self._ami.request_all([("DBDel", key), ("DBGet", key)])
        if got.succeeded:
            raise Unavailable("pbx-not-confirmed")
        if not is_missing(got):
            raise Unavailable("pbx-refused", action="remove")

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The rule's key, read now."""
        got = await self._ami.request("DBGet", ("Family", FAMILY), ("Key", extension))
        text = value_of(got)
        if text is None:
            if not is_missing(got):
                raise Unavailable("pbx-refused", action="read")
            return None
        return read_rule(extension, text, signals=self._signals)

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """All rules in the PBX."""
        found = await self._database.family(FAMILY)
        return {extension: read_rule(extension, text, signals=self._signals) for extension, text in found.items()}
