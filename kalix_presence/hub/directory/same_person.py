"""Whether a line of a people file is about whoever holds its extension, or about somebody else who has been given it."""

from __future__ import annotations

from kalix_presence.hub.directory.people_file import PersonRow
from kalix_presence.model.directory import Person


def is_same(holder: Person, username: str, row: PersonRow, key: str = "") -> bool:
    """Whether `row` is `holder`, who signs in as `username` ("" for nobody who signs in), and whom the row's source calls `key`
    for good ("" where it has never named them): with that on both sides it says yes, and no unless the staff register says yes.

    The first of these that both sides know and that agrees says yes: the staff register's own word (which alone says no as
    well), the user name, the whole name, the e-mail address. An address that several use is nobody's: with another user name
    and neither given nor family name in common it is somebody else. What says nothing at all means somebody else, because
    taking a successor for the same person shows them the illnesses of the one before.
    """
    wanted = row.person
    if key and row.key:
        return key == row.key or bool(holder.reference and holder.reference == wanted.reference)
    if holder.reference and wanted.reference:
        return holder.reference == wanted.reference
    if username and username == row.username:
        return True
    given = _same(holder.given_name, wanted.given_name)
    family = _same(holder.family_name, wanted.family_name)
    if given and family:
        return True
    if not _same(holder.email, wanted.email):
        return False
    return given or family or not (username and row.username)


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
