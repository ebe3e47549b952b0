"""The signature under what is written: the site's template filled in for one person, as text, HTML and RTF (P10). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import Formatter
from urllib.parse import quote

from kalix_presence.model.contact import Contact, dialled_number, one_line
from kalix_presence.model.plain_text import can_be_shown, is_one_line

TEMPLATE = ("{name}", "{title}", "{workplace}", "{telephone} {direct}", "{phone_hours}", "{email}", "{address}", "{web}")
"""What a site has that has written none."""
FIELDS = (
    "name",
    "title",
    "unit",
    "administration",
    "organisation",
    "workplace",
    "telephone",
    "direct",
    "phone_hours",
    "email",
    "address",
    "web",
)
"""What a template may name: `workplace` is unit, administration and organisation, each once; `telephone` the word before the
direct number, in the language of whose signature it is."""
NEEDED = ("name", "direct")
"""What a template has to name: the direct number stands in all correspondence."""
MOST_LINES, LONGEST = 20, 200


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `field` is what it is of `FIELDS`, "" for the site's own words."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature in the ways in which e-mail programs take it."""

    text: str
    html: str
    rtf: str


def template_fault(lines: Sequence[str]) -> str | None:
    """What is wrong with a template, as words for a policy file: it cannot be filled in, or leaves out what has to be there.
    None when it is fine."""
    if len(lines) > MOST_LINES:
        return f"a signature has at most {MOST_LINES} lines"
    named: set[str] = set()
    for line in lines:
        if len(line) > LONGEST:
            return f"a line of the signature is longer than {LONGEST} characters"
        if not can_be_shown(line) or not is_one_line(line):
            return "a line of the signature has signs in it that nobody sees, or a line break"
        try:
            pieces = list(Formatter().parse(line))
        except ValueError:
            return f"the signature has a brace without its other one: {line}"
        for _, name, form, conversion in pieces:
            if name is not None and (name not in FIELDS or form or conversion):
                return f"the signature names {{{name}}}; known are {', '.join(FIELDS)}"
            named.add(name or "")
    missing = [name for name in NEEDED if name not in named]
    return f"the signature does not name {{{missing[0]}}}" if missing else None


def filled(contact: Contact, template: Sequence[str], *, telephone: str) -> list[list[Part]]:
    """The lines of a signature; one that names something that is not known of the person is left out. `telephone` is the word
    before the direct number ("Direkt"). A template with a `template_fault` (a newer hub's) is `TEMPLATE` here."""
    if template_fault(template) is not None:
        template = TEMPLATE
    known = _known(contact) | {"telephone": telephone}
    lines = []
    for line in template:
        parts: list[Part] = []
        whole = True
        for words, name, _, _ in Formatter().parse(line):
            if words:
                parts.append(Part(words))
            if name is not None:
                whole = whole and bool(known[name])
                parts.append(Part(known[name], name))
        if whole and any(part.text.strip() for part in parts):
            lines.append(parts)
    return lines


def signature(contact: Contact, template: Sequence[str] = TEMPLATE, *, telephone: str) -> str:
    """As lines of plain text."""
    return "\n".join("".join(part.text for part in line) for line in filled(contact, template, telephone=telephone))


def signature_html(contact: Contact, template: Sequence[str] = TEMPLATE, *, telephone: str, language: str, country: str) -> str:
    """As a page of its own, which e-mail programs take; number, address and web are links. Every sign past ASCII is a
    reference, so that no program reads it in another alphabet."""
    from html import escape  # a tray that nobody has opened does without

    lines = [
        "".join(_html_part(part, contact, country) for part in line) for line in filled(contact, template, telephone=telephone)
    ]
    inside = "<br>\n".join(lines)
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta http-equiv="Content-Type" '
        f'content="text/html; charset=us-ascii">\n<title>{escape(contact.name)}</title>\n</head>\n<body>\n'
        f'<p style="{STYLE}">\n{inside}\n</p>\n</body>\n</html>\n'
    )
    return page.encode("ascii", "xmlcharrefreplace").decode()


STYLE = "margin:0;font-family:Calibri,Arial,sans-serif;font-size:11pt;line-height:1.35;color:#1f1f1f"
LINK = "color:#1f1f1f;text-decoration:underline"


def signature_rtf(contact: Contact, template: Sequence[str] = TEMPLATE, *, telephone: str) -> str:
    """As RTF, ASCII alone."""
    lines = [
        "".join(f"{{\\b {_rtf(part.text)}}}" if part.field == "name" else _rtf(part.text) for part in line)
        for line in filled(contact, template, telephone=telephone)
    ]
    inside = "\\line\n".join(lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Calibri;}}}}\\f0\\fs22\n{inside}\\par\n}}\n"


def link_of(part: Part, contact: Contact, country: str) -> str:
    """Where a click on it leads; "" for what is no link."""
    makers: dict[str, Callable[[], str]] = {
        "direct": lambda: f"tel:{dialled_number(contact.direct, country)}",
        "email": lambda: f"mailto:{quote(part.text, safe='@')}",
        "web": lambda: part.text if is_web_address(part.text) else "",
    }
    made = makers.get(part.field)
    return made() if made is not None else ""


def is_web_address(text: str) -> bool:
    """Whether this is an address in the web that may be a link: https:// and a host, nothing that ends or hides it."""
    return re.fullmatch(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/%-]*)?", text) is not None


def _html_part(part: Part, contact: Contact, country: str) -> str:
    from html import escape

    words, link = escape(part.text), link_of(part, contact, country)
    if part.field == "web":
        words = escape(part.text.removeprefix("https://").rstrip("/"))
    if link:
        return f'<a href="{escape(link)}" style="{LINK}">{words}</a>'
    return f"<strong>{words}</strong>" if part.field == "name" else words


def _rtf(text: str) -> str:
    units = text.encode("utf-16-le", "replace")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(
        f"\\u{one}?" if not 32 <= one < 127 else f"\\{chr(one)}" if chr(one) in "\\{}" else chr(one) for one in numbers
    )


def _known(contact: Contact) -> dict[str, str]:
    workplace = ", ".join(dict.fromkeys(part for part in (contact.unit, contact.administration, contact.organisation) if part))
    told = {name: getattr(contact, name) for name in FIELDS if name not in ("workplace", "telephone")}
    return {name: one_line(text) for name, text in (told | {"workplace": workplace}).items()}
