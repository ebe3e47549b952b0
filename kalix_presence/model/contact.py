"""What may be given away of a person, and the contact card (vCard) that it makes, with the direct number (P10). Pure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kalix_presence.model.errors import BadInput
from kalix_presence.model.safe_names import safe_stem


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
    family_name: str = ""
    """The end of `name`; "" where only the whole is known: then it is the last word."""
    address: str = ""
    """Of the workplace, on one line."""
    web: str = ""
    """The organisation's, as https://…"""


def vcard(contact: Contact, country: str = "SE") -> str:
    """The card as vCard 3.0 (RFC 2426); lines end with CR LF, as it asks. The number is one that is dialled from anywhere
    (E.164): `country` (ISO 3166) is where it belongs when it does not say so.

    Not 4.0 (RFC 6350): of what stands here it can say no more, and fewer read it. Outlook converts by RFC 2426 (MS-OXVCARD),
    contact apps of many Android phones refuse 4.0 as an unknown format, and iOS, Android and Outlook all read 3.0. Not 2.1
    either, which iOS refuses.
    """
    family = contact.family_name if contact.name.endswith(f" {contact.family_name}") else contact.name.rpartition(" ")[2]
    given = contact.name.removesuffix(family).strip()
    organisation = [part for part in (contact.organisation, contact.administration, contact.unit) if part]
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        f"FN:{_escaped(contact.name)}",
        f"ORG:{';'.join(map(_escaped, dict.fromkeys(organisation)))}" if organisation else "",
        f"TITLE:{_escaped(contact.title)}" if contact.title else "",
        f"TEL;TYPE=WORK,VOICE:{dialled_number(contact.direct, country)}" if contact.direct else "",
        f"EMAIL;TYPE=INTERNET:{_escaped(contact.email)}" if contact.email else "",
        f"ADR;TYPE=WORK:;;{_escaped(contact.address)};;;;" if contact.address else "",
        f"URL:{one_line(contact.web)}" if contact.web else "",
        f"NOTE:{_escaped(contact.phone_hours)}" if contact.phone_hours else "",
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def file_name(contact: Contact) -> str:
    """A name for the card's file that every system takes."""
    return f"{safe_stem(contact.name) or 'contact'}.vcf"


def _escaped(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def one_line(text: str) -> str:
    """`text` on one line, without the signs that nobody sees: a card or a page would be read otherwise with them."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def dialled_number(number: str, country: str) -> str:
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
