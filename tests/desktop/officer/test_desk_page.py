"""What pages of the telephone officer's desk are made of: cards with their buttons, and a form that is let go of when it is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from kalix_presence.desktop.officer.desk_page import DeskPage, card
from tests.desktop.officer.rooms import press, texts


def test_cards_take_each_others_place_and_what_nothing_means_is_said(qapp: object) -> None:
    page, done = DeskPage("x"), []
    page.show()
    page.show_cards([card("<b>Anna</b>", ["Bygg", ""], [("End", lambda: done.append("anna"))], "late")], "nothing")
    assert texts(page) == ["<b>Anna</b>", "late", "Bygg"]
    button = page.findChild(QPushButton)
    assert button.accessibleName() == "End: <b>Anna</b>"
    press(page, "End")
    assert done == ["anna"]
    page.show_cards([], "nothing")
    assert texts(page) == ["nothing"]
    page.show_cards([], "")
    assert texts(page) == []
    page.hide()


def test_what_is_typed_is_let_go_of_and_a_fault_is_said_where_there_is_one(qapp: object) -> None:
    page, field = DeskPage("x"), QLineEdit()
    page.field("&Who", field)
    label = next(each for each in page.form.findChildren(QLabel) if each.text() == "&Who")
    assert label.buddy() is field
    field.setText("Anna")
    page.say("no")
    assert (page.trouble.isHidden(), page.trouble.text()) == (False, "no")
    page.sending()
    page.clear()
    page.say("")
    assert (field.text(), page.trouble.isHidden()) == ("", True)


def test_what_is_typed_while_something_is_on_its_way_stays(qapp: object) -> None:
    page, name, number = DeskPage("x"), QLineEdit(), QLineEdit()
    page.field("Name", name)
    page.field("Number", number)
    name.setText("Anna")
    number.setText("2041")
    page.sending()
    name.setText("Per")
    page.clear()
    assert (name.text(), number.text()) == ("Per", "")
