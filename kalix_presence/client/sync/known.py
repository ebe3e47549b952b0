"""What one client knows: who one is, the site's reasons, the directory, where everybody stands, open messages."""

from __future__ import annotations

from datetime import datetime

from kalix_presence import wire
from kalix_presence.client.board import ClientBoard
from kalix_presence.client.inbox import OpenMessages
from kalix_presence.client.local.cache import Remembered
from kalix_presence.model.callback import Stage


class Known:
    """All of it belongs to one account; `forget_account` before another one's is fetched."""

    def __init__(self) -> None:
        self.board, self.inbox = ClientBoard(), OpenMessages()
        self.me: wire.Me | None = None
        self.reasons: wire.ReasonsView | None = None
        self.preferences: wire.PreferencesView | None = None
        self.people: list[wire.PersonView] = []
        self.known_at: datetime | None = None
        """The age of what is known; None when it is live."""
        self.own_known_at: datetime | None = None
        """The age of one's own standing as it was recalled."""

    def recall(self, kept: Remembered) -> None:
        """Know what was kept when the program ended last."""
        self.me, self.reasons, self.people, self.known_at = kept.me, kept.reasons, kept.people, kept.at
        self.preferences = kept.preferences
        self.board.replace(kept.board)
        self.inbox.replace(kept.messages)

    def to_keep(self, hub: str, who: str, now: datetime) -> Remembered | None:
        """What is to be kept for the next start; None as long as nobody is known."""
        if self.me is None:
            return None
        at, board = self.known_at or now, list(self.board.standings.values())
        messages = [message for message in self.inbox.messages.values() if message.stage is not Stage.DONE]
        return Remembered(hub, who, at, self.me, self.reasons, self.people, board, messages, self.preferences)

    def forget_account(self) -> None:
        """Somebody else signs in, or nobody is signed in: what this account saw is nobody's business. The reasons stay."""
        self.me, self.people, self.known_at, self.preferences = None, [], None, None
        self.board, self.inbox = ClientBoard(), OpenMessages()
