"""What is said, where no panel shows it, of a change that did not come into force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.desktop.presence import sentence


def note_of(outcome: RequestChanged, language: str) -> tuple[str, str] | None:
    """Title and text of a note; None where there is nothing to say."""
    translate = QCoreApplication.translate
    if outcome.state is RequestState.REFUSED and outcome.error is not None:
        return translate("DesktopController", "The status was not set"), sentence(outcome.error, language)
    if outcome.state is RequestState.OVER:
        return (
            translate("DesktopController", "The status was not set"),
            translate(
                "DesktopController",
                "There was no contact with the presence server until its end had passed. Calls were not forwarded.",
            ),
        )
    if outcome.state is RequestState.QUEUED:
        return (
            translate("DesktopController", "Not set yet"),
            translate(
                "DesktopController",
                "No contact with the presence server. The change waits here and is sent as soon as it answers.",
            ),
        )
    return None
