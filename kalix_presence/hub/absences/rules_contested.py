"""Rules that somebody else writes again and again: another hub at the same PBX, or an old script. Said once, and no war."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

log = structlog.get_logger("kalix.contested")

IN_A_ROW = 3
"""So often a rule is put right at once; a hand at the PBX, or a backup that was put back, does it once."""
CALM = 10
"""After so many rounds in which it was right all is forgotten."""
MOST_REST = 32
"""Rounds that are waited at most until it is tried again."""
TROUBLE = "pbx-contested"


@dataclass(slots=True)
class _Rule:
    healed: int = 0
    rest: int = 0
    right: int = 0


class RulesContested:
    """Which rules these are, round by round of the reconciler. Each try waits twice as long as the one before: two hubs would
    undo each other's work for ever, and the phone of somebody away would ring every other minute."""

    def __init__(self) -> None:
        self._rules: dict[str, _Rule] = {}
        self._told = False

    def __len__(self) -> int:
        return sum(1 for rule in self._rules.values() if rule.healed >= IN_A_ROW)

    def wrong(self, extension: str) -> bool:
        """It is not what it should be, once more; whether it is to be put right in this round."""
        rule = self._rules.setdefault(extension, _Rule())
        rule.right = 0
        if rule.rest:
            rule.rest -= 1
            return False
        rule.healed += 1
        if rule.healed >= IN_A_ROW:
            rule.rest = min(2 ** (rule.healed - IN_A_ROW + 1), MOST_REST)
        if rule.healed == IN_A_ROW and not self._told:
            self._told = True
            log.warning("rules-contested", extension=extension, healed=rule.healed)
        return True

    def right(self, extension: str) -> None:
        """It is what it should be."""
        rule = self._rules.get(extension)
        if rule is None:
            return
        rule.right += 1
        rule.rest = max(0, rule.rest - 1)
        if rule.right >= CALM:
            del self._rules[extension]
            if self._told and not len(self):
                self._told = False
                log.info("rules-no-longer-contested")
