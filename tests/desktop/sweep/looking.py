"""Goes through the scenes, looks at what they show, and finds what no scene has shown."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import traceback
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QSystemTrayIcon, QWidget

import kalix_presence.desktop
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.widgets.heard import tell_windows
from tests.desktop.heard.window import told_faults
from tests.desktop.sample import Clock
from tests.desktop.sweep.at import At
from tests.desktop.sweep.looks import combo_faults, faults
from tests.desktop.sweep.planted import planted
from tests.desktop.sweep.scenes import SCENES

NOT_SHOWN_ALONE = {"SettingsPage", "GridFace", "Planted", "_ByHand"}
"""What windows and pages are made of: seen as what is made of it."""


class Sweep:
    """`found` has what is wrong, and in which scenes."""

    def __init__(self, *, contrast: bool, told: bool = False, pictures: Path | None = None) -> None:
        self.app = QApplication([])
        self.app.setQuitOnLastWindowClosed(False)
        tell_windows()
        self.app.setCursorFlashTime(0)  # what is seen is the same whenever it is looked at
        self.found: dict[str, set[str]] = {}
        self.looked_at = 0
        self._contrast, self._told, self._pictures = contrast, told, pictures
        self._seen: set[str] = set()
        self._parts: dict[tuple[str, str], bool] = {}

    def run(self, language: str, theme: str, scenes: list[str]) -> None:
        """All scenes, or these, in a language and a theme."""
        for name in scenes or SCENES:
            folders = Folders.usual()
            kept.save(folders.config, kept.Settings(language=language, theme=theme))  # type: ignore[arg-type]
            clock = Clock()
            desk = DesktopController(self.app, QSystemTrayIcon(), folders, hosted=True, clock=clock)
            at = At(desk, clock)
            try:
                for state in SCENES[name](at) if name in SCENES else planted(at, name):
                    self._look(f"{name}: {state}", language, theme)
            except Exception as fault:  # noqa: BLE001 - the other scenes are looked at all the same
                self._note(f"breaks off: {''.join(traceback.format_exception(fault)[-2:])}", name)
            desk.stop()
            for window in self.app.topLevelWidgets():
                window.hide()
                if not isinstance(window, QMenu):
                    window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            del at, desk
            gc.collect()

    def find_unseen(self, *, classes: bool = True) -> None:
        """Whatever widget the desktop has that no scene shows."""
        for module in pkgutil.walk_packages(kalix_presence.desktop.__path__, "kalix_presence.desktop."):
            if ".platform." not in module.name:
                importlib.import_module(module.name)
        for kind in _all_of(QWidget):
            if (
                classes
                and kind.__module__.startswith("kalix_presence.desktop")
                and kind.__name__ not in self._seen | NOT_SHOWN_ALONE
            ):
                self._note(f"{kind.__module__}.{kind.__name__} is shown by no scene", "")
        for part, shown in self._parts.items():
            if not shown:
                self._note(f"{part[0]}.{part[1]} is shown by no scene", "")

    def _look(self, state: str, language: str, theme: str) -> None:
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
            self.app.processEvents()
        for window in self.app.topLevelWidgets():
            if not window.isVisible():
                continue
            self.looked_at += 1
            where = f"{state}, {language} {theme}"
            for wrong, which in faults(window, contrast=self._contrast):
                self._note(f"{wrong}: {which}", where)
            if self._told:
                for wrong, which in told_faults(window):
                    self._note(f"{wrong}: {which}", where)
            for combo in window.findChildren(QComboBox):
                if combo.isEnabled() and not combo.visibleRegion().isEmpty():
                    for wrong, which in combo_faults(combo):
                        self._note(f"{wrong}: {which}", where)
            self._remember(window)
            if self._pictures is not None:
                self._pictures.mkdir(parents=True, exist_ok=True)
                name = f"{state} {type(window).__name__} {language} {theme}".replace(" ", "-").replace(":", "").replace(",", "")
                window.grab().save(str(self._pictures / f"{name}.png"))

    def _remember(self, window: QWidget) -> None:
        for part in (window, *window.findChildren(QWidget)):
            kinds = [kind for kind in type(part).__mro__ if kind.__module__.startswith("kalix_presence.desktop")]
            if not kinds:
                continue
            if part.isVisible():
                self._seen |= {kind.__name__ for kind in kinds}
            for name, value in vars(part).items():
                if isinstance(value, QWidget):
                    key = (type(part).__name__, name)
                    try:
                        self._parts[key] = self._parts.get(key, False) or value.isVisible()
                    except RuntimeError:
                        continue  # let go of, and made anew

    def _note(self, fault: str, where: str) -> None:
        self.found.setdefault(fault, set()).add(where)


def _all_of(kind: type) -> set[type]:
    below = set(kind.__subclasses__())
    return below.union(*(_all_of(each) for each in below)) if below else below
