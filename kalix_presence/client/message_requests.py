"""What one person asks for about callback messages."""

from __future__ import annotations

from collections.abc import Callable

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.outbox.message_sender import MessageSender
from kalix_presence.client.session_events import MessageLeft, StepChanged
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import PresenceError


class MessageRequests:
    """`apply_message` takes in how a message stands after it was looked at."""

    def __init__(self, hub: HubClient, sender: MessageSender, apply_message: Callable[[wire.MessageView], None]) -> None:
        self._hub, self._sender, self._apply_message = hub, sender, apply_message

    async def leave_message(self, request: wire.MessageRequest) -> MessageLeft:
        """Leave a callback message; the outcome, also told to listeners."""
        return await self._sender.leave_message(request)

    async def request_step(self, message_id: str, step: wire.MessageStep) -> StepChanged:
        """Ask for a step of a message; the outcome, also told to listeners."""
        return await self._sender.step(message_id, step)

    async def mark_seen(self, message_id: str, step: wire.MessageStep) -> None:
        """Tell the hub that the message was looked at; only a sign, so nothing is kept when it cannot be told."""
        try:
            message = await self._hub.step_message(message_id, step, key=new_key())
        except PresenceError:
            return
        self._apply_message(message)

    async def ring_caller(self, message_id: str, *, way: Way = Way.TRAY) -> wire.CallBegun:
        """Have one's own phone rung, then the caller. Raises what the hub refuses: a call cannot wait."""
        return await self._hub.ring_message(message_id, way=way)

    async def find_done(self, *, query: str = "", after: str | None = None, limit: int = 60) -> wire.MessagesPage:
        """Done messages that match `query`, newest first, one page. Raises what the hub refuses."""
        return await self._hub.messages(state="done", query=query, after=after, limit=limit)
