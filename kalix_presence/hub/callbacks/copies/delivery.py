"""What may become of a copy that is handed to a mail server or gateway."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Delivery(StrEnum):
    """How it went. A copy that may have been taken (`UNSURE`) is never sent again: the message itself is in the inbox."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `name` is plain ASCII, `kind` a media type ("application/pdf")."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, ready to be sent: `to` is an e-mail address or a number in E.164, `id` the same however often it is tried.
    `attachments` go by e-mail alone."""

    id: str
    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class CopySender(Protocol):
    """One way for copies. Methods block: they are called in a thread."""

    def send(self, copy: Copy) -> Delivery:
        """Hand `copy` over; raises nothing for what a server or network may do."""
        ...

    def check(self) -> None:
        """Reach the server without sending anything. Raises Unavailable `copies-unreachable` or `copies-refused`."""
        ...
