"""What the catalogue says of a refusal, and the language a reader asked for."""

from __future__ import annotations

from kalix_presence import shipped
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.words import LANGUAGES


def language_of(accept: str) -> str:
    """The best of sv, en and fi for an Accept-Language header; Swedish when it names none of them."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(",")[:20]:
        tag, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.partition("q=")[2] or 1)
        except ValueError:
            weight = 0.0
        wanted.append((-weight, tag.partition("-")[0].lower()))
    return next((tag for weight, tag in sorted(wanted, key=lambda one: one[0]) if tag in LANGUAGES and weight < 0), "sv")


def sentence(error: PresenceError, language: str) -> str:
    """What the catalogue says of `error`."""
    return shipped.sentence(error, language) or shipped.words(language).say("errors.unexpected")
