"""What the windows of messages want to know and only the hub knows: done messages, a history, advice on an addressee."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kalix_presence import wire
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import sentence
from kalix_presence.model.errors import PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.callbacks.form import MessageForm
    from kalix_presence.desktop.callbacks.inbox import InboxWindow


class Lookups:
    """An answer goes to the window as it is then: `inbox` and `form` say which that is, None where it is gone meanwhile."""

    def __init__(
        self,
        submit: Submit,
        *,
        language: Callable[[], str],
        inbox: Callable[[], InboxWindow | None],
        form: Callable[[], MessageForm | None],
    ) -> None:
        self._submit, self._language, self._inbox, self._form = submit, language, inbox, form

    def find_done(self, query: str, mark: str) -> None:
        """Done messages that match, from `mark` on, for the inbox."""
        self._submit(lambda session: session.messages.find_done(query=query, after=mark or None), self._found, query, mark)

    def find_history(self, message_id: str) -> None:
        """Every step of a message, for the inbox."""
        self._submit(lambda session: session.hub.message_history(message_id), self._found_history, message_id)

    def find_advice(self, extension: str, urgent: bool) -> None:
        """When this person is likely to ring back, for the form."""
        self._submit(lambda session: session.hub.callback_advice(extension, urgent=urgent), self._found_advice, extension)

    def _found(self, page: wire.MessagesPage | None, fault: Exception | None, query: str, mark: str) -> None:
        trouble, inbox = self._trouble(fault), self._inbox()
        if inbox is not None:
            inbox.show_done(query, mark, page, trouble)

    def _found_history(self, history: wire.MessageHistory | None, fault: Exception | None, message_id: str) -> None:
        trouble, inbox = self._trouble(fault), self._inbox()
        if inbox is not None:
            inbox.history.show_history(message_id, history, trouble)

    def _found_advice(self, advice: wire.CallbackAdvice | None, fault: Exception | None, extension: str) -> None:
        self._trouble(fault)
        form = self._form()
        if form is not None:
            form.show_advice(extension, advice)

    def _trouble(self, fault: Exception | None) -> str:
        """What the hub refused, as a sentence; raises a fault of this program's own."""
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault
        return sentence(fault, self._language()) if fault is not None else ""
