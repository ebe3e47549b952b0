"""What an error means and what to do, for people: windows and commands say it alike."""

from __future__ import annotations

from kalix_presence import shipped
from kalix_presence.model.errors import PresenceError


def sentence(error: PresenceError, language: str) -> str:
    """In `language`: the hub's own sentence, else the catalogue's; the code itself for one of a newer hub."""
    said, words = error.params.get("detail"), shipped.words(language)
    if isinstance(said, str) and said:
        return said
    try:
        return words.say(f"errors.{error.code}", **error.params)
    except KeyError:
        return error.code
