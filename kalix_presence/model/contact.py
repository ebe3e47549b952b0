"""A contact card (vCard) and the signature under a letter or an e-mail, both with the direct number (P10). Pure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kalix_presence.model.errors import BadInput


@dataclass(frozen=True, slots=True)
class Contact:
    """What may be given to anybody outside: never a private mobile number."""

    name: str
    title: str = ""
    unit: str = ""
    administration: str = ""
    organisation: str = ""
    direct: str = ""
    email: str = ""
    phone_hours: str = ""
    """When best reached, as one line for people; "" at any time."""


def vcard(contact: Contact, country: str = "SE") -> str:
    """The card as vCard 3.0 (RFC 2426); lines end with CR LF, as it asks. The number is one that is dialled from anywhere
    (E.164): `country` (ISO 3166) is where it belongs when it does not say so.

    Not 4.0 (RFC 6350): of what stands here it can say no more, and fewer read it. Outlook converts by RFC 2426 (MS-OXVCARD),
    contact apps of many Android phones refuse 4.0 as an unknown format, and iOS, Android and Outlook all read 3.0. Not 2.1
    either, which iOS refuses.
    """
    given, _, family = contact.name.rpartition(" ")
    organisation = [part for part in (contact.organisation, contact.administration, contact.unit) if part]
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        f"FN:{_escaped(contact.name)}",
        f"ORG:{';'.join(map(_escaped, dict.fromkeys(organisation)))}" if organisation else "",
        f"TITLE:{_escaped(contact.title)}" if contact.title else "",
        f"TEL;TYPE=WORK,VOICE:{_dialled(contact.direct, country)}" if contact.direct else "",
        f"EMAIL;TYPE=INTERNET:{_escaped(contact.email)}" if contact.email else "",
        f"NOTE:{_escaped(contact.phone_hours)}" if contact.phone_hours else "",
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def signature(contact: Contact, *, telephone: str) -> str:
    """Lines to put under what is written; `telephone` is the word before the direct number ("Direkt")."""
    lines = [
        contact.name,
        contact.title,
        ", ".join(dict.fromkeys(part for part in (contact.unit, contact.administration, contact.organisation) if part)),
        f"{telephone} {contact.direct}" if contact.direct else "",
        contact.phone_hours,
        contact.email,
    ]
    return "\n".join(line for line in lines if line)


def file_name(contact: Contact) -> str:
    """A name for the card's file that every system takes."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in contact.name).strip("-")
    return f"{kept or 'contact'}.vcf"


def _escaped(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _dialled(number: str, country: str) -> str:
    """A number as phones read it, at home and abroad; one that nobody can read keeps its digits and a leading plus."""
    from kalix_presence.model.phone_number import read_number

    with suppress(BadInput):
        return read_number(number, country)
    plus = "+" if number.strip().startswith("+") else ""
    return plus + "".join(sign for sign in number if sign.isascii() and sign.isdigit())


def _folded(line: str) -> str:
    """A line of at most 75 octets; what is longer goes on in the next after a space, never within a sign (RFC 2426, 2.6)."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > (75 if not parts else 74):
            parts.append(part)
            part, size = "", 0
        part, size = part + sign, size + wide
    return "\r\n ".join([*parts, part])
