"""What the grid says of its list: how many there are, why there is nobody, and how old it is without contact."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.grid.layout import GridFace
from kalix_presence.desktop.grid.listing import Listing
from kalix_presence.desktop.grid.rows import told_at
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.described import Described

translate = QCoreApplication.translate


class GridWords:
    """Writes into the labels of `face`."""

    def __init__(self, face: GridFace, listing: Listing, presence: Presence, language: str) -> None:
        self._face, self._listing, self._presence, self._language = face, listing, presence, language
        self._described = Described(face.search)

    def say_count(self) -> None:
        """How many, or why there is nobody."""
        face, listing = self._face, self._listing
        found, everybody = len(listing.shown), len(listing.finder)
        face.empty.setText(self._why_nobody())
        face.show_page(empty=not found)
        said = translate("Grid", "%n colleague(s)", "", found) if found else ""
        if not listing.last.order.is_complete:
            said = ""  # counted once they are painted
        elif found and found != everybody:
            said = translate("Grid", "{found} of {all}").format(found=found, all=everybody)
        face.count.setText(said)
        why = listing.why() if found else ""
        face.why.setText(why)
        self._described.say(self._found(said, why) if found else face.empty.text())

    def _found(self, said: str, why: str) -> str:
        """To whoever types and hears the screen: how many fit, and who is on top; why that one, or how it stands with them."""
        if not self._listing.typed.strip():
            return f"{said}."
        best = self._face.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        return f"{said}. {why} {best or ''}".strip()

    def say_offline(self) -> None:
        """Since when there has been no contact."""
        at = self._presence.heard_at or self._presence.known_at
        if at is None:
            said = translate("Grid", "No contact with the presence server. This is what was known last.")
        else:
            time = told_at(at, self._presence, self._language)
            said = translate("Grid", "No contact with the presence server. This is what was known at {time}.").format(time=time)
        self._face.offline.setText(said)

    def _why_nobody(self) -> str:
        listing, presence = self._listing, self._presence
        if presence.link is LinkState.SIGNED_OUT:
            return translate("Grid", "You are not signed in.\nSign in to see your colleagues.")
        if not len(listing.finder):
            if presence.link is LinkState.ONLINE and presence.me is not None and not presence.people:
                return translate("Grid", "There is nobody in the directory.")
            return translate("Grid", "Connecting to the presence server …")
        if partly := listing.partly():
            return partly
        if listing.filters.any:
            return translate("Grid", "Nobody fits the search and the filters.\nAlt+0 shows everybody, Esc begins anew.")
        typed = listing.typed.strip()
        return translate("Grid", "No match for “{typed}”.\nTry part of a name, a unit or an extension.").format(typed=typed)
