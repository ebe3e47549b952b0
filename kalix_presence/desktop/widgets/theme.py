"""Light and dark: palettes whose text meets WCAG 2.2 AA, and the colours of states on either."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

# name: (window, base, text, dimmed text, button, border, accent, text on accent)
LIGHT = ("#f6f6f4", "#ffffff", "#1d2125", "#555b61", "#ffffff", "#c3c7cb", "#1f5f8b", "#ffffff")
DARK = ("#1f2226", "#16181b", "#eceef0", "#aab0b6", "#2b2f34", "#4a5057", "#7cc0f0", "#10222e")
EDGE_LIGHT, EDGE_DARK = "#82888e", "#737a82"
"""The edge of a field, by which it is known: 3:1 on every ground. Buttons are known by their words, and have the paler one."""
CHOSEN_LIGHT, CHOSEN_DARK = "#e6eff6", "#25323d"
"""The ground of the chosen row in every list: near the base, for the contrast of texts; a bar at its edge says it too."""
BAR = 3
"""Pixels of that bar."""

STATE_LIGHT = {
    "green": "#1e7b45", "amber": "#9c5000", "red": "#b3261e", "blue": "#1f5f8b", "violet": "#6b3fa0", "grey": "#5c6369",
    "teal": "#0f7173",
}  # fmt: skip
STATE_DARK = {
    "green": "#5ed08d", "amber": "#ffb454", "red": "#ff8a80", "blue": "#7cc0f0", "violet": "#c7a6f5", "grey": "#a7adb3",
    "teal": "#5fd0d2",
}  # fmt: skip


W = TypeVar("W", bound=QWidget)


def named(widget: W, role: str) -> W:
    """`widget`, dressed as the style sheet says for `role`: tile, chip, primary, plain, title, strong, dimmed, banner."""
    widget.setObjectName(role)
    return widget


def is_dark(theme: str) -> bool:
    """Whether `theme` ("system", "light", "dark") is dark on this machine now."""
    if theme == "system":
        return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return theme == "dark"


def palette(dark: bool) -> QPalette:
    """The palette of every window."""
    window, base, text, dimmed, button, border, accent, on_accent = (QColor(name) for name in (DARK if dark else LIGHT))
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, window),
        (QPalette.ColorRole.WindowText, text),
        (QPalette.ColorRole.Base, base),
        (QPalette.ColorRole.AlternateBase, window),
        (QPalette.ColorRole.Text, text),
        (QPalette.ColorRole.PlaceholderText, dimmed),
        (QPalette.ColorRole.Button, button),
        (QPalette.ColorRole.ButtonText, text),
        (QPalette.ColorRole.ToolTipBase, base),
        (QPalette.ColorRole.ToolTipText, text),
        (QPalette.ColorRole.Highlight, accent),
        (QPalette.ColorRole.HighlightedText, on_accent),
        (QPalette.ColorRole.Link, accent),
        (QPalette.ColorRole.Mid, border),
        (QPalette.ColorRole.Accent, accent),
    ):
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, dimmed)
    return made


def state_colour(name: str, dark: bool) -> QColor:
    """The colour of a reason or state."""
    return QColor((STATE_DARK if dark else STATE_LIGHT).get(name, "#5c6369"))


def style_sheet(dark: bool) -> str:
    """What a palette cannot say: tiles and chips, with a focus ring that is always seen."""
    window, base, text, dimmed, button, border, accent, on_accent = DARK if dark else LIGHT
    # Only here: the icon by the clock is drawn with this file's colours before anything else is loaded.
    from kalix_presence import shipped

    edge, chosen = (EDGE_DARK, CHOSEN_DARK) if dark else (EDGE_LIGHT, CHOSEN_LIGHT)
    chevron = (shipped.resources() / "icons" / "chevron-down.svg").as_posix()
    tick = (shipped.resources() / "icons" / f"tick-on-{'dark' if dark else 'light'}.svg").as_posix()
    return f"""
    QToolButton#tile, QPushButton#chip {{ background: {button}; color: {text}; border: 1px solid {border};
        border-radius: 6px; }}
    QToolButton#tile {{ padding: 6px 4px; }}
    QPushButton#chip {{ padding: 5px 12px; }}
    QToolButton#tile:hover, QPushButton#chip:hover {{ border-color: {accent}; }}
    QToolButton#tile:checked, QPushButton#chip:checked {{ border: 2px solid {accent}; background: {base}; font-weight: 600; }}
    QToolButton#tile:focus, QPushButton#chip:focus {{ border: 2px solid {accent}; }}
    QPushButton, QToolButton {{ outline: none; }}
    QPushButton#primary {{ background: {accent}; color: {on_accent}; border: 2px solid {accent}; border-radius: 6px;
        padding: 7px 20px; font-weight: 600; }}
    QPushButton#primary:disabled {{ background: {window}; color: {dimmed}; border: 2px dashed {dimmed}; }}
    QPushButton#primary:focus {{ border-color: {text}; }}
    QPushButton#plain {{ background: {button}; color: {text}; border: 1px solid {border}; border-radius: 6px;
        padding: 8px 16px; }}
    QPushButton#plain:focus {{ border: 2px solid {accent}; padding: 7px 15px; }}
    QPushButton#act, QPushButton#primary_act {{ background: {button}; color: {text}; border: 1px solid {border};
        border-radius: 6px; padding: 6px 12px; }}
    QPushButton#act:hover {{ border-color: {accent}; }}
    QPushButton#act:checked {{ border: 2px solid {accent}; background: {base}; padding: 5px 11px; }}
    QPushButton#primary_act:enabled {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
    QToolButton#tile:disabled, QPushButton#chip:disabled, QPushButton#plain:disabled, QPushButton#act:disabled,
    QPushButton#primary_act:disabled {{ background: {window}; color: {dimmed}; border: 1px dashed {dimmed}; }}
    QPushButton#number {{ background: transparent; color: {accent}; border: 1px solid transparent; border-radius: 4px;
        padding: 1px 4px; margin-left: -5px; text-align: left; font-weight: 600; }}
    QPushButton#link {{ background: transparent; color: {accent}; border: 1px solid transparent; border-radius: 4px;
        padding: 1px 4px; }}
    QPushButton#number:hover, QPushButton#link:hover {{ text-decoration: underline; }}
    QPushButton#number:focus, QPushButton#link:focus {{ border-color: {accent}; }}
    QFrame#call, QFrame#call_chosen, QFrame#notice {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
    QFrame#call_chosen {{ border: 2px solid {accent}; }}
    QFrame#notice {{ border-left: 4px solid {(STATE_DARK if dark else STATE_LIGHT)["amber"]}; border-radius: 4px; }}
    QLabel#key {{ background: {base}; color: {text}; border: 1px solid {border}; border-bottom-width: 2px; border-radius: 4px;
        padding: 2px 8px; font-weight: 600; }}
    QLabel#greeting {{ font-size: 13pt; font-weight: 600; color: {accent}; }}
    QWidget#listed {{ background: {base}; border: 1px solid {border}; border-radius: 6px; }}
    QTreeWidget {{ background: {window}; border: 1px solid transparent; border-radius: 6px; padding: 2px; }}
    QTreeWidget:focus {{ border-color: {accent}; }}
    QTreeWidget::item {{ padding: 4px 2px; color: {text}; }}
    QTreeWidget::item:selected, QTreeWidget::branch:selected {{ background: {chosen}; color: {text}; }}
    QTreeWidget::item:selected:first {{ border-left: {BAR}px solid {accent}; }}
    QProgressBar {{ background: {window}; border: 1px solid {edge}; border-radius: 5px; min-height: 8px; max-height: 8px; }}
    QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
    QSplitter::handle {{ background: transparent; }}
    QToolButton#clear {{ border: none; background: transparent; color: {dimmed}; font-size: 13pt; padding: 0; }}
    QToolButton#clear:hover {{ color: {text}; }}
    QToolButton#fold {{ border: 2px solid transparent; border-radius: 6px; padding: 3px 6px 3px 0; color: {text};
        background: transparent; }}
    QToolButton#fold:focus {{ border-color: {accent}; }}
    QCheckBox {{ spacing: 8px; min-height: 24px; }}
    QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {dimmed}; border-radius: 4px; background: {base}; }}
    QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
    QCheckBox::indicator:disabled {{ background: {window}; border-color: {border}; }}
    QCheckBox::indicator:checked:disabled {{ background: {dimmed}; border-color: {dimmed}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 14px; height: 14px; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
    QLineEdit, QComboBox, QTimeEdit, QDateEdit, QSpinBox, QPlainTextEdit {{ padding: 6px; border: 1px solid {edge};
        border-radius: 6px;
        background: {base}; color: {text}; placeholder-text-color: {dimmed}; }}
    QLineEdit:focus, QComboBox:focus, QTimeEdit:focus, QDateEdit:focus, QSpinBox:focus,
    QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 5px; }}
    QTimeEdit::up-button, QTimeEdit::down-button, QSpinBox::up-button, QSpinBox::down-button {{ width: 0;
        border: none; }}
    QDateEdit::drop-down {{ border: none; width: 24px; }}
    QDateEdit::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
    QLineEdit:disabled, QTimeEdit:disabled, QDateEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {dimmed};
        background: {window}; }}
    QLabel#title {{ font-size: 14pt; font-weight: 600; }}
    QLabel#late {{ color: {(STATE_DARK if dark else STATE_LIGHT)["red"]}; font-weight: 600; }}
    QLabel#urgent {{ color: {(STATE_DARK if dark else STATE_LIGHT)["red"]}; font-weight: 600; padding: 2px 8px;
        border: 1px solid {(STATE_DARK if dark else STATE_LIGHT)["red"]}; border-radius: 8px; }}
    QLabel#strong, QLabel#reading {{ font-weight: 600; }}
    QLabel#dimmed {{ color: {dimmed}; }}
    QLabel#error {{ color: {(STATE_DARK if dark else STATE_LIGHT)["red"]}; }}
    QFrame#banner {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
    QLabel#warning {{ background: {base}; border: 1px solid {border}; border-radius: 8px; padding: 8px 12px; }}
    QListWidget::item {{ padding: 4px 2px; }}
    QListWidget#pages {{ background: transparent; border: 1px solid transparent; outline: none; }}
    QListWidget#pages:focus {{ border: 1px solid {accent}; border-radius: 6px; }}
    QListWidget#pages::item {{ padding: 8px 10px; border: none; border-left: {BAR}px solid transparent; color: {text}; }}
    QListWidget#pages::item:selected {{ background: {chosen}; border-left-color: {accent}; }}
    QScrollBar:vertical {{ width: 12px; background: transparent; border: none; margin: 0; }}
    QScrollBar:horizontal {{ height: 12px; background: transparent; border: none; margin: 0; }}
    QScrollBar::handle {{ background: {dimmed}; border-radius: 3px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {text}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QTableView#month {{ padding: 0; border: none; border-radius: 0; padding: 0; selection-background-color: {accent};
        selection-color: {on_accent}; alternate-background-color: {base}; }}
    QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {base}; }}
    QCalendarWidget QToolButton {{ color: {text}; background: transparent; border: 1px solid transparent; border-radius: 4px;
        padding: 4px 8px; font-weight: 600; }}
    QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus {{ border-color: {accent}; }}
    QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
    QCalendarWidget QSpinBox {{ padding: 2px 4px; min-width: 60px; }}
    QTabBar::tab {{ background: transparent; color: {text}; border: 1px solid transparent; border-bottom: 3px solid transparent;
        border-radius: 0; padding: 6px 12px; }}
    QTabBar::tab:selected {{ border-bottom-color: {accent}; }}
    QTabBar::tab:hover {{ border-bottom-color: {border}; }}
    QTabBar::tab:selected:hover {{ border-bottom-color: {accent}; }}
    QTabBar:focus {{ border: 1px solid {accent}; border-radius: 4px; }}
    QTableView {{ selection-background-color: {chosen}; selection-color: {text};
        background: {base}; border: 1px solid {border}; border-radius: 6px; gridline-color: transparent; }}
    QTableView:focus {{ border-color: {accent}; }}
    QTableView::item {{ padding: 0 6px; border: none; }}
    QTableView#month::item {{ padding: 0; }}
    QHeaderView::section {{ background: {window}; color: {dimmed}; border: none; padding: 6px 6px 6px 9px; }}
    """


def dress(app: QApplication, theme: str) -> bool:
    """Dress the whole application; whether it is dark now."""
    dark = is_dark(theme)
    app.setStyle("Fusion")
    app.setPalette(palette(dark))
    app.setStyleSheet(style_sheet(dark))
    return dark
