"""What an error means and what to do, for people: windows and commands say it alike."""

from __future__ import annotations

from kalix_presence import shipped
from kalix_presence.model.errors import PresenceError


def sentence(error: PresenceError, language: str) -> str:
    """In `language`: the hub's own sentence, else the catalogue's; the code itself for one of a newer hub."""
    said = error.params.get("detail")
    return said if isinstance(said, str) and said else shipped.sentence(error, language) or error.code
