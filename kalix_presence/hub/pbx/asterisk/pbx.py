"""The driver for Asterisk: rules in AstDB, lamps by presence and device state, lines and phone codes by events."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass

from kalix_presence.hub.pbx.asterisk.ahead_keys import AheadKeys
from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAddress, AmiAnswer, Message
from kalix_presence.hub.pbx.asterisk.calls import AsteriskCalls, CallSettings, require
from kalix_presence.hub.pbx.asterisk.event_filter import FILTERS
from kalix_presence.hub.pbx.asterisk.joining import Joining, Seen
from kalix_presence.hub.pbx.asterisk.joining_rules import Rules, said_of
from kalix_presence.hub.pbx.asterisk.journals import CALLS, CODES, COUNTS, RANG, TALKS, Journals, is_missing
from kalix_presence.hub.pbx.asterisk.listening import Listening
from kalix_presence.hub.pbx.asterisk.message_lamps import MessageLamps
from kalix_presence.hub.pbx.asterisk.rule_text import (
    read_call,
    read_code,
    read_count,
    read_rang,
    read_rule,
    read_talk,
    rule_text,
)
from kalix_presence.hub.pbx.asterisk.shipped_dialplan import changed
from kalix_presence.hub.pbx.asterisk.site_file import clips_of, lacking
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.event_queue import EventQueues
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecord,
    CallRecorded,
    Checked,
    CodeDialled,
    DamagedRule,
    Expectation,
    Heard,
    Lamp,
    LineChanged,
    PbxEvent,
    PbxLost,
    PbxReady,
    PhoneCode,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import DivertReason

RULES = "kalix"
CLOCK_SKEW = 2
"""Seconds that the clocks of hub and PBX may differ before return times are off in a way people notice."""
AGREES = ("values", "expressions", "ways", "trunks", "switchboard", "clips", "phones")
"""What is checked beside the parts, when it is known what to agree with."""
IN_A_CHECK = {"pbx-unreachable": "asterisk-not-there"}
"""Sentences for an administrator in place of those for somebody who set a status."""
PRESENCE_BYTES = 240
"""Longest presence text after base64; Asterisk cuts a longer one."""

_LINES = {
    "NOT_INUSE": LineState.IDLE,
    "INUSE": LineState.BUSY,
    "BUSY": LineState.BUSY,
    "ONHOLD": LineState.BUSY,
    "RINGING": LineState.RINGING,
    "RINGINUSE": LineState.BUSY,
    "UNAVAILABLE": LineState.NOT_REGISTERED,
}


@dataclass(frozen=True, slots=True)
class AsteriskSettings:
    """How Asterisk is reached, and the names its dialplan uses.

    `technology` is what phones are ("PJSIP"): extension 2041's phone is PJSIP/2041. `dial_context` is where a number dialled on
    behalf of a person is looked up, with no more rights than that person's phone has. `signals` and `switchboard` as in the
    policy; `switchboard_queue` is the queue in which callers wait for it, "" when it is simply dialled.
    """

    host: str = "127.0.0.1"
    port: int = 5038
    username: str = "kalix"
    secret: str = ""
    tls: bool = False
    ca: str = ""
    technology: str = "PJSIP"
    dial_context: str = "kalix-dial"
    signals: int = 5
    switchboard: str = "9"
    switchboard_queue: str = ""


class AsteriskPbx:
    """See `pbx.protocol.Pbx`. Needs the dialplan of `resources/asterisk` in the PBX."""

    capabilities = Capabilities()

    def __init__(self, settings: AsteriskSettings) -> None:
        self._settings = settings
        address = AmiAddress(settings.host, settings.port, settings.username, settings.secret, settings.tls, settings.ca)
        self._ami = Ami(address, on_event=self._on_event, on_ready=self._on_ready, on_lost=self._on_lost, filters=FILTERS)
        self.supervised = self._ami.supervised
        self._readers = EventQueues()
        names = CallSettings(settings.technology, settings.dial_context, settings.switchboard, settings.switchboard_queue)
        self._calls = AsteriskCalls(self._ami, names, self._readers.publish, self._own)
        self._lamps = MessageLamps(self._ami, self._family)
        self._journals = Journals(self._ami, self._family)
        self._joining: Joining | None = None
        self._listening = Listening(self._ami)

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

    @property
    def unread(self) -> int:
        """How many entries of its journals nobody could read."""
        return self._journals.unread

    async def start(self) -> None:
        """Begin to connect."""
        self._ami.start()

    async def stop(self) -> None:
        """Close for good."""
        await self._lamps.stop()
        await self._calls.stop()
        await self._ami.stop()

    # rules

    async def apply(self, rule: ForwardingRule) -> None:
        """Write the rule's key and read it back, in one write to the PBX."""
        try:
            text = rule_text(rule)
        except ValueError:
            raise Unavailable("pbx-refused", action="apply") from None
        key = (("Family", RULES), ("Key", rule.extension))
        put, got = await self._ami.request_all([("DBPut", (*key, ("Val", text))), ("DBGet", key)])
        if not put.succeeded:
            raise Unavailable("pbx-refused", action="apply")
        if _value(got) != text:
            raise Unavailable("pbx-not-confirmed")

    async def remove(self, extension: str) -> None:
        """Delete the rule's key and read back that it is gone."""
        key = (("Family", RULES), ("Key", extension))
        _, got = await self._ami.request_all([("DBDel", key), ("DBGet", key)])
        if got.succeeded:
            raise Unavailable("pbx-not-confirmed")
        if not is_missing(got):
            raise Unavailable("pbx-refused", action="remove")

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The rule's key, read now."""
        got = await self._ami.request("DBGet", ("Family", RULES), ("Key", extension))
        text = _value(got)
        if text is None:
            if not is_missing(got):
                raise Unavailable("pbx-refused", action="read")
            return None
        return read_rule(extension, text, signals=self._settings.signals)

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """All rules in the PBX."""
        found = await self._family(RULES)
        return {extension: read_rule(extension, text, signals=self._settings.signals) for extension, text in found.items()}

    # what desk phones show

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Set the presence text and the lamp; the text goes as base64, for a comma in it would end it."""
        text = base64.b64encode(_cut(lamp.text)).decode()
        presence = f"{'away' if lamp.away else 'available'},,{text},e"
        lit = "INUSE" if lamp.away else "NOT_INUSE"
        answers = await self._ami.request_all(
            [
                ("Setvar", (("Variable", f"PRESENCE_STATE(CustomPresence:{_digits(extension)})"), ("Value", presence))),
                ("Setvar", (("Variable", f"DEVICE_STATE(Custom:kalix-{_digits(extension)})"), ("Value", lit))),
            ]
        )
        require(answers, "show")

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Light or put out the message lamp, and keep for the dialplan how many wait and whom to ring first."""
        await self._lamps.show(_digits(extension), waiting, _digits(first) if first else "")

    # lines and calls

    async def lines(self) -> Mapping[str, LineState]:
        """The state of every phone the PBX knows."""
        answer = await self._ami.request("DeviceStateList")
        require([answer], "lines")
        found: dict[str, LineState] = {}
        for event in answer.events:
            extension = self._extension(event.get("Device", ""))
            if extension is not None:
                found[extension] = _LINES.get(event.get("State", ""), LineState.UNKNOWN)
        return found

    async def present_calls(self) -> list[PresentCall]:
        """The calls of people as they are now."""
        return self._calls.present()

    async def place_call(self, extension: str, number: str) -> str:
        """Ring the person's phone, then dial `number` as that phone could."""
        return await self._calls.place(_digits(extension), _digits(number))

    async def move_call(self, call_id: str, target: str) -> None:
        """Blind transfer to `target`."""
        await self._calls.move(call_id, _digits(target))

    async def consult_call(self, call_id: str, target: str) -> str:
        """Ask `target` before passing the call on."""
        return await self._calls.consult(call_id, _digits(target))

    async def complete_consult(self, call_id: str) -> None:
        """Pass it on."""
        await self._calls.complete(call_id)

    async def cancel_consult(self, call_id: str) -> None:
        """Take it back."""
        await self._calls.cancel(call_id)

    # phone codes

    async def codes(self) -> list[PhoneCode]:
        """The dialplan's journal, oldest first; an entry that is none is put aside, as in all journals."""
        await self._journals.look_aside()
        return sorted(await self._journals.entries(CODES, read_code), key=lambda code: (code.dialled_at, code.key))

    async def forget_code(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(CODES, key)

    async def know_ahead(self, ahead: KnownAhead) -> None:
        """Write what differs from the keys that the PBX has."""
        await AheadKeys(self._ami, self._family).write(ahead)

    # calls nobody answered

    async def calls(self) -> list[CallRecord]:
        """The dialplan's journal of calls, oldest first."""
        return sorted(await self._journals.entries(CALLS, read_call), key=lambda record: (record.at, record.key))

    async def forget_call(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(CALLS, key)

    async def rang(self) -> list[RangFromPhone]:
        """The dialplan's journal of calls back by the phone's code, oldest first."""
        return sorted(await self._journals.entries(RANG, read_rang), key=lambda rang: (rang.at, rang.key))

    async def forget_rang(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(RANG, key)

    async def conversations(self) -> list[Talked]:
        """The dialplan's journal of conversations, oldest first."""
        return sorted(await self._journals.entries(TALKS, read_talk), key=lambda talk: (talk.at, talk.key))

    async def forget_conversation(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(TALKS, key)

    async def counted_calls(self) -> list[CountedCall]:
        """The dialplan's journal of all that ended, oldest first."""
        return sorted(await self._journals.entries(COUNTS, read_count), key=lambda call: (call.at, call.key))

    async def forget_counted_call(self, key: str) -> None:
        """Delete the journal entry; one that is gone already is fine."""
        await self._journals.forget(COUNTS, key)

    # events and checks

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        return self._readers.read()

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable, the account's rights, the dialplan (all of it: an old one lacks a part), the site's values, whether calls
        are heard of, the clock; with `expected` also whether it is joined and agrees with the hub."""
        if not self.connected:
            return [("reachable", Unavailable(IN_A_CHECK.get(self._ami.trouble, self._ami.trouble)))]
        self._joining = joining = Joining(self._ami)
        try:
            seen = await joining.look(clips_of(expected) if expected else ())
            found: Checked = [("reachable", None), *self._parts(seen)]
            unread = await self._journals.unreadable()
            found.append(("journals", Unavailable("asterisk-unread", count=unread) if unread else None))
            if expected is not None and seen.values is not None:
                rules = Rules(
                    joining, seen, expected,
                    technology=self._settings.technology, dial_context=self._settings.dial_context,
                    queue=self._settings.switchboard_queue,
                )  # fmt: skip
                wrong = [each async for each in rules.faults()]
                for name in AGREES:
                    found += said_of(wrong, name) or [(name, None)]
        finally:
            self._joining = None
        return found

    async def listen(self, extension: str) -> Heard:
        """Call `extension` within the PBX; the sound comes here as RTP."""
        return await self._listening.call(_digits(extension))

    def _parts(self, seen: Seen) -> Checked:
        user = self._settings.username
        may = Unavailable("asterisk-write", user=user, missing=",".join(seen.denied)) if seen.denied else None
        blind = "reporting" in seen.denied
        whole = blind or (seen.newest and seen.checks)
        site = lacking(seen.site) if seen.checks else []
        stood = seen.values is not None or seen.denied or not whole
        hears = Unavailable("asterisk-read", user=user, missing=",".join(seen.unheard)) if seen.unheard else None
        skewed = seen.skew is None or seen.skew > CLOCK_SKEW
        return [
            ("rights", may),
            ("dialplan", self._dialplan(seen, whole=whole)),
            ("site", Unavailable("asterisk-site", values=", ".join(site)) if site else None),
            ("events", hears if stood else Unavailable("asterisk-check-call")),
            ("clock", Unavailable("pbx-clock") if skewed else None),
        ]

    def _dialplan(self, seen: Seen, *, whole: bool) -> Unavailable | None:
        if not whole:
            return Unavailable("asterisk-dialplan")
        if "reporting" not in seen.denied and (differing := changed(seen.plan)):
            return Unavailable("asterisk-dialplan-changed", contexts=", ".join(f"[{name}]" for name in differing[:5]))
        return Unavailable("asterisk-modules", modules=", ".join(seen.unloaded)) if seen.unloaded else None

    def _on_ready(self) -> None:
        self._readers.publish(PbxReady())
        self._calls.ready()
        self._lamps.ready()

    def _on_lost(self) -> None:
        self._calls.lost()
        self._readers.publish(PbxLost())

    def _on_event(self, event: Message) -> None:
        if self._joining is not None:
            self._joining.on_event(event)
        self._listening.on_event(event)
        self._calls.on_event(event)
        match event.get("Event"):
            case "DeviceStateChange":
                extension = self._extension(event.get("Device", ""))
                if extension is not None:
                    self._readers.publish(LineChanged(extension, _LINES.get(event.get("State", ""), LineState.UNKNOWN)))
            case "ContactStatus":
                self._lamps.registered(event.get("EndpointName", ""), event.get("ContactStatus", ""))
            case "UserEvent" if event.get("UserEvent") == "KalixCode":
                code = read_code(event.get("Key", ""), event.get("Val", ""))
                if code is not None:
                    self._readers.publish(CodeDialled(code))
            case "UserEvent" if event.get("UserEvent") == "KalixCall":
                record = read_call(event.get("Key", ""), event.get("Val", ""))
                if record is not None:
                    self._readers.publish(CallRecorded(record))
            case "UserEvent" if event.get("UserEvent") == "KalixRang":
                rang = read_rang(event.get("Key", ""), event.get("Val", ""))
                if rang is not None:
                    self._readers.publish(rang)
            case "UserEvent" if event.get("UserEvent") == "KalixTalked":
                talk = read_talk(event.get("Key", ""), event.get("Val", ""))
                if talk is not None:
                    self._readers.publish(talk)
            case "UserEvent" if event.get("UserEvent") == "KalixDiverted":
                extension, caller, target, rule = (event.get(name, "") for name in ("Extension", "Caller", "Target", "Rule"))
                why = DivertReason(event.get("Why", ""))
                self._readers.publish(CallDiverted(extension, caller, target, why, rule))

    def _own(self, title: str) -> str | None:
        """Whose phone a channel is: PJSIP/2041-0000002a."""
        return self._extension(title.rpartition("-")[0])

    def _extension(self, device: str) -> str | None:
        technology, _, name = device.partition("/")
        return name if technology == self._settings.technology and re.fullmatch(r"\d{1,8}", name, re.ASCII) else None

    async def _family(self, family: str) -> dict[str, str]:
        answer = await self._ami.request("DBGetTree", ("Family", family))
        if not answer.succeeded and not is_missing(answer):
            raise Unavailable("pbx-refused", action="rules")
        prefix = f"/{family}/"
        return {
            event["Key"].removeprefix(prefix): event.get("Val", "")
            for event in answer.events
            if event.get("Key", "").startswith(prefix)
        }


def _value(answer: AmiAnswer) -> str | None:
    return answer.events[0].get("Val", "") if answer.succeeded and answer.events else None


def _digits(number: str) -> str:
    """A number on its way into a channel name or a function: digits and nothing else."""
    if not re.fullmatch(r"\d{1,18}", number, re.ASCII):
        raise Unavailable("pbx-refused", action="number")
    return number


def _cut(text: str) -> bytes:
    """As much of `text` as fits, cut between letters."""
    longest = PRESENCE_BYTES * 3 // 4
    return text.encode()[:longest].decode("utf-8", "ignore").encode()
