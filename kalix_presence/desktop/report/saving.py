"""Saving what the window shows as a file: which one is asked for, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from kalix_presence.report.chapters import Read
from kalix_presence.report.spreadsheet import as_csv

translate = QCoreApplication.translate


def choose_file(parent: QWidget, kind: str, read: Read, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask where to; nothing waits for the answer. It is named by unit and period."""
    dialog = QFileDialog(parent, translate("ReportSaving", "Save the report"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind)
    dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
    name = "-".join(part for part in (translate("ReportSaving", "policy-report"), read.unit.code, read.report.period) if part)
    dialog.selectFile("".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name) + f".{kind}")
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def contents_of(kind: str, read: Read) -> bytes:
    """What stands in the file: "pdf", "csv" or "json". Raises ImportError for a PDF where the extra is missing."""
    if kind == "csv":
        return as_csv(read.report, read.words)
    if kind == "json":
        return msgspec.json.format(msgspec.json.encode(read.report), indent=2) + b"\n"
    from kalix_presence.report.paper import pdf

    return pdf(read)
