"""Reading a calendar file in: chosen or dropped, and what became of its entries in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from kalix_presence import wire
from kalix_presence.model.calendar_file import decoded
from kalix_presence.model.errors import BadInput

LARGEST = 5_000_000
"""Bytes; a calendar of some thousand entries."""
GUESSED, SUMMARY = 4, 30
"""Entries whose guessed reason is said, and letters of the text of each; the strip shows all of them."""
translate = QCoreApplication.translate


def choose_file(parent: QWidget, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask which file; nothing waits for the answer."""
    dialog = QFileDialog(parent, translate("PlanImport", "Read in a calendar file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("PlanImport", "Calendar files (*.ics *.ical)"))
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def read_file(path: str) -> str:
    """The text of the file; raises OSError, or ValueError for one that is too large or no text."""
    file = Path(path)
    if file.stat().st_size > LARGEST:
        raise ValueError(translate("PlanImport", "The file is larger than a calendar should be."))
    try:
        return decoded(file.read_bytes())
    except BadInput as refusal:
        if refusal.code == "calendar-encoding":
            said = translate(
                "PlanImport",
                "The file is no calendar file, or it is saved in an encoding that cannot be read. Save it as UTF-8.",
            )
            raise ValueError(said) from None
        raise ValueError(translate("PlanImport", "The file is no calendar file.")) from None


def outcome(report: wire.ImportReport, name_of: Callable[[str], str]) -> str:
    """What became of the entries; of those that were left out, the first says why.

    Which reason was guessed for each that is planned now is said as well: `name_of` names a reason for people.
    """
    counted = [
        (report.added, translate("PlanImport", "planned: {count}")),
        (report.changed, translate("PlanImport", "changed: {count}")),
        (report.removed, translate("PlanImport", "taken back: {count}")),
        (report.skipped, translate("PlanImport", "left out: {count}")),
    ]
    said = ", ".join(text.format(count=count) for count, text in counted if count)
    if not said:
        return translate("PlanImport", "Nothing in the file is new.")
    left_out = next((each for each in report.entries if each.outcome == "skipped" and each.detail), None)
    why = "" if left_out is None else f" {left_out.summary}: {left_out.detail}"
    guessed = [
        f"{each.summary[:SUMMARY].strip() or each.starts[:10]}: {name_of(each.reason)}"
        for each in report.entries
        if each.outcome in ("added", "changed") and each.reason
    ]
    more = " …" if len(guessed) > GUESSED else ""
    reasons = f" {'; '.join(guessed[:GUESSED])}.{more}" if guessed else ""
    return f"{said[:1].upper()}{said[1:]}.{reasons}{why}"
