"""The directory: people, units and administrations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit ("enhet"). Its `parent` is another unit's code; a unit without parent is an administration ("förvaltning")."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an extension. Numbers are as dialled; `language` is sv, en or fi; `deputy` an extension."""

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

    @property
    def name(self) -> str:
        """Given and family name, as said in a greeting."""
        return f"{self.given_name} {self.family_name}".strip()
