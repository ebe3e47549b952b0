"""The sketch on paper: an A3 tagged PDF (PDF/UA-1), or one SVG picture, set by typst as a tree of boxes with who does what.

Names that people chose are set as plain text, never as markup.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kalix_presence import wire
from kalix_presence.model.sketch_words import fault_said
from kalix_presence.model.words import Words
from kalix_presence.report.sketch_table import without_duty

TEMPLATE = """
#let told = json("sketch.json")
#set document(title: told.title, author: told.author, date: none)
#set page(
  margin: 14mm,
  ..if told.one { (width: 420mm, height: auto) } else { (paper: "a3", flipped: true, numbering: "1 / 1") },
)
#set text(lang: told.language, size: 8.5pt, font: ("DejaVu Sans", "Libertinus Serif"), fallback: true)
#set par(leading: 0.5em)
#show heading.where(level: 1): set text(size: 20pt)
#show heading: set block(below: 0.7em)
#show heading.where(level: 2): set text(size: 11pt)
#show heading.where(level: 3): set text(size: 10pt)
#show heading.where(level: 4): set text(size: 10pt)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(190)), inset: (x: 3pt, y: 3pt))

= #told.title
#text(fill: luma(80), told.printed)

#let line(label, value) = if value != "" [#text(fill: luma(80), label + ":") #value \\ ]
#let one(unit) = block(
  width: 100%, breakable: not told.one and unit.duties.len() > 20, inset: 7pt, radius: 3pt, above: 8pt, below: 8pt,
  stroke: (left: 2.5pt + luma(90), rest: 0.5pt + luma(150)),
  fill: if unit.depth == 0 { luma(242) } else { white },
)[
  #heading(level: calc.min(unit.depth + 2, 4), unit.name)
  #if unit.above != "" { text(fill: luma(80), size: 7.5pt, unit.above) + linebreak() }
  #line(told.place, unit.place)
  #line(told.owner, unit.owner)
  #line(told.deputies, unit.deputies)
  #if unit.duties.len() > 0 {
    table(
      columns: (2fr, 3fr),
      table.header(strong(told.duty), strong(told.people)),
      ..unit.duties.map(each => (each.name, each.people)).flatten(),
    )
  }
  #line(told.without, unit.without)
  #if unit.faults.len() > 0 {
    text(weight: "bold", told.faults)
    list(..unit.faults)
  }
  #text(fill: luma(80), size: 7.5pt, unit.reviewed)
]
#columns(3, gutter: 9mm)[
  #for unit in told.units { one(unit) }
]
"""
ONE_PAGE_TEMPLATE = TEMPLATE.replace(
    """#columns(3, gutter: 9mm)[
  #for unit in told.units { one(unit) }
]""",
    """#grid(columns: (1fr, 1fr, 1fr), gutter: 9mm, ..told.lanes.map(lane => lane.map(one).join()))""",
)


def can_set() -> bool:
    """Whether what is needed is there: it belongs to the extra `report` of the package."""
    return find_spec("typst") is not None


def sketch_paper(shown: wire.SketchView, words: Words, kind: str, *, day: date) -> bytes:
    """The sketch as "pdf" or "svg", printed on `day`: the same bytes for the same. Raises ImportError unless `can_set`."""
    import typst

    told = _told(shown, words, day, one=kind == "svg")
    with tempfile.TemporaryDirectory(prefix="kalix-sketch-") as name:
        folder = Path(name)
        (folder / "sketch.json").write_text(json.dumps(told), "utf-8")
        (folder / "sketch.typ").write_text(ONE_PAGE_TEMPLATE if told["one"] else TEMPLATE, "utf-8")
        source = str(folder / "sketch.typ")
        fonts = _fonts()
        if kind == "svg":
            made: bytes = typst.compile(source, root=str(folder), format="svg", font_paths=fonts)
        else:
            made = typst.compile(source, root=str(folder), pdf_standards=["ua-1"], font_paths=fonts)
    return made


def _told(shown: wire.SketchView, words: Words, day: date, *, one: bool) -> dict[str, Any]:
    names = {unit.unit: unit for unit in shown.units}
    units = [_unit(unit, names, words) for unit in shown.units]
    return {
        "title": words.say("sketch.title", name=shown.name),
        "author": "kalix-presence",
        "language": words.language,
        "printed": words.say("sketch.printed", day=day.isoformat()),
        "one": one,
        "place": words.say("sketch.label-place"),
        "owner": words.say("sketch.label-owner"),
        "deputies": words.say("sketch.label-deputies"),
        "without": words.say("sketch.label-without"),
        "faults": words.say("sketch.label-faults"),
        "duty": words.say("sketch.heading-duty"),
        "people": words.say("sketch.heading-people"),
        "units": units,
        "lanes": _lanes(units),
    }


def _unit(unit: wire.SketchUnit, names: dict[str, wire.SketchUnit], words: Words) -> dict[str, Any]:
    sheet, above = unit.sheet, _above(unit, names)
    said = [
        fault_said(words, each.kind, each.duty, each.person.name if each.person is not None else "")
        for each in unit.faults
        if each.kind.value not in ("no_duty", "not_reviewed")  # these stand in words of their own
    ]
    if unit.reviewed is None:
        reviewed = words.say("sketch.reviewed-never")
    else:
        reviewed = words.say("sketch.reviewed", day=unit.reviewed.isoformat(), name=unit.reviewed_by_name)
    return {
        "name": unit.name,
        "depth": len(above),
        "above": " › ".join(above),
        "place": sheet.place,
        "owner": _people([sheet.owner] if sheet.owner is not None else [], words, empty=""),
        "deputies": _people(sheet.deputies, words, empty=""),
        "duties": [
            {
                "name": f"{duty.name} ({duty.place})" if duty.place else duty.name,
                "people": _people(duty.people, words, empty=words.say("sketch.nobody")),
            }
            for duty in sheet.duties
        ],
        "without": _people(without_duty(unit), words, empty=""),
        "faults": said,
        "reviewed": reviewed,
    }


def _above(unit: wire.SketchUnit, names: dict[str, wire.SketchUnit]) -> list[str]:
    found: list[str] = []
    while unit.parent in names and len(found) < len(names):
        unit = names[unit.parent]
        found.insert(0, unit.name)
    return found


def _people(people: list[wire.SketchPerson], words: Words, *, empty: str) -> str:
    return ", ".join(f"{each.name} {each.extension}" for each in people) or empty


def _lanes(units: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Three columns of about the same height, in order: a picture has one page, on which nothing flows over."""
    heights = [5 + len(each["duties"]) + len(each["faults"]) for each in units]
    lanes: list[list[dict[str, Any]]] = [[], [], []]
    total, so_far = sum(heights), 0
    for unit, height in zip(units, heights, strict=True):
        lanes[min(2, (so_far + height // 2) * 3 // max(1, total))].append(unit)
        so_far += height
    return lanes


def _fonts() -> list[str]:
    """The folder of the fonts that matplotlib carries, where it is there: the same letters on every machine."""
    if find_spec("matplotlib") is None:
        return []
    import matplotlib

    return [str(Path(str(matplotlib.get_data_path())) / "fonts" / "ttf")]
