"""The driver for Asterisk: its parts joined on one connection to the manager interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from kalix_presence.hub.pbx.asterisk.ahead_keys import AheadKeys
from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAddress, Message
from kalix_presence.hub.pbx.asterisk.calls import AsteriskCalls, CallSettings
from kalix_presence.hub.pbx.asterisk.database import Database
from kalix_presence.hub.pbx.asterisk.dialplan_events import told_by
from kalix_presence.hub.pbx.asterisk.event_filter import FILTERS
from kalix_presence.hub.pbx.asterisk.journals import Journals
from kalix_presence.hub.pbx.asterisk.message_lamps import MessageLamps
from kalix_presence.hub.pbx.asterisk.parts.accounts import AccountsPart
from kalix_presence.hub.pbx.asterisk.parts.calls import CallsPart
from kalix_presence.hub.pbx.asterisk.parts.checks import ChecksPart
from kalix_presence.hub.pbx.asterisk.parts.codes import CodesPart
from kalix_presence.hub.pbx.asterisk.parts.kept_calls import KeptCallsPart
from kalix_presence.hub.pbx.asterisk.parts.lamps import LampsPart
from kalix_presence.hub.pbx.asterisk.parts.lines import LinesPart
from kalix_presence.hub.pbx.asterisk.parts.rules import RulesPart
from kalix_presence.hub.pbx.asterisk.phones import PhoneNames
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.event_queue import EventQueues
from kalix_presence.hub.pbx.protocol import PbxEvent, PbxLost, PbxReady


class AsteriskPbx(RulesPart, LampsPart, LinesPart, CodesPart, KeptCallsPart, CallsPart, AccountsPart, ChecksPart):
    """See `pbx.protocol.Pbx`. Needs the dialplan of `resources/asterisk` in the PBX."""

    def __init__(self, settings: AsteriskSettings) -> None:
        address = AmiAddress(settings.host, settings.port, settings.username, settings.secret, settings.tls, settings.ca)
        ami = Ami(address, on_event=self._on_event, on_ready=self._on_ready, on_lost=self._on_lost, filters=FILTERS)
        self.supervised = ami.supervised
        self._readers = EventQueues()
        database, phones = Database(ami), PhoneNames(settings.technology)
        names = CallSettings(
            settings.technology,
            settings.dial_context,
            settings.switchboard,
            settings.switchboard_queue,
            settings.ring_seconds,
        )
        journals = Journals(ami, database.family)
        RulesPart.__init__(self, ami, database, settings.signals)
        LampsPart.__init__(self, ami, MessageLamps(ami, database.family))
        LinesPart.__init__(self, ami, phones)
        CodesPart.__init__(self, journals, AheadKeys(ami, database.family))
        KeptCallsPart.__init__(self, journals)
        CallsPart.__init__(self, AsteriskCalls(ami, names, self._readers.publish, phones.owner_of))
        AccountsPart.__init__(self, ami, settings.accounts)
        ChecksPart.__init__(self, ami, settings, journals, self.accounts_fault)
        self.capabilities = Capabilities(sets_up_phones=settings.accounts is not None)

    @property
    def virtual_phones(self) -> None:
        """Its phones are real."""
        return None

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """Whoever runs the PBX gives people their phones."""

    @property
    def connected(self) -> bool:
        """Whether it is connected and fully booted."""
        return self._ami.ready

    async def start(self) -> None:
        """Begin to connect."""
        self._ami.start()

    async def stop(self) -> None:
        """Close for good."""
        await self._message_lamps.stop()
        await self._calls.stop()
        await self._ami.stop()

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        return self._readers.read()

    def _on_ready(self) -> None:
        self._readers.publish(PbxReady())
        self._calls.ready()
        self._message_lamps.ready()

    def _on_lost(self) -> None:
        self._calls.lost()
        self.accounts_lost()
        self._readers.publish(PbxLost())

    def _on_event(self, event: Message) -> None:
        self.checks_hear(event)
        self._calls.on_event(event)
        if event.get("Event") == "ContactStatus":
            self._message_lamps.registered(event.get("EndpointName", ""), event.get("ContactStatus", ""))
        told = told_by(event) or self.line_changed(event)
        if told is not None:
            self._readers.publish(told)
