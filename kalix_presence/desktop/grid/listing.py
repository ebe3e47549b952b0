"""Decides who is shown and in which order, and holds the order still while somebody is about to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.finding.filters import Filters, Show
from kalix_presence.desktop.finding.finder import BUDGET, NOBODY, Finder
from kalix_presence.desktop.finding.slices import done_within
from kalix_presence.desktop.grid.column_settings import Kept
from kalix_presence.desktop.grid.rows import Beside, Row, row_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.finding import Steps, say_why

IDLE = 2_500
"""Milliseconds without a key, and without a pointer in the list, after which the order follows who can be reached now."""
REST = 60
"""Milliseconds after which those beyond the first are put in order: a fast typist's next key comes first."""
MOST_ROWS = 2_000
"""So many rows in words are remembered."""


class Listing(QObject):
    """What is typed and filtered, and the people that come of it. `found` says that others, or another order, are shown; True:
    because something else is typed, so that the first of them is meant."""

    found = Signal(bool)
    grew = Signal(int)
    """Beyond this many, more stand below those that were shown first."""

    def __init__(self, presence: Presence, finder: Finder, kept: Kept, language: str) -> None:
        super().__init__()
        self._presence, self.finder, self._kept, self._language = presence, finder, kept, language
        self.typed, self.filters = "", Filters()
        self.favourites: set[str] = set()
        self.waiting: dict[str, int] = {}
        self.notices: Callable[[wire.PersonView], str] = lambda _: ""
        self.officers: Callable[[wire.PersonView], str] = lambda _: ""
        """Whom to ask about somebody's telephone."""
        self.last = NOBODY
        self.shown: Sequence[str] = []
        self._rows: dict[str, Row] = {}
        self._account: str | None = None
        self._held, self._moved = False, False
        self.why_is_old = False
        """The first stands otherwise than when they were found."""
        self._idle = QTimer(self, singleShot=True, interval=IDLE)
        self._idle.timeout.connect(self._settle)
        self._completing: Steps[None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._put_rest_in_order)
        finder.ready.connect(self.search_again)

    # what is asked for

    def search(self, typed: str) -> None:
        """This is typed now."""
        other = typed.strip() != self.typed.strip()
        self.typed = typed
        self._find(other_words=other)

    def filter(self, filters: Filters) -> None:
        """Keep to these."""
        self.filters = filters
        self.search_again()

    def search_again(self) -> None:
        """Find anew, in the order of who can be reached now."""
        self._find(other_words=False)

    def _find(self, *, other_words: bool) -> None:
        self._idle.stop()
        self._rest.stop()
        self._completing = None
        self._moved = self.why_is_old = False
        presence = self._presence
        if presence.link is LinkState.SIGNED_OUT:
            self.last = NOBODY
        else:
            self.last = self.finder.find(self.typed, self.filters.units)
        found = self.last.order
        if self.filters.shows or (self.favourites and not self.typed.strip()):
            found.complete()
        order: Sequence[str] = found
        if self.filters.shows:
            order = self.filters.kept(order, presence.board.standings, self.favourites)
        if self.favourites and not self.typed.strip():
            # Nothing is searched for: whom one rings every day stands on top.
            order = [one for one in order if one in self.favourites] + [one for one in order if one not in self.favourites]
        self.shown = order
        self.found.emit(other_words)
        if not found.is_complete:
            self._rest.start(REST)

    def _put_rest_in_order(self) -> None:
        """What the window shows is painted: now everybody else, who is reached by scrolling, in slices."""
        order, before = self.last.order, len(self.shown)
        steps = self._completing = self._completing or order.complete_in_steps()
        if not done_within(BUDGET, steps):
            self._rest.start(0)
            return
        self._completing = None
        if self.shown is order and len(self.shown) > before:
            self.grew.emit(before)

    def why(self) -> str:
        """One line on why the first is first, or that not everything is searched yet; nothing while nothing is searched for."""
        if partly := self.partly():
            return partly
        why, shown = self.last.why, self.shown
        if why is None or self.why_is_old or not self.typed.strip() or not shown or shown[0] != self.last.order[0]:
            return ""
        return say_why(why, name=self._name_of(shown[0]), name_of=self._name_of, words=shipped.words(self._language))

    def partly(self) -> str:
        """How much is searched while a large directory is still being read in; nothing once it is."""
        done = self.finder.by_name
        if done is None or not self.typed.strip():
            return ""
        everybody = len(self.finder)
        if done < everybody:
            return self.tr("Still reading the directory: {done} of {all} are searched so far, by name.").format(
                done=done, all=everybody
            )
        return self.tr("Still reading the directory: searched by name so far.")

    def _name_of(self, extension: str) -> str:
        person = self._presence.people.get(extension)
        return person.name if person is not None else extension

    # what changes by itself

    def hold(self, held: bool) -> None:
        """Somebody's pointer or keyboard is in the list, or no longer."""
        self._held = held
        if not held and self._moved:
            self._idle.start()

    def standings_changed(self, extensions: set[str] | None) -> None:
        """These stand otherwise: put in words anew when seen; the order waits until nobody is about to choose."""
        self.forget_rows(extensions)
        self.finder.changed(extensions)
        if not self.typed.strip() and not self.filters.shows:
            return  # by name: nobody moves
        self._moved = True
        self.why_is_old |= extensions is None or (bool(self.shown) and self.shown[0] in extensions)
        if not self._held and not self._idle.isActive():
            self._idle.start()

    def _settle(self) -> None:
        if self._moved and not self._held:
            self.search_again()

    # favourites, and rows in words

    def take_account(self, account: str) -> None:
        """Whose favourites these are."""
        if account != self._account:
            self._account = account
            self.favourites = self._kept.favourites(account) if account else set()
            self.forget_rows(None)

    def toggle_favourite(self, extension: str) -> bool:
        """Mark, or no longer; whether it is marked now. Raises OSError when the disk does not take it."""
        self.favourites ^= {extension}
        self.forget_rows({extension})
        if self._account:
            self._kept.keep_favourites(self._account, self.favourites)
        if Show.FAVOURITES in self.filters.shows or not self.typed.strip():
            self.search_again()
        return extension in self.favourites

    def forget_rows(self, extensions: set[str] | None) -> None:
        """What these rows say is out of date; None: every row."""
        if extensions is None or len(self._rows) > MOST_ROWS:
            self._rows.clear()
            return
        for extension in extensions:
            self._rows.pop(extension, None)

    def row(self, extension: str) -> Row | None:
        """A person in words, as of now."""
        known = self._rows.get(extension)
        if known is not None:
            return known
        person = self._presence.people.get(extension)
        if person is None:
            return None
        made = self._rows[extension] = row_of(person, self._presence, self._language, self.beside(person))
        return made

    def beside(self, person: wire.PersonView) -> Beside:
        """What is known of somebody beside directory and standing."""
        extension = person.extension
        return Beside(self.waiting.get(extension, 0), extension in self.favourites, self.notices(person), self.officers(person))
