"""The words of the table "who sees this?": what is known of somebody, who reads it, and how much of it they see."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kalix_presence.model.reason import Reasons
from kalix_presence.model.words import Words


class Field(StrEnum):
    """Something that is known of a person."""

    REASON = "reason"
    """Of an absence that is no secret."""
    SENSITIVE_REASON = "sensitive_reason"
    NOTE = "note"
    PLANS = "plans"
    LINE = "line"
    MOBILE = "mobile"
    FORWARD_NUMBER = "forward_number"
    """A number of no one in the house to which calls go."""


class Reader(StrEnum):
    """Who reads, as seen from the person of whom it is."""

    SELF = "self"
    COLLEAGUE = "colleague"
    """Whoever signs in, of any unit."""
    DEPUTY = "deputy"
    """Whoever is asked to cover, or does."""
    DELEGATE = "delegate"
    """Whom the person lets see their plans."""
    HEAD = "head"
    RECEPTIONIST = "receptionist"
    OFFICER = "officer"
    """Telephone officer of the person's administration."""
    OTHER_OFFICER = "other_officer"
    ADMINISTRATOR = "administrator"


class Sees(StrEnum):
    """How much of a field a reader sees."""

    ALL = "all"
    PLAIN = "plain"
    """That there is an absence, with the word that the site shows instead of a sensitive reason, and no note."""
    NOTHING = "nothing"


def said_of(field: str, by: Mapping[str, str], words: Words, reasons: Reasons) -> tuple[str, list[str]] | None:
    """What a field is called, and who sees how much of it, in sentences. None where there is nothing to tell of: a field that a
    newer hub knows, and a sensitive reason where the site has none.

    Readers and measures that a newer hub knows are left out: then nothing is said of everybody.
    """
    if field not in {each.value for each in Field}:
        return None
    hidden = [reason.name(words.language) for reason in reasons if reason.sensitive]
    if field == Field.SENSITIVE_REASON and not hidden:
        return None
    title = words.say(f"seen.field-{field}", reasons=", ".join(hidden))
    if set(by) == set(Reader) and set(by.values()) == {Sees.ALL}:
        return title, [words.say("seen.everybody")]
    lines = []
    for sees in Sees:
        who = [words.say(f"seen.reader-{reader}") for reader in Reader if by.get(reader) == sees]
        if who:
            lines.append(words.say(f"seen.sees-{sees}", who=", ".join(who)))
    if field == Field.PLANS and by.get(Reader.DEPUTY) != Sees.NOTHING:
        lines.append(words.say("seen.deputy-once"))
    return title, lines
