"""What a phone that was just set up signs in with: shown until somebody says that they have it, and nowhere afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from kalix_presence import wire
from kalix_presence.desktop.officer.desk_page import card
from kalix_presence.desktop.officer.request_words import secret_words
from kalix_presence.desktop.widgets.theme import named

translate = QCoreApplication.translate


def secret_card(one: wire.ExtensionRequestView, noted: Callable[[], object]) -> QFrame:
    """The secret of the phone of `one`, to be copied; `noted` is called when it may be forgotten."""
    secret = one.secret
    made = card(
        secret_words(one),
        [translate("SecretCard", "Nobody can look it up later; a new one can be given.")],
        [
            (translate("SecretCard", "Copy"), lambda: QGuiApplication.clipboard().setText(secret)),
            (translate("SecretCard", "I have it"), noted),
        ],
    )
    shown = named(QLabel(secret), "strong")
    shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setWordWrap(True)
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    shown.setAccessibleName(translate("SecretCard", "Secret of the phone {number}").format(number=one.number))
    shown.setAccessibleDescription(secret)
    inside = made.layout()
    assert isinstance(inside, QVBoxLayout)  # noqa: S101 - a card has one
    inside.insertWidget(1, shown)
    return made
