"""The head of a letter with the direct number (P10): HTML, which word processors open and one writes on, and as A4 on paper.

Both say the same at the same places. What the directory holds is set as plain text, never as markup.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from html import escape
from importlib.util import find_spec
from pathlib import Path

from kalix_presence.model.contact import Contact, one_line
from kalix_presence.model.words import Words

TEMPLATE = """
#let told = json("letter.json")
#set document(title: told.title, author: told.organisation, date: none)
#set page(
  paper: "a4", margin: (left: 25mm, right: 20mm, top: 18mm, bottom: 28mm),
  footer: if told.foot.len() > 0 {
    line(length: 100%, stroke: 0.5pt + luma(140))
    v(-4pt)
    text(size: 8pt, fill: luma(60), told.foot.join("   ·   "))
  },
)
#set text(lang: told.language, size: 10.5pt, font: ("DejaVu Sans", "Libertinus Serif"), fallback: true)
#set par(leading: 0.65em)
#show heading: set text(size: 12pt)
#let empty(words) = text(fill: luma(90), words)
#grid(
  columns: (1fr, 70mm), gutter: 8mm,
  [
    #text(size: 14pt, weight: "bold", told.organisation) \\
    #told.workplace.map(each => text(size: 9pt, fill: luma(60), each)).join(linebreak())
  ],
  [
    #text(size: 8pt, fill: luma(60), told.handled-by) \\
    #strong(told.name) \\
    #told.about.join(linebreak())
  ],
)
#v(14mm)
#grid(
  columns: (1fr, 70mm), gutter: 8mm,
  empty(told.recipient), empty(told.date),
)
#v(20mm)
= #empty(told.subject)
#v(3mm)
#empty(told.text)
#v(14mm)
#told.greeting
#v(12mm)
#told.name
#if told.job != "" [\\ #told.job]
"""


Told = dict[str, str | list[str]]


def letterhead(contact: Contact, words: Words) -> Told:
    """What stands on this person's letter, by its place: a line or some; `foot` is the organisation at the foot of the page."""
    known = {name: one_line(text) for name, text in asdict(contact).items()}
    places = list(dict.fromkeys(filter(None, (known["organisation"], known["administration"], known["unit"]))))
    web = known["web"].removeprefix("https://").rstrip("/")
    direct = f"{words.say('cards.direct')} {known['direct']}" if known["direct"] else ""
    said = {
        name: words.say(f"cards.letter-{name}") for name in ("handled-by", "recipient", "date", "subject", "text", "greeting")
    }
    return {
        **said,
        "language": words.language,
        "title": words.say("cards.letter-title", name=known["name"]),
        "organisation": places[0] if places else "",
        "workplace": places[1:],
        "name": known["name"],
        "job": known["title"],
        "about": [line for line in (known["title"], direct, known["email"]) if line],
        "foot": [line for line in (known["organisation"], known["address"], web) if line],
    }


def letter_html(contact: Contact, words: Words) -> bytes:
    """As a page that word processors open to be written on: A4, tables for places, every sign past ASCII a reference."""
    told = letterhead(contact, words)
    plain = {name: escape(said) for name, said in told.items() if isinstance(said, str)}
    many = {name: [escape(line) for line in said] for name, said in told.items() if isinstance(said, list)}
    foot = " &#160;&#183;&#160; ".join(many["foot"])
    made = {
        "workplace": "".join(f'<p class="small">{line}</p>\n' for line in many["workplace"]),
        "about": "".join(f"<p>{line}</p>\n" for line in many["about"]),
        "foot": f'<p class="foot">{foot}</p>' if foot else "",
        "job": f"<p>{plain['job']}</p>" if plain["job"] else "",
    }
    return PAGE.format_map(plain | made).encode("ascii", "xmlcharrefreplace")


def can_set() -> bool:
    """Whether what sets paper is there: it belongs to the extra `report` of the package."""
    return find_spec("typst") is not None


def letter_pdf(contact: Contact, words: Words) -> bytes:
    """As a tagged PDF (PDF/UA-1), the same bytes for the same. Raises ImportError unless `can_set`."""
    import typst

    with tempfile.TemporaryDirectory(prefix="kalix-letter-") as name:
        folder = Path(name)
        (folder / "letter.json").write_text(json.dumps(letterhead(contact, words)), "utf-8")
        (folder / "letter.typ").write_text(TEMPLATE, "utf-8")
        made: bytes = typst.compile(str(folder / "letter.typ"), root=str(folder), pdf_standards=["ua-1"], font_paths=_fonts())
    return made


def _fonts() -> list[str]:
    """The folder of the fonts that matplotlib carries, where it is there: the same letters on every machine."""
    found = find_spec("matplotlib")
    place = found.submodule_search_locations if found is not None else None
    return [str(Path(place[0]) / "mpl-data/fonts/ttf")] if place else []


PAGE = """<!DOCTYPE html>
<html lang="{language}" xmlns:w="urn:schemas-microsoft-com:office:word">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=us-ascii">
<title>{title}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style>
@page Letter {{ size: 21cm 29.7cm; margin: 1.8cm 2cm 2cm 2.5cm }}
div.letter {{ page: Letter; max-width: 16.5cm; margin: 0 auto; padding: 1em 0 }}
body {{ font-family: Calibri, Arial, sans-serif; font-size: 11pt; color: #1f1f1f; background: #ffffff }}
p, h1, h2 {{ margin: 0; line-height: 1.35 }}
h1 {{ font-size: 15pt }}
h2 {{ font-size: 12pt }}
p.small {{ font-size: 9.5pt; color: #3c3c3c }}
span.fill {{ color: #5a5a5a }}
p.foot {{ font-size: 9pt; color: #3c3c3c; border-top: 1px solid #8c8c8c; padding-top: 4pt; margin-top: 48pt }}
td {{ vertical-align: top; padding: 0 }}
</style>
</head>
<body>
<div class="letter">
<table width="100%" cellspacing="0" cellpadding="0" role="presentation">
<tr>
<td width="58%">
<h1>{organisation}</h1>
{workplace}</td>
<td width="42%">
<p class="small">{handled-by}</p>
<p><strong>{name}</strong></p>
{about}</td>
</tr>
<tr><td height="50" colspan="2">&#160;</td></tr>
<tr>
<td><p><span class="fill">{recipient}</span></p></td>
<td><p><span class="fill">{date}</span></p></td>
</tr>
</table>
<p>&#160;</p>
<p>&#160;</p>
<h2><span class="fill">{subject}</span></h2>
<p>&#160;</p>
<p><span class="fill">{text}</span></p>
<p>&#160;</p>
<p>&#160;</p>
<p>{greeting}</p>
<p>&#160;</p>
<p>{name}</p>
{job}
{foot}
</div>
</body>
</html>
"""
