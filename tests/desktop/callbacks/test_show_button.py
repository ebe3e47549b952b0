"""A notification has a button that shows the message only where a click beside the buttons does not."""

from __future__ import annotations

from typing import Any

import desktop_notifier
import pytest
from desktop_notifier import Capability, Notification

from kalix_presence.desktop.callbacks.notification_centre import Note, _Post

BUTTONS = (("1", "Done"), ("2", "Later"))


class Server:
    """What a notification server lets programs do, and what it was sent."""

    def __init__(self, *can: Capability) -> None:
        self.can, self.sent = frozenset({Capability.BUTTONS, *can}), list[Notification]()

    async def get_capabilities(self) -> frozenset[Capability]:
        """As the library tells it of the server."""
        return self.can

    async def send_notification(self, sent: Notification) -> None:
        """Keep it."""
        self.sent.append(sent)

    async def get_current_notifications(self) -> list[str]:
        """Whatever was sent stays."""
        return [each.identifier for each in self.sent]


@pytest.mark.parametrize(
    ("can", "open_words", "shown"),
    [
        ((), "Show", ["Done", "Later", "Show"]),
        ((Capability.ON_CLICKED,), "Show", ["Done", "Later"]),
        ((), "", ["Done", "Later"]),
    ],
)
async def test_it_is_there_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, can: tuple[Capability, ...], open_words: str, shown: list[str]
) -> None:
    server = Server(*can)
    monkeypatch.setattr(desktop_notifier, "DesktopNotifier", lambda *_: server)
    opened: list[str] = []
    post = _Post(pressed=lambda _: None, opened=opened.append)
    assert await post.show(Note("key", "Title", "Text", BUTTONS, open_words=open_words), markup=False)
    buttons: tuple[Any, ...] = server.sent[0].buttons
    assert [each.title for each in buttons] == shown
    if shown[-1] == "Show":
        buttons[-1].on_pressed()
        assert opened == ["key"]
