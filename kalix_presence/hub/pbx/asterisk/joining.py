"""What an Asterisk really runs, looked at from within: the material by which `kalix-hub check` proves the joining.

Nothing here rings anybody or changes what holds: a Local channel stands in the dialplan's own `kalix-check` for a moment, and
its variables are asked for; a key of a family of its own is written and deleted.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import uuid
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAnswer, Headers, Message
from kalix_presence.hub.pbx.asterisk.site_file import VALUES

DENIED = "Permission denied"
SEEN_SECONDS = 3.0
"""How long what the check makes happen may take to be told."""
STANDS_SECONDS = 10.0
"""How long a channel may take to stand in the dialplan, on a machine that has much else to do."""
LOOK_SECONDS = 0.02
FAMILY = "kalix-check"
"""Where another hub says, by the token of a look, that it has heard of it."""
ANOTHER_SECONDS = 0.1
AT_ONCE = 400
"""Actions in one write."""
MEMBER_EVENTS = "Event: QueueMemberAdded[^A-Za-z]"
MODULES = (
    "app_channelredirect", "app_dial", "app_exec", "app_minivm", "app_playback", "app_queue", "app_read", "app_stack",
    "app_userevent", "chan_pjsip", "codec_alaw", "format_wav", "func_base64", "func_callerid", "func_cdr", "func_channel",
    "func_cut", "func_db", "func_devstate", "func_dialplan", "func_env", "func_global", "func_lock", "func_logic", "func_math",
    "func_pjsip_endpoint", "func_presencestate", "func_rand", "func_sha1", "func_strings", "pbx_config",
    "res_musiconhold", "res_pjsip_header_funcs",
)  # fmt: skip
"""What the dialplan and the hub need of Asterisk; a PBX that is kept lean may leave some out."""
MOST_OTHERS = 50
"""Endpoints that are no phones of people: so many are looked at."""
MUSIC_EVENTS = "Event: MusicOnHoldStart[^A-Za-z]"
_NAMES = 700
"""Bytes of clip names in one header."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dialplan as the PBX runs it."""

    context: str
    extension: str
    priority: str
    application: str
    data: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint of the PBX that is no person's phone."""

    name: str
    context: str
    transfers: bool
    keys: str
    sounds: str
    addressed: bool
    """Known by its address alone, without a password."""
    language: str = ""
    watches: str = ""
    """Where whoever subscribes to somebody's state is looked up; "" where nobody may."""


@dataclass(slots=True)
class Seen:
    """What was found. `denied` are the classes that the account's `write` lacks, `unheard` those that its `read` lacks.

    `values` are those of the site file as a call reads them; None when no call could read them. `lacking` are clips that are
    not there or cannot be played, as "sv/lunch"; `misnamed` clips of people's names that are there and cannot be played.
    """

    denied: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    plan: list[Line] = field(default_factory=list)
    includes: dict[str, list[str]] = field(default_factory=dict)
    newest: bool = False
    checks: bool = False
    site: list[Message] = field(default_factory=list)
    values: dict[str, str] | None = None
    named: bool = True
    lacking: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    unloaded: list[str] = field(default_factory=list)
    skew: float | None = None
    language: str = ""
    """That of a channel which says none of its own."""


class Joining:
    """Looks at the PBX behind `ami`; `take` is to be given every event of it meanwhile."""

    def __init__(self, ami: Ami) -> None:
        self._ami = ami
        self._token = ""
        self.tokens: set[str] = set()
        self._channel = False
        self._user = asyncio.Event()
        self._member = asyncio.Event()
        self._music = asyncio.Event()
        self._first: dict[tuple[str, str], list[Line]] = {}

    def on_event(self, event: Message) -> None:
        """Take in one event."""
        if not self._token:
            return
        match event.get("Event"):
            case "Newchannel":
                self._channel = True
            case "UserEvent" if event.get("UserEvent") == "KalixChecked" and event.get("Check") == self._token:
                self._user.set()
            case "MusicOnHoldStart" if event.get("Uniqueid") == self._token:
                self._music.set()
            case "QueueMemberAdded":
                self._member.set()

    async def look(self, clips: Iterable[str], people: Iterable[str] = ()) -> Seen:
        """See everything but what depends on the directory; raises Unavailable `pbx-unreachable`."""
        seen = Seen()
        key: Headers = (("Family", "kalix-check"), ("Key", uuid.uuid4().hex))
        put, _, call, plan = await self._ami.request_all(
            [
                ("DBPut", (*key, ("Val", "1"))),
                ("DBDel", key),
                ("Setvar", (("Channel", "kalix-check-nobody"), ("Variable", "KALIX_CHECK"), ("Value", "1"))),
                ("ShowDialPlan", ()),
            ]
        )
        seen.denied += [name for name, asked in (("system", put), ("call", call), ("reporting", plan)) if _denied(asked)]
        seen.skew = await self._skew()
        self._read(seen, plan.events)
        seen.unloaded = [] if _denied(put) else await self.missing(MODULES)
        if seen.checks or _denied(plan):
            await self._stand_in(seen, list(clips), list(people))
        return seen

    async def _skew(self) -> float | None:
        """By how many seconds the clocks differ at least: the PBX says whole ones, and its answer may take a while."""
        before = datetime.now(UTC).timestamp()
        there = _value(await self._ami.request("Getvar", ("Variable", "EPOCH")))
        after = datetime.now(UTC).timestamp()
        return max(0.0, before - int(there) - 1, int(there) - after) if there.isdigit() else None

    def _read(self, seen: Seen, listed: Sequence[Message]) -> None:
        for each in listed:
            context = each.get("Context", "")
            if "IncludeContext" in each:
                seen.includes.setdefault(context, []).append(each["IncludeContext"])
            elif each.get("Application"):
                seen.plan.append(_line(each))
            if context == "kalix-site":
                seen.site.append(each)
        contexts = {line.context for line in seen.plan}
        seen.newest, seen.checks = "kalix-outward" in contexts, {"kalix-check", "kalix-presence"} <= contexts

    async def _stand_in(self, seen: Seen, clips: list[str], people: list[str]) -> None:
        await self._ami.request("Filter", ("Operation", "Add"), ("Filter", MEMBER_EVENTS))
        for tongue in ("sv", "en"):
            for asked in _pieces(clips):
                if not await self._one(seen, tongue, asked):
                    return
            if seen.values is not None and seen.values["KALIX_NAMES"]:
                for asked in _pieces(people):
                    await self._one(seen, tongue, "", asked)

    async def _one(self, seen: Seen, tongue: str, clips: str, people: str = "") -> bool:
        """One look by one channel; False when there is no use in another."""
        self._token, self._channel = f"kalix-check-{uuid.uuid4().hex}", False
        self.tokens.add(self._token)
        self._user, self._member = asyncio.Event(), asyncio.Event()
        far = f"{self._token}-far"
        given = {"_KALIX_CHECK": self._token, "_KALIX_ASKED": clips, "_KALIX_PEOPLE": people, "_KALIX_TONGUE": tongue}
        begun = await self._ami.request(
            "Originate",
            ("Channel", "Local/s@kalix-check/n"),
            ("Application", "Wait"),
            ("Data", "30"),
            ("ChannelId", self._token),
            ("OtherChannelId", far),
            ("Async", "true"),
            *(("Variable", f"{name}={value}") for name, value in given.items()),
        )
        if _denied(begun):
            seen.denied.append("originate")
            return False
        try:
            if not await self._stands(far):
                return False
            first = seen.values is None
            if first:
                await self._values(seen, far)
                seen.language = await self.variable(far, "CHANNEL(language)")
            lacks = [name for name in (await self.variable(far, "KALIX_LACKS")).split("-") if name]
            seen.lacking += [f"{tongue}/{name}" for name in lacks if not people]
            seen.misnamed += [f"{tongue}/names/{name}" for name in lacks if people]
            seen.named = await self.variable(far, "KALIX_NAMED") == "1"
            if first:
                await self._hearing(seen)
            return True
        finally:
            self._token = ""
            await self._ami.request("Hangup", ("Channel", far))

    async def _stands(self, channel: str) -> bool:
        for _ in range(int(STANDS_SECONDS / LOOK_SECONDS)):
            answer = await self._ami.request("Getvar", ("Channel", channel), ("Variable", "KALIX_CHECKED"))
            if _value(answer) == "1":
                return True
            if _denied(answer):
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return False

    async def _values(self, seen: Seen, channel: str) -> None:
        seen.values = {name: await self.variable(channel, name) for name in VALUES}

    async def _hearing(self, seen: Seen) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SEEN_SECONDS / 2):
                await self._user.wait()
        seen.unheard += [] if self._channel else ["call"]
        seen.unheard += [] if self._user.is_set() else ["user"]
        if seen.values and seen.values["KALIX_SWITCHBOARD_QUEUE"] and await self.queue(seen.values["KALIX_SWITCHBOARD_QUEUE"]):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SEEN_SECONDS / 2):
                    await self._member.wait()
            seen.unheard += [] if self._member.is_set() else ["agent"]

    async def heard_by_another(self) -> bool:
        """Whether another hub is signed in as well, and has said that it heard of this look."""
        for _ in range(3):
            asked = [("DBGet", (("Family", FAMILY), ("Key", token))) for token in sorted(self.tokens)]
            if any(answer.succeeded for answer in await self._ami.request_all(asked)):
                await self._ami.request_all([("DBDel", key) for _, key in asked])
                return True
            await asyncio.sleep(ANOTHER_SECONDS)
        return False

    # single questions

    async def variable(self, channel: str, name: str) -> str:
        """A variable or function as `channel` reads it."""
        return _value(await self._ami.request("Getvar", ("Channel", channel), ("Variable", name)))

    async def functions(self, asked: Sequence[str]) -> list[str]:
        """What these functions say, in the same order; "" for one that says nothing."""
        said: list[str] = []
        for at in range(0, len(asked), AT_ONCE):
            actions = [("Getvar", (("Variable", each),)) for each in asked[at : at + AT_ONCE]]
            said += [_value(answer) for answer in await self._ami.request_all(actions)]
        return said

    async def exists(self, context: str, number: str) -> bool:
        """Whether `number` can be dialled in `context`."""
        if not context or re.search(r"[,()]", context):
            return False
        return await self.functions([f"DIALPLAN_EXISTS({context},{number},1)"]) == ["1"]

    async def fits(self, expression: str, number: str) -> bool | None:
        """Whether the PBX's own regular expressions find `expression` in `number`; None for one that is broken."""
        said = (await self.functions([f'REGEX("{expression}" {number})']))[0]
        return {"0": False, "1": True}.get(said)

    async def queue(self, name: str) -> bool:
        """Whether there is a queue of this name."""
        if re.search(r"[,()]", name):
            return False
        return await self.functions([f"QUEUE_EXISTS({name})"]) == ["1"]

    async def first(self, context: str, number: str) -> list[Line]:
        """The lines that a call to `number` in `context` runs, as Asterisk chooses them: its own, else those of the first one
        included that knows the number; none when no listed line does (it may be known by a switch)."""
        known = self._first.get((context, number))
        if known is None:
            known = self._first[context, number] = await self._listed(context, number)
        return known

    async def _listed(self, context: str, number: str) -> list[Line]:
        if not context or not number or not f"{context}{number}".isprintable():
            return []
        answer = await self._ami.request("ShowDialPlan", ("Context", context), ("Extension", number))
        lines = [_line(each) for each in answer.events if each.get("Application") and each.get("Priority") != "hint"]
        begins = next((line for line in lines if line.priority == "1"), None)
        if begins is None:
            return []
        return [line for line in lines if (line.context, line.extension) == (begins.context, begins.extension)]

    async def settings(self, filename: str, section: str) -> list[tuple[str, str]] | None:
        """What a file of the PBX says in [section], in order; None when it cannot be read or has no such section."""
        answer = await self._ami.request("GetConfig", ("Filename", filename), ("Category", section))
        if not answer.succeeded:
            return None
        lines = sorted((name, text) for name, text in answer.response.items() if name.startswith("Line-"))
        pairs = (text.partition("=") for _, text in lines)
        return [(name.strip(), text.strip()) for name, _, text in pairs]

    async def plays(self, music: str) -> bool:
        """Whether somebody put on hold with this class of music hears some; of its own it takes the default one."""
        await self._ami.request("Filter", ("Operation", "Add"), ("Filter", MUSIC_EVENTS))
        self._token, self._music = f"kalix-check-{uuid.uuid4().hex}", asyncio.Event()
        far = f"{self._token}-far"
        await self._ami.request(
            "Originate",
            ("Channel", "Local/s@kalix-check/n"),
            ("Application", "MusicOnHold"),
            ("Data", music),
            ("ChannelId", self._token),
            ("OtherChannelId", far),
            ("Async", "true"),
        )
        try:
            async with asyncio.timeout(SEEN_SECONDS):
                await self._music.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._token = ""
            await self._ami.request("Hangup", ("Channel", far))

    async def missing(self, modules: Sequence[str]) -> list[str]:
        """Those that are not loaded."""
        answers = await self._ami.request_all([("ModuleCheck", (("Module", name),)) for name in modules])
        return [
            name
            for name, answer in zip(modules, answers, strict=True)
            if not answer.succeeded and answer.response.get("Message") == "Module not loaded"
        ]

    async def others(self, phones: Container[str]) -> list[Endpoint]:
        """The PJSIP endpoints that are not among `phones`: trunks, doors, gateways; where there are very many the first, of
        those that are named by figures too, which mostly are phones of nobody's."""
        listed = await self._ami.request("PJSIPShowEndpoints")
        names = [each.get("ObjectName", "") for each in listed.events if each.get("Event") == "EndpointList"]
        wanted = [name for name in names if name not in phones and not name.isdigit()][:MOST_OTHERS]
        wanted += [name for name in names if name not in phones and name.isdigit()][:MOST_OTHERS]
        shown = await self._ami.request_all([("PJSIPShowEndpoint", (("Endpoint", name),)) for name in wanted])
        return [found for answer in shown if (found := _endpoint(answer.events)) is not None]


def _endpoint(events: Sequence[Message]) -> Endpoint | None:
    detail = next((each for each in events if each.get("Event") == "EndpointDetail"), None)
    if detail is None:
        return None
    by_address = any(each.get("Event") == "IdentifyDetail" for each in events)
    return Endpoint(
        detail.get("ObjectName", ""), detail.get("Context", ""), detail.get("AllowTransfer") == "true",
        detail.get("DtmfMode", ""), detail.get("Allow", ""), by_address and not detail.get("Auth"), detail.get("Language", ""),
        (detail.get("SubscribeContext") or detail.get("Context", "")) if detail.get("AllowSubscribe") == "true" else "",
    )  # fmt: skip


def _line(each: Message) -> Line:
    priority, application = each.get("Priority", ""), each["Application"]
    return Line(each.get("Context", ""), each.get("Extension", ""), priority, application, each.get("AppData", ""))


def _pieces(names: list[str]) -> list[str]:
    """Names joined by "-", in pieces that one header can hold; one empty piece when there are none."""
    pieces = [""]
    for name in sorted(names):
        if len(pieces[-1]) + len(name) > _NAMES:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]}-{name}" if pieces[-1] else name
    return pieces


def _denied(answer: AmiAnswer) -> bool:
    return not answer.succeeded and answer.response.get("Message") == DENIED


def _value(answer: AmiAnswer) -> str:
    return answer.response.get("Value", "") if answer.succeeded else ""
