"""Which step takes another back, and for how long that is offered; apart from the line that shows it, which needs a window."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.model.callback import Step

SECONDS = 10
_UNDONE_BY = {Step.FINISH: Step.REOPEN, Step.LATER: Step.LATER, Step.HAND_OVER: Step.TAKE_BACK, Step.RETURN: Step.TAKE_BACK}


def undo_of(step: StepChanged, messages: Messages) -> wire.MessageStep | None:
    """The step that takes `step` back as the message stands now; None where nothing can, or the hub does not have it."""
    message = messages.get(step.message_id)
    by = _UNDONE_BY.get(step.step.step)
    back_already = step.step.step is Step.LATER and step.step.until is None
    if step.state is not RequestState.IN_FORCE or message is None or by is None or back_already:
        return None
    return wire.MessageStep(by, message.version)
