"""The sketch as a spreadsheet: a line for each place and whoever stands in it, as Swedish spreadsheets read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kalix_presence import wire
from kalix_presence.model.spreadsheet import harmless
from kalix_presence.model.words import Words

COLUMNS = ("administration", "unit-code", "unit", "role", "duty", "place", "order", "name", "extension", "reviewed")


def sketch_csv(shown: wire.SketchView, words: Words) -> bytes:
    """Semicolons, UTF-8 with its mark, no cell that begins as a formula does. A duty that nobody has has no name."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([words.say(f"sketch.column-{name}") for name in COLUMNS])
    for unit in shown.units:
        day = "" if unit.reviewed is None else unit.reviewed.isoformat()
        for role, duty, place, order, name, extension in _lines(unit):
            row = (shown.name, unit.unit, unit.name, words.say(f"sketch.role-{role}"), duty, place, order, name, extension, day)
            lines.writerow([harmless(cell) for cell in row])
    return "\ufeff".encode() + text.getvalue().encode()


def without_duty(unit: wire.SketchUnit) -> list[wire.SketchPerson]:
    """Those of the unit who stand nowhere in the sketch."""
    return [each.person for each in unit.faults if each.kind.value == "no_duty" and each.person is not None]


def _lines(unit: wire.SketchUnit) -> Iterator[tuple[str, str, str, str, str, str]]:
    sheet = unit.sheet
    yield "unit", "", sheet.place, "", "", ""
    if sheet.owner is not None:
        yield "owner", "", "", "", sheet.owner.name, sheet.owner.extension
    for order, each in enumerate(sheet.deputies, 1):
        yield "deputy", "", "", str(order), each.name, each.extension
    for duty in sheet.duties:
        if not duty.people:
            yield "duty", duty.name, duty.place, "", "", ""
        for order, each in enumerate(duty.people, 1):
            yield "duty", duty.name, duty.place, str(order), each.name, each.extension
    for each in without_duty(unit):
        yield "none", "", "", "", each.name, each.extension
