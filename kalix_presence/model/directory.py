"""The directory: people, units and administrations, and texts without case and accents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit ("enhet"). Its `parent` is another unit's code; a unit without parent is an administration ("förvaltning")."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who holds an extension. Numbers are as dialled; `language` is sv, en or fi; `deputy` an extension; `place` where
    they sit ("Kommunhuset, plan 2").

    `id` is who they are, whatever extension they hold: random, the same for as long as they are in the directory, and never
    told to clients; "" for somebody who is not kept yet. `reference` is what the staff register calls them, "" when unknown.
    `does` is what the accepted sketch says they do, beside the `duties` that the directory gives them: people are found by it,
    but it gives no right, and is kept with the sketch.
    """

    extension: str
    given_name: str
    family_name: str
    unit: str
    administration: str
    title: str = ""
    direct: str = ""
    mobile: str = ""
    email: str = ""
    deputy: str | None = None
    duties: tuple[str, ...] = ()
    language: str = "sv"
    place: str = ""
    reference: str = ""
    id: str = ""
    does: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Given and family name, as said in a greeting."""
        return f"{self.given_name} {self.family_name}".strip()


# What has no accent to take away and is typed as these all the same.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def folded(text: str) -> str:
    """`text` without case and accents, so that "soderstrom" and "SÖDERSTRÖM" are the same."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain.translate(_PLAIN)) if not unicodedata.combining(sign))
