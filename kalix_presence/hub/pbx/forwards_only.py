"""What a PBX answers that forwards calls and does nothing else: a driver begins from it and adds what its PBX can."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.event_queue import EventQueues
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.hub.pbx.protocol import CallRecord, Heard, Lamp, PbxEvent, PhoneCode, PresentCall, RangFromPhone, Talked
from kalix_presence.hub.pbx.without_accounts import WithoutAccounts
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState

FORWARDS_ONLY = Capabilities(
    announces=False,
    phone_codes=False,
    line_states=False,
    place_call=False,
    move_call=False,
    message_lamp=False,
    unanswered_calls=False,
    present_calls=False,
    consult_call=False,
    lamps=False,
)
"""The rest stands as the forward itself: `dataclasses.replace` it with what the PBX truly keeps."""


class ForwardsOnly(WithoutAccounts):
    """All parts of `Pbx` but `HoldsRules`, `check`, `start`, `stop` and `connected`, for a PBX that has no such thing.

    `publish` hands an event to whoever reads `events()`.
    """

    capabilities = FORWARDS_ONLY

    def __init__(self) -> None:
        self.supervised = Supervised()
        self._readers = EventQueues()

    def publish(self, event: PbxEvent) -> None:
        """Tell the hub."""
        self._readers.publish(event)

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        return self._readers.read()

    @property
    def connected(self) -> bool:
        """Whether it is there; a driver says so itself."""
        raise NotImplementedError

    @property
    def virtual_phones(self) -> None:
        """Its phones are real."""
        return None

    @property
    def unread(self) -> int:
        """It keeps no journal."""
        return 0

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """Whoever runs the PBX gives people their phones."""

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Phones show nothing."""

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Phones have no lamp."""

    async def know_ahead(self, ahead: KnownAhead) -> None:
        """There are no codes that could mean it."""

    async def lines(self) -> Mapping[str, LineState]:
        """Nothing is known of them: nobody is painted as idle."""
        self.require_connected()
        return {}

    async def codes(self) -> list[PhoneCode]:
        """None."""
        return []

    async def forget_code(self, key: str) -> None:
        """There is none."""

    async def calls(self) -> list[CallRecord]:
        """None are kept."""
        return []

    async def forget_call(self, key: str) -> None:
        """There is none."""

    async def rang(self) -> list[RangFromPhone]:
        """None are kept."""
        return []

    async def forget_rang(self, key: str) -> None:
        """There is none."""

    async def conversations(self) -> list[Talked]:
        """None are kept."""
        return []

    async def forget_conversation(self, key: str) -> None:
        """There is none."""

    async def counted_calls(self) -> list[CountedCall]:
        """None are kept: the policy report says nothing of calls."""
        return []

    async def forget_counted_call(self, key: str) -> None:
        """There is none."""

    async def present_calls(self) -> list[PresentCall]:
        """None are seen."""
        return []

    async def place_call(self, extension: str, number: str) -> str:
        """Raises Unavailable `pbx-cannot`, as all acts with calls do."""
        raise Unavailable("pbx-cannot")

    async def ring_phone(self, extension: str, shown: str) -> str:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def move_call(self, call_id: str, target: str) -> None:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def consult_call(self, call_id: str, target: str) -> str:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def complete_consult(self, call_id: str) -> None:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def cancel_consult(self, call_id: str) -> None:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def offers_callback(self) -> bool:
        """Nothing is offered where nothing is said."""
        return False

    async def listen(self, extension: str) -> Heard:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    def require_connected(self) -> None:
        """Raises Unavailable `pbx-unreachable` while it is not there."""
        if not self.connected:
            raise Unavailable("pbx-unreachable")
