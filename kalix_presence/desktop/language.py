"""Which language the program speaks, and the translations that Qt is given."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from kalix_presence.model.words import LANGUAGES

BUILT = Path(__file__).parent / "translations"


def language_of(chosen: str) -> str:
    """The language for the setting `chosen`; "" is the system's, and Swedish where we do not speak that."""
    tag = chosen or QLocale.system().name()[:2].lower()
    return tag if tag in LANGUAGES else "sv"


class Translations:
    """Our own sentences and those of Qt's own buttons and calendar, replaced together."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []
        self._before = QLocale()

    def install(self, language: str) -> None:
        """Have everything that is built from now on say it in `language`."""
        self.remove()
        QLocale.setDefault(QLocale(language))
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{language}", qt), (f"kalix_presence_{language}", str(BUILT))):
            translator = QTranslator()
            if translator.load(name, folder):
                QCoreApplication.installTranslator(translator)
                self._installed.append(translator)

    def remove(self) -> None:
        """Everything that is built from now on says what the source says."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(self._before)
