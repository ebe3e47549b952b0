"""The colleague grid: one field to search by, the list, what can be done for whoever is chosen, and every key of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.finding.filters import Filters
from kalix_presence.desktop.finding.finder import Finder, shared_finder
from kalix_presence.desktop.grid.act_bar import filled
from kalix_presence.desktop.grid.action_rules import Situation
from kalix_presence.desktop.grid.column_settings import Kept
from kalix_presence.desktop.grid.filter_pane import KEYS as FILTER_KEYS
from kalix_presence.desktop.grid.flow import Flow
from kalix_presence.desktop.grid.keys import Do, pressed, shown
from kalix_presence.desktop.grid.layout import GridFace
from kalix_presence.desktop.grid.listing import Listing
from kalix_presence.desktop.grid.people_model import ShownPeople
from kalix_presence.desktop.grid.rows import told_at
from kalix_presence.desktop.grid.stand_in import situation_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.fitting import come_forward
from kalix_presence.model.duties import Duties

if TYPE_CHECKING:
    from kalix_presence import wire
    from kalix_presence.desktop.grid.call_strip import CallStrip
    from kalix_presence.desktop.grid.undo_line import UndoLine

MINUTE = 60_000
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Grid(GridFace):
    """The keyboard is in the search field or in the list; whatever is typed that is no key of the list is searched for."""

    act_asked = Signal(object, str)
    """An act (`Do`) for this extension."""
    call_act_asked = Signal(object)
    """An act for a present call, whoever is chosen."""
    card_asked = Signal(str)
    keys_asked = Signal()
    notices_asked = Signal()
    next_call_asked = Signal()
    undo_asked = Signal()
    trouble = Signal(str, str)

    def __init__(self, presence: Presence, language: str, *, kept: Kept | None = None, finder: Finder | None = None) -> None:
        kept = kept or Kept()
        self.listing = Listing(presence, finder or shared_finder(presence), kept, language)
        super().__init__(ShownPeople(self.listing.row), kept)
        self._presence, self._language = presence, language
        self.call: wire.PresentCallView | None = None
        self.can_undo = False
        self._pbx = presence.pbx
        self._flow = Flow(self)
        self._minute = QTimer(self, interval=MINUTE)
        self._connect()
        self._take_people()
        self.listing.finder.changed(None)  # a form may have had it made, and looked at nobody's standing since
        self._link_changed()

    def _connect(self) -> None:
        presence = self._presence
        self._flow.passed.connect(self._changed)
        self._minute.timeout.connect(self._minute_passed)
        presence.standings_changed.connect(self._flow.on_standings_changed)
        presence.facts_changed.connect(self._take_people)
        presence.person_changed.connect(self._person_changed)
        presence.link_changed.connect(self._link_changed)
        presence.status_changed.connect(self._pbx_seen)
        self.listing.found.connect(self._show_found)
        self.listing.grew.connect(self._grew)
        self.listing.finder.ready.connect(self._offer_units, Qt.ConnectionType.QueuedConnection)
        self.search.textChanged.connect(self.listing.search)
        self.search.textEdited.connect(lambda _: self.say(""))
        self.view.pointed.connect(self._pointed)
        self.view.customContextMenuRequested.connect(self._offer_menu_at)
        self.view.doubleClicked.connect(lambda _: self._do(Do.CARD))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._judge())
        self.pane.changed.connect(self.listing.filter)
        self.acts.asked.connect(self._do)
        self.acts.menu_asked.connect(self._offer_menu)
        for button, do in ((self.list_button, Do.LIST), (self.tiles_button, Do.TILES), (self.keys_button, Do.KEYS)):
            button.clicked.connect(lambda _=False, one=do: self._do(one))
        for widget in (self.search, self.view, self.pane.tree, *self.pane.boxes):
            widget.installEventFilter(self)

    # coming and going

    def open(self) -> None:
        """Come to the front with the search field ready."""
        come_forward(self, self.size())
        self.search.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Times are said anew each minute, while somebody looks."""
        self._minute.start()
        self._minute_passed()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Rest."""
        self._minute.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What no part of the window took."""
        if not self._take_key(event, in_list=False):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Field, list and tree share the keyboard."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            return self._take_key(event, in_list=watched is self.view, watched=watched)
        if watched is self.view and kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.listing.hold(kind is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent, *, in_list: bool, watched: QObject | None = None) -> bool:
        do = pressed(event, in_list=in_list)
        if do is Do.UNDO and not self.can_undo:
            return False  # the field's own
        if do is not None:
            self._do(do)
            return True
        if watched is self.search and event.key() in MOVES:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.event(event)
            return True
        if watched is self.view and event.key() == Qt.Key.Key_Up and self._at_top():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if watched is not self.search and event.key() == Qt.Key.Key_Backspace:
            self.search.setFocus()
            self.search.backspace()
            return True
        if watched is not self.search and event.text().strip() and event.text().isprintable():
            self.search.setFocus()
            self.search.insert(event.text())
            return True
        return False

    def _at_top(self) -> bool:
        index = self.view.currentIndex()
        return not index.isValid() or self.view.visualRect(index).top() + self.view.verticalOffset() <= 0

    # what is joined to it, and told to it

    def join(self, strip: CallStrip, notices: QWidget, undo: UndoLine) -> None:
        """Present calls and notices on top, what was done at the foot."""
        super().join(strip, notices, undo)
        undo.open_changed.connect(self._undo_open)
        strip.word.left.connect(self.search.setFocus)

    def _undo_open(self, can_undo: bool) -> None:
        self.can_undo = can_undo

    def show_person(self, extension: str) -> None:
        """Show this person, by their extension."""
        self.search.setText(extension)
        self.search.setFocus()

    def show_waiting(self, waiting: dict[str, int]) -> None:
        """So many callbacks wait for each."""
        if waiting != self.listing.waiting:
            self.listing.waiting = waiting
            self.paint_again()

    def paint_again(self) -> None:
        """What stands beside standings is another now."""
        self.listing.forget_rows(None)
        self.view.touch(None)

    # doing

    def _do(self, do: Do) -> None:
        extension = self.chosen()
        own = self._own_acts().get(do)
        if own is not None:
            own()
        elif do in FILTER_KEYS.values():
            show = next(show for show, key in FILTER_KEYS.items() if key is do)
            self.pane.set(self.pane.filters.toggled(show))
        elif do in (Do.LIST, Do.TILES):
            self.show_tiles(do is Do.TILES)
        elif do in (Do.TAKE, Do.BACK_TO_CALLER):
            self.call_act_asked.emit(do)
        elif do is Do.FAVOURITE:
            self._favour(extension)
        elif do is Do.CARD:
            if extension is not None:
                self.card_asked.emit(extension)
        else:
            if self._strip is not None and self.focusWidget() is self._strip.word:
                self.search.setFocus()  # the word is said
            self.act_asked.emit(do, extension or "")

    def _own_acts(self) -> dict[Do, Callable[[], object]]:
        """What concerns nobody who is chosen."""
        return {
            Do.ESCAPE: self._escape,
            Do.SEARCH: self._to_search,
            Do.SHOW_EVERYBODY: lambda: self.pane.set(Filters()),
            Do.UNITS: self._to_units,
            Do.COLUMNS: self.header.offer,
            Do.COMPACT: self.change_size,
            Do.KEYS: self.keys_asked.emit,
            Do.NOTICES: self.notices_asked.emit,
            Do.WORD: self._to_word,
            Do.NEXT_CALL: self.next_call_asked.emit,
            Do.UNDO: self.undo_asked.emit,
            Do.MENU: self._offer_menu,
        }

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _escape(self) -> None:
        if self.said.isVisible():
            self.say("")
        elif self.search.text() or self.listing.filters.any:
            self.search.clear()
            self.pane.set(Filters())
            self.search.setFocus()
        elif self.compact:
            self.change_size()
        else:
            self.close()

    def _to_word(self) -> None:
        if self._strip is None or self.call is None:
            self.say(self.tr("There is no call to say something about."))
        else:
            self._strip.word.setFocus(Qt.FocusReason.OtherFocusReason)
            self._strip.word.selectAll()

    def _to_units(self) -> None:
        if self.pane.tree.hasFocus():
            self.search.setFocus()
        else:
            self.pane.show()
            self.pane.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def change_size(self) -> None:
        """Whole window or narrow strip, whichever it is not now."""
        self.set_compact(not self.compact)
        self._judge()
        self.open()

    def _favour(self, extension: str | None) -> None:
        if extension is None:
            return
        try:
            self.listing.toggle_favourite(extension)
        except OSError as fault:
            self.trouble.emit(self.tr("The favourite could not be kept"), fault.strerror or str(fault))
        self.view.touch({extension})

    def situation(self) -> Situation:
        """What the acts are judged by now."""
        return situation_of(self._presence, self.chosen() or "", self.call)

    def chosen(self) -> str | None:
        """Who is chosen."""
        return self.people.extension(self.view.currentIndex())

    def show_call(self, call: wire.PresentCallView | None) -> None:
        """The present call that Enter transfers; None when there is none."""
        self.call = call
        self._judge()

    def _judge(self) -> None:
        self.acts.show_for(self.situation(), compact=self.compact)

    def _offer_menu(self) -> None:
        index = self.view.currentIndex()
        box = self.view.visualRect(index)
        self._popup(self.view.viewport().mapToGlobal(box.center() if index.isValid() else QPoint(40, 40)))

    def _offer_menu_at(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self._popup(self.view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """Everything that can be done for whoever is chosen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        filled(menu, self.situation(), self._do)
        menu.addSeparator()
        for do, words in (
            (Do.CARD, self.tr("Card")),
            (Do.FAVOURITE, self.tr("Favourite")),
            (Do.COLUMNS, self.tr("Columns …")),
            (Do.COMPACT, self.tr("Whole window") if self.compact else self.tr("Narrow strip on top")),
            (Do.KEYS, self.tr("Map of keys")),
        ):
            action = menu.addAction(f"{words}\t{shown(do)}")
            action.triggered.connect(lambda _=False, one=do: self._do(one))
        return menu

    def _popup(self, at: QPoint) -> None:
        self.menu().popup(at)

    # what is shown

    def _take_people(self) -> None:
        presence = self._presence
        me = presence.me
        self.listing.take_account(me.username if me is not None else "")
        duties = presence.view.duties if presence.view is not None else {}
        synonyms = Duties({duty: tuple(words) for duty, words in duties.items()})
        if self.listing.finder.offer(presence.people, synonyms) and not self.listing.finder.is_ready:
            self.listing.search_again()
        self.listing.forget_rows(None)
        self.view.touch(None)
        self._judge()

    def _offer_units(self) -> None:
        self.pane.offer(self.listing.finder.branches)

    def _person_changed(self, extension: str) -> None:
        self.listing.forget_rows({extension})
        self.listing.finder.person_changed()
        self.view.touch({extension})

    def _show_found(self, other_words: bool) -> None:
        """A pointer left lying in the list must not keep somebody chosen who is not meant by what is typed now."""
        before = self.chosen()
        held = not other_words and (self.view.hasFocus() or self.view.underMouse())
        top = self.view.visualRect(self.view.currentIndex()).top() if before is not None else 0
        same = before is not None and (held or not self.listing.typed.strip())
        if same:
            self.listing.last.order.complete()  # who is chosen may stand far down
        self.people.show(self.listing.shown)
        kept = self.people.where(before) if same else QModelIndex()
        at = kept if kept.isValid() else self.people.index(0, 0)
        if at.isValid():
            self.view.setCurrentIndex(at)
        if kept.isValid():  # who is looked at stays where they are
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.visualRect(at).top() - top)
        self._say_count()
        self._judge()

    def _grew(self, before: int) -> None:
        self.people.grow(before)
        self.view.updateGeometries()
        self._say_count()

    def _say_count(self) -> None:
        """How many, or why there is nobody."""
        link, typed, found = self._presence.link, self.listing.typed.strip(), len(self.listing.shown)
        everybody = len(self.listing.finder)
        if link is LinkState.SIGNED_OUT:
            self.empty.setText(self.tr("You are not signed in.\nSign in to see your colleagues."))
        elif not everybody:
            waiting, nobody = self.tr("Connecting to the presence server …"), self.tr("There is nobody in the directory.")
            self.empty.setText(nobody if link is LinkState.ONLINE and not self._presence.people else waiting)
        elif partly := self.listing.partly():
            self.empty.setText(partly)
        elif self.listing.filters.any:
            self.empty.setText(self.tr("Nobody fits the search and the filters.\nAlt+0 shows everybody, Esc begins anew."))
        else:
            self.empty.setText(
                self.tr("No match for “{typed}”.\nTry part of a name, a unit or an extension.").format(typed=typed)
            )
        self.show_page(empty=not found)
        said = self.tr("%n colleague(s)", "", found) if found else ""
        if not self.listing.last.order.is_complete:
            said = ""  # counted once they are painted
        elif found and found != everybody:
            said = self.tr("{found} of {all}").format(found=found, all=everybody)
        self.count.setText(said)
        why = self.listing.why() if found else ""
        self.why.setText(why)
        self.search.setAccessibleDescription(f"{said}. {why}" if found else self.empty.text())

    def _changed(self, extensions: set[str] | None) -> None:
        self.listing.standings_changed(extensions)
        if not self.isVisible():
            return
        self.view.touch(extensions)
        if self.listing.why_is_old:
            self.why.setText(self.listing.why())
        self._judge()  # whoever is chosen may stand as before, and their deputy not

    def _link_changed(self) -> None:
        presence = self._presence
        offline = presence.link is LinkState.OFFLINE or (presence.link is LinkState.CONNECTING and bool(presence.people))
        self.offline.setVisible(offline)
        if presence.link is LinkState.ONLINE:
            self.say("")  # what was refused for want of contact
        self._say_offline()
        self.listing.forget_rows(None)
        if presence.link is LinkState.SIGNED_OUT or (presence.people and not self.listing.shown):
            self.listing.search_again()
        self._say_count()
        self._judge()
        self.view.touch(None)

    def _pbx_seen(self) -> None:
        if self._presence.pbx is not self._pbx:
            self._pbx = self._presence.pbx
            self._flow.on_standings_changed(None)

    def _say_offline(self) -> None:
        at = self._presence.heard_at or self._presence.known_at
        if at is None:
            self.offline.setText(self.tr("No contact with the presence server. This is what was known last."))
            return
        time = told_at(at, self._presence, self._language)
        self.offline.setText(
            self.tr("No contact with the presence server. This is what was known at {time}.").format(time=time)
        )

    def _pointed(self, inside: bool) -> None:
        self.listing.hold(inside or self.view.hasFocus())

    def _minute_passed(self) -> None:
        self.listing.forget_rows(None)
        self.view.viewport().update()
        self._say_offline()
