"""The report on paper, for the board: a tagged PDF (PDF/UA-1) of A4 pages, set by typst with the plots as SVG.

Whoever hears it read has a text for each plot, and its table; names that people chose are set as plain text, never as markup.
"""

from __future__ import annotations

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kalix_presence.report.chapters import Chapter, Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.drawing import can_draw, svg
from kalix_presence.report.periods import titled
from kalix_presence.report.values import unit_name

TEMPLATE = """
#let told = json("report.json")
#set document(title: told.title, author: told.author, date: none)
#set page(paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 22mm), numbering: "1", header: context {
  if counter(page).get().first() > 1 { text(size: 8pt, fill: luma(90), told.title) }
})
#set text(lang: told.language, font: ("DejaVu Sans", "Libertinus Serif"), size: 9.5pt)
#set par(leading: 0.7em)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 13pt)
#set table(stroke: (x, y) => (bottom: 0.5pt + luma(190)), inset: (x: 5pt, y: 4pt))
#show figure.where(kind: table): set block(breakable: true)
#show figure.caption: set text(size: 8pt, fill: luma(60))

= #told.heading
#text(size: 12pt, told.of)

#told.about

#text(size: 11pt, weight: "bold", told.sentence)

#text(size: 8pt, fill: luma(90), told.published)

#for chapter in told.chapters {
  block(sticky: true, above: 1.8em)[== #chapter.title]
  block(sticky: true, text(weight: "bold", chapter.sentence))
  if chapter.picture != "" {
    figure(image(chapter.picture, alt: chapter.alt, width: 100%), caption: chapter.title, placement: none)
  }
  figure(
    table(
      columns: chapter.columns.len(),
      align: (column, row) => if column == 0 { left } else { right },
      table.header(..chapter.columns.map(each => text(weight: "bold", size: chapter.size * 1pt, each))),
      ..chapter.rows.flatten().map(each => text(size: chapter.size * 1pt, each)),
    ),
    caption: chapter.title,
  )
}

== #told.definitions
#for chapter in told.chapters {
  par[#strong(chapter.title): #chapter.definition]
}
"""
WIDE = 9
"""Columns from which on a table's text is smaller."""


def can_print() -> bool:
    """Whether all that is needed is there: it belongs to the extra `report` of the package."""
    return can_draw() and find_spec("typst") is not None


def pdf(read: Read) -> bytes:
    """The whole report of a unit; the same report is the same bytes. Raises ImportError unless `can_print`."""
    import typst

    found = chapters(read)
    with tempfile.TemporaryDirectory(prefix="kalix-report-") as name:
        folder = Path(name)
        told = _told(read, found)
        for number, chapter in enumerate(found):
            if chapter.plot is not None:
                (folder / f"{number}.svg").write_bytes(svg(chapter.plot))
                told["chapters"][number]["picture"] = f"{number}.svg"
        (folder / "report.json").write_text(json.dumps(told), "utf-8")
        (folder / "report.typ").write_text(TEMPLATE, "utf-8")
        made: bytes = typst.compile(
            str(folder / "report.typ"), root=str(folder), pdf_standards=["ua-1"], font_paths=[str(_fonts())]
        )
    return made


def _told(read: Read, found: list[Chapter]) -> dict[str, Any]:
    words = read.words
    of = words.say("report.cover-of", unit=unit_name(read.unit, words), period=titled(read.report.period, words))
    heading = words.say("report.cover")
    day = f"{read.report.published_at:%Y-%m-%d}"
    return {
        "title": f"{heading}: {of}",
        "author": "kalix-hub",
        "language": words.language,
        "heading": heading,
        "of": of,
        "about": words.say("report.cover-about"),
        "sentence": cover_sentence(found),
        "published": words.say("report.published", day=day),
        "definitions": words.say("report.definitions"),
        "chapters": [
            {
                "title": chapter.title,
                "sentence": chapter.sentence,
                "definition": chapter.definition,
                "picture": "",
                "alt": words.say("report.figure", title=chapter.title, sentence=chapter.sentence),
                "columns": list(chapter.table.columns),
                "rows": [list(row) for row in chapter.table.rows],
                "size": 6.5 if len(chapter.table.columns) >= WIDE else 8.5,
            }
            for chapter in found
        ],
    }


def cover_sentence(found: list[Chapter]) -> str:
    """What a board reads when it reads one sentence: whether goals are reached, and how many calls were answered in time."""
    wanted = ("overview", "answered_in_time")
    return " ".join(chapter.sentence for chapter in found if chapter.key in wanted)


def _fonts() -> Path:
    """The folder of the fonts that matplotlib carries: text and plots are of one kind, on every machine the same."""
    import matplotlib

    return Path(str(matplotlib.get_data_path())) / "fonts" / "ttf"
