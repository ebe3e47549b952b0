"""What the grid does of itself, for nobody who is chosen: where the keyboard goes, the menu, Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from kalix_presence.desktop.finding.filters import Filters
from kalix_presence.desktop.grid.act_bar import filled
from kalix_presence.desktop.grid.keys import Do, shown

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.window import Grid

translate = QCoreApplication.translate


class OwnActs:
    """Acts of `grid`."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def act(self, do: Do) -> Callable[[], object] | None:
        """What does it; None where it is for somebody who is chosen."""
        grid = self._grid
        acts: dict[Do, Callable[[], object]] = {
            Do.ESCAPE: self._escape,
            Do.SEARCH: self._to_search,
            Do.SHOW_EVERYBODY: lambda: grid.pane.set(Filters()),
            Do.UNITS: self._to_units,
            Do.WIDTH: grid.divider.step,
            Do.COLUMNS: grid.header.offer,
            Do.COMPACT: grid.change_size,
            Do.KEYS: grid.keys_asked.emit,
            Do.NOTICES: grid.notices_asked.emit,
            Do.WORD: self._to_word,
            Do.NEXT_CALL: grid.next_call_asked.emit,
            Do.UNDO: grid.undo_asked.emit,
            Do.MENU: self.offer_menu,
        }
        return acts.get(do)

    def menu(self) -> QMenu:
        """Everything that can be done for whoever is chosen."""
        grid = self._grid
        menu = QMenu(grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        filled(menu, grid.situation(), grid.act)
        menu.addSeparator()
        for do, words in (
            (Do.CARD, translate("Grid", "Card")),
            (Do.FAVOURITE, translate("Grid", "Favourite")),
            (Do.COLUMNS, translate("Grid", "Columns …")),
            (Do.COMPACT, translate("Grid", "Whole window") if grid.compact else translate("Grid", "Narrow strip on top")),
            (Do.KEYS, translate("Grid", "Map of keys")),
        ):
            action = menu.addAction(f"{words}\t{shown(do)}")
            action.triggered.connect(lambda _=False, one=do: grid.act(one))
        return menu

    def offer_menu(self) -> None:
        """The menu at whoever is chosen."""
        view = self._grid.view
        index = view.currentIndex()
        box = view.visualRect(index)
        self._popup(view.viewport().mapToGlobal(box.center() if index.isValid() else QPoint(40, 40)))

    def offer_menu_at(self, at: QPoint) -> None:
        """The menu at the pointer, for whoever is under it."""
        view = self._grid.view
        index = view.indexAt(at)
        if index.isValid():
            view.setCurrentIndex(index)
        self._popup(view.viewport().mapToGlobal(at))

    def _popup(self, at: QPoint) -> None:
        self.menu().popup(at)

    def _to_search(self) -> None:
        self._grid.search.setFocus()
        self._grid.search.selectAll()

    def _to_word(self) -> None:
        strip = self._grid.strip
        if strip is None or self._grid.call is None:
            self._grid.say(translate("Grid", "There is no call to say something about."))
        else:
            strip.word.setFocus(Qt.FocusReason.OtherFocusReason)
            strip.word.selectAll()

    def _to_units(self) -> None:
        pane = self._grid.pane
        if pane.tree.hasFocus():
            self._grid.search.setFocus()
        else:
            pane.show()
            pane.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _escape(self) -> None:
        """The innermost that is open goes first: a sentence, a search, the narrow strip, the window."""
        grid = self._grid
        if grid.said.isVisible():
            grid.say("")
        elif grid.search.text() or grid.listing.filters.any:
            grid.search.clear()
            grid.pane.set(Filters())
            grid.search.setFocus()
        elif grid.compact:
            grid.change_size()
        else:
            grid.close()
