"""The code on a person's card is read back, as a visitor's phone does it: large and small, with every letter of the country."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from kalix_presence.desktop.grid.contact_part import QR
from kalix_presence.desktop.widgets.qr import qr_pixmap
from kalix_presence.model.contact import Contact, vcard
from tests.desktop.grid.code_reader import read_code

BRIEF = Contact("Bo Ek", direct="0923-650 41")
LONG = Contact(
    "Åsa-Märta Östlund Söderström",
    "Biträdande avdelningschef för bygglov och miljötillsyn",
    "Bygg och miljö",
    "Samhällsbyggnadsförvaltningen",
    direct="0923-650 41",
    email="asa-marta.ostlund.soderstrom@kalix.example",
    phone_hours="må–fr 9–11; ej helgdagar",
)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("contact", [BRIEF, LONG])
def test_what_a_phone_reads_is_the_contact_card(qapp: object, contact: Contact, ratio: float) -> None:
    card = vcard(contact)
    assert read_code(qr_pixmap(card, QR, ratio).toImage()).replace("\r\n", "\n") == card.replace("\r\n", "\n")


def test_a_picture_without_a_code_says_nothing(qapp: object) -> None:
    blank = QImage(120, 120, QImage.Format.Format_RGB32)
    blank.fill(0xFFFFFFFF)
    assert read_code(blank) == ""
