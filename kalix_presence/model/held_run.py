"""A held run: what a source of the directory would do, and waits for an administrator's yes or no."""

from __future__ import annotations

from enum import StrEnum


class HeldKind(StrEnum):
    """What one line of the difference says, in the order in which they are shown: first what the answer is about."""

    REMOVED = "removed"
    """Somebody would be taken out of the directory."""
    PASSED = "passed"
    """An extension would be somebody else's: before and after are names."""
    MOVED = "moved"
    """Somebody would have another extension: before and after are extensions."""
    ACCOUNT = "account"
    """An account would be new, have other roles or another name."""
    ADDED = "added"
    """Somebody would be new."""
    CHANGED = "changed"
    """A fact of somebody would be another."""
    UNIT = "unit"
    """A unit would be new, or called otherwise."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> HeldKind:
        """A kind that a newer hub knows reads as unknown rather than breaking an older client."""
        return cls.UNKNOWN


class HeldAnswer(StrEnum):
    """What an administrator has said to a held run: NONE so far, YES (do it, exactly this), NO (do none of it)."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> HeldAnswer:
        """An answer that a newer hub knows reads as unknown."""
        return cls.UNKNOWN


class SourceKind(StrEnum):
    """Where a source's people come from."""

    FILE = "csv"
    LDAP = "ldap"
    ACTIVE_DIRECTORY = "active-directory"
    SCIM = "scim"
    """A directory service pushes them."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> SourceKind:
        """A kind that a newer hub knows reads as unknown."""
        return cls.UNKNOWN
