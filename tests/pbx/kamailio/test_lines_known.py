"""Nobody is idle of whom it is not known that there is a phone."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.pbx.kamailio.lines import Lines
from kalix_presence.hub.pbx.kamailio.rpc import Refused, Rpc
from kalix_presence.hub.pbx.kamailio.subscriptions import Subscriptions
from kalix_presence.model.line import LineState


class Told(Rpc):
    """Answers by name; what is missing is refused with `number`."""

    def __init__(self, known: dict[str, Any], number: int = 500) -> None:
        self.known, self.number = known, number

    async def ask(self, method: str, *params: str) -> Any:
        if params[1] not in self.known:
            raise Refused(method, self.number)
        return self.known[params[1]]


@pytest.mark.parametrize(
    ("rpc", "state"),
    [
        (Told({"2041": {"Contacts": [1]}}), LineState.IDLE),
        (Told({"2041@kalix.test": {"Contacts": [1]}}), LineState.IDLE),
        (Told({"2041": {"Contacts": []}}), LineState.NOT_REGISTERED),
        (Told({"2041": "rubbish"}), LineState.NOT_REGISTERED),
        (Told({}), LineState.NOT_REGISTERED),
        (Told({}, -32601), LineState.UNKNOWN),
    ],
)
async def test_whether_there_is_a_phone(rpc: Told, state: LineState) -> None:
    subscriptions = Subscriptions(("127.0.0.1", 9), "kalix.test", lambda extension: None)
    subscriptions.watch(["2041"])
    lines = Lines(subscriptions, "kalix.test")
    assert await lines.look(rpc) == []
    assert lines.state("2041") is LineState.UNKNOWN  # nobody has told of calls
    watch = subscriptions._watches["2041"]
    watch.state, watch.told = LineState.IDLE, True
    assert lines.states == {"2041": state}
    watch.state = LineState.BUSY
    assert lines.state("2041") is LineState.BUSY
    watch.state = LineState.UNKNOWN  # told, and nothing of calls
    assert lines.state("2041") is (LineState.NOT_REGISTERED if state is LineState.NOT_REGISTERED else LineState.UNKNOWN)


async def test_of_another_kamailio_nothing_is_known_of_phones() -> None:
    subscriptions = Subscriptions(("127.0.0.1", 9), "kalix.test", lambda extension: None)
    subscriptions.watch(["2041"])
    lines = Lines(subscriptions, "kalix.test")
    await lines.look(Told({"2041": {"Contacts": [1]}}))
    lines.begin_again()
    watch = subscriptions._watches["2041"]
    watch.state, watch.told = LineState.IDLE, True  # it tells of calls before anybody has looked for phones
    assert lines.state("2041") is LineState.UNKNOWN
