"""Callback messages in the client's tests: left by Maria at the switchboard, looked at at the hub, and awaited at a desk."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.client.session_events import StepChanged
from kalix_presence.model.callback import Step
from tests.client.house import Watched, until
from tests.hub.serving import Serving


def leave(hub: Serving, to: str = "2041", about: str = "Bygglov") -> str:
    """Maria at the switchboard leaves a message; its id."""
    with hub.client("maria") as maria:
        wish = {"to": to, "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": about}
        return str(maria.post("/api/v1/messages", json=wish).raise_for_status().json()["id"])


def at_hub(hub: Serving, message_id: str) -> wire.MessageView:
    """The message as the hub has it."""
    with hub.client("maria") as maria:
        return msgspec.json.decode(
            maria.get(f"/api/v1/messages/{message_id}").raise_for_status().content, type=wire.MessageView
        )


def step(message: wire.MessageView, what: Step, **more: object) -> wire.MessageStep:
    """A step of the message as it stands."""
    return wire.MessageStep(what, message.version, **more)  # type: ignore[arg-type]


def steps(desk: Watched) -> list[str]:
    """What was told of steps, in order."""
    return [told.state.value for told in desk.told if isinstance(told, StepChanged)]


async def arrived(desk: Watched, message_id: str) -> wire.MessageView:
    """The message, once the desk knows it."""
    await until(lambda: message_id in desk.known.inbox.messages)
    return desk.known.inbox.messages[message_id]
