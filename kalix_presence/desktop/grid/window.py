"""The colleague grid: one field to search by, the list, what can be done for whoever is chosen, and every key of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.finding.finder import Finder, shared_finder
from kalix_presence.desktop.grid.action_rules import Situation
from kalix_presence.desktop.grid.column_settings import Kept
from kalix_presence.desktop.grid.filter_pane import KEYS as FILTER_KEYS
from kalix_presence.desktop.grid.flow import Flow
from kalix_presence.desktop.grid.grid_words import GridWords
from kalix_presence.desktop.grid.keyboard import GridKeyboard
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.layout import GridFace
from kalix_presence.desktop.grid.listing import Listing
from kalix_presence.desktop.grid.own_acts import OwnActs
from kalix_presence.desktop.grid.people_model import ShownPeople
from kalix_presence.desktop.grid.stand_in import situation_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.phrases import owned
from kalix_presence.desktop.widgets.fitting import come_forward
from kalix_presence.model.duties import Duties

if TYPE_CHECKING:
    from kalix_presence import wire
    from kalix_presence.desktop.grid.call_strip import CallStrip
    from kalix_presence.desktop.grid.undo_line import UndoLine

MINUTE = 60_000


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
        self._keyboard, self._own_acts = GridKeyboard(self), OwnActs(self)
        self._said = GridWords(self, self.listing, presence, language)
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
        self.view.customContextMenuRequested.connect(self._own_acts.offer_menu_at)
        self.view.doubleClicked.connect(lambda _: self.act(Do.CARD))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._judge())
        self.pane.changed.connect(self.listing.filter)
        self.acts.asked.connect(self.act)
        self.acts.menu_asked.connect(self._own_acts.offer_menu)
        for button, do in ((self.list_button, Do.LIST), (self.tiles_button, Do.TILES), (self.keys_button, Do.KEYS)):
            button.clicked.connect(lambda _=False, one=do: self.act(one))
        for widget in (self.search, self.view, self.pane.tree, *self.pane.boxes):
            widget.installEventFilter(self._keyboard)

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
        if not self._keyboard.press(event, in_list=False):
            super().keyPressEvent(event)

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

    # acts

    def act(self, do: Do) -> None:
        """Do it, for whoever is chosen where it is for somebody."""
        extension = self.chosen()
        own = self._own_acts.act(do)
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
            if self.strip is not None and self.focusWidget() is self.strip.word:
                self.search.setFocus()  # the word is said
            self.act_asked.emit(do, extension or "")

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

    def menu(self) -> QMenu:
        """Everything that can be done for whoever is chosen."""
        return self._own_acts.menu()

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

    # what is shown

    def _take_people(self) -> None:
        presence = self._presence
        me = presence.me
        self.setWindowTitle(owned(self.title, presence))
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
        self._said.say_count()
        self._judge()

    def _grew(self, before: int) -> None:
        self.people.grow(before)
        self.view.updateGeometries()
        self._said.say_count()

    def _changed(self, extensions: set[str] | None) -> None:
        self.listing.standings_changed(extensions)
        if not self.isVisible():
            return
        self.view.touch(extensions)
        if extensions is not None:
            self.view.touch(self._sent_on(extensions))
        if self.listing.why_is_old:
            self.why.setText(self.listing.why())
        self._judge()  # whoever is chosen may stand as before, and their deputy not

    def _sent_on(self, extensions: set[str]) -> set[str]:
        """Whoever is in sight and has calls sent to one of these: whether those are away is said in their row too."""
        known, seen = self._presence.board.standings, [self.people.shown[row] for row in self.view.in_sight()]
        absences = {each: known[each].absence for each in seen if each in known}
        return {each for each, absence in absences.items() if absence is not None and absence.forward_number in extensions}

    def _link_changed(self) -> None:
        presence = self._presence
        offline = presence.link is LinkState.OFFLINE or (presence.link is LinkState.CONNECTING and bool(presence.people))
        self.offline.setVisible(offline)
        if presence.link is LinkState.ONLINE:
            self.say("")  # what was refused for want of contact
        self._said.say_offline()
        self.listing.forget_rows(None)
        if presence.link is LinkState.SIGNED_OUT or (presence.people and not self.listing.shown):
            self.listing.search_again()
        self._said.say_count()
        self._judge()
        self.view.touch(None)

    def _pbx_seen(self) -> None:
        if self._presence.pbx is not self._pbx:
            self._pbx = self._presence.pbx
            self._flow.on_standings_changed(None)

    def _pointed(self, inside: bool) -> None:
        self.listing.hold(inside or self.view.hasFocus())

    def _minute_passed(self) -> None:
        self.listing.forget_rows(None)
        self.view.viewport().update()
        self._said.say_offline()
