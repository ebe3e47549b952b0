"""The directory: people, units and administrations, and finding somebody in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit ("enhet"). Its `parent` is another unit's code; a unit without parent is an administration ("förvaltning")."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an extension. Numbers are as dialled; `language` is sv, en or fi; `deputy` an extension; `place` where
    they sit ("Kommunhuset, plan 2")."""

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

    @property
    def name(self) -> str:
        """Given and family name, as said in a greeting."""
        return f"{self.given_name} {self.family_name}".strip()


def folded(text: str) -> str:
    """`text` without case and accents, so that "soderstrom" and "SÖDERSTRÖM" are the same."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def search(people: Iterable[Person], query: str) -> list[Person]:
    """Those who match every word of `query`, best first: a name or extension that begins so, then a duty, title or unit that
    does, then anything that holds it somewhere; of equals by family name, given name, extension.

    An empty query finds everybody. Mobile numbers are not searched: finding somebody by one would give it away.
    """
    words = folded(query).replace("-", " ").split()
    found: list[tuple[int, tuple[str, str], str, Person]] = []
    for person in people:
        own, work = _texts(person.extension, person.name, (*person.duties, person.title, person.unit, person.direct))
        ranks = [_rank(word, own, work) for word in words]
        if None not in ranks:
            rank = max((rank for rank in ranks if rank is not None), default=0)
            found.append((rank, _order(person.family_name, person.given_name), person.extension, person))
    found.sort(key=lambda hit: hit[:3])
    return [person for *_, person in found]


def _rank(word: str, own: str, work: str) -> int | None:
    """How well one word fits; smaller is better, None is not at all. The texts have a space before each of their words."""
    if f" {word}" in own:
        return 0
    if f" {word}" in work:
        return 1
    return 2 if word in own or word in work else None


@lru_cache(maxsize=32_768)
def _texts(extension: str, name: str, work: tuple[str, ...]) -> tuple[str, str]:
    return folded(f" {extension} {name}").replace("-", " "), folded(" " + " ".join(work)).replace("-", " ")


@lru_cache(maxsize=32_768)
def _order(family_name: str, given_name: str) -> tuple[str, str]:
    return folded(family_name), folded(given_name)
