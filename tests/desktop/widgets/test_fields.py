"""The fields of a window: which are found, where, and that what one has is put back as a person would."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.fields import ABOUT, cursor_of, fields, is_secret, put_cursor, set_value, value_of


def window(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for part in parts:
        column.addWidget(part)
    return made


def listed(*names: str) -> QListWidget:
    made = QListWidget()
    made.addItems(list(names))
    return made


def offered(*names: str) -> QComboBox:
    made = QComboBox()
    for name in names:
        made.addItem(name, name)
    return made


def test_each_kind_has_its_value_and_takes_one(qapp: object) -> None:
    line, text, box, choice, rows = QLineEdit(), QPlainTextEdit(), QCheckBox(), offered("a", "b"), listed("x", "y")
    typed: list[str] = []
    line.textEdited.connect(typed.append)
    for field, value in ((line, "hej"), (text, "mer"), (box, True), (choice, "b"), (rows, 1)):
        assert value_of(field) != value  # type: ignore[arg-type]
        assert set_value(field, value)  # type: ignore[arg-type]
        assert value_of(field) == value  # type: ignore[arg-type]
    assert typed == ["hej"], "whoever listens hears of it"


def test_what_is_not_offered_and_what_is_greyed_stays(qapp: object) -> None:
    choice, line, rows = offered("a"), QLineEdit("old"), listed("x", "y")
    line.setEnabled(False)
    rows.item(1).setHidden(True)
    assert (set_value(choice, "c"), set_value(line, "new"), set_value(rows, 1)) == (False, False, False)
    assert (value_of(choice), value_of(line), value_of(rows)) == ("a", "old", -1)
    assert set_value(line, "old"), "it has it already"


def test_fields_are_found_by_class_and_place_or_by_what_they_are_about(qapp: object) -> None:
    first, second, about, read_only = QLineEdit(), QLineEdit(), window(QLineEdit()), QLineEdit()
    about.setProperty(ABOUT, "2041")
    read_only.setReadOnly(True)
    made = window(first, second, read_only, about, QDateEdit())
    found = dict(fields(made))
    assert found[(("QLineEdit", 0),)] is first
    assert found[(("QLineEdit", 1),)] is second
    assert (("QLineEdit", 2),) not in found
    assert (("QWidget", "2041"), ("QLineEdit", 0)) in found
    assert any(path[0][0] == "QDateEdit" for path in found), "a date's own line is one"


def test_only_a_line_has_a_cursor_and_secrets(qapp: object) -> None:
    line, secret, box = QLineEdit("hello"), QLineEdit("hello"), QCheckBox()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    put_cursor(line, 2)
    put_cursor(box, 2)
    assert (cursor_of(line), cursor_of(box)) == (2, 0)
    assert (is_secret(line), is_secret(secret), is_secret(box)) == (False, True, False)
