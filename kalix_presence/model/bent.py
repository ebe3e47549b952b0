"""Why calls do not go where it was asked, in words."""

from __future__ import annotations

from kalix_presence.model.words import Words


def said_bent(code: str, words: Words) -> str:
    """Where calls go instead and why, in one sentence, for the error code of `wire.ShownAbsence.bent`."""
    return words.say(f"bent.{code}" if words.has(f"bent.{code}") else "bent.not-allowed")
