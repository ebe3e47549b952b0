"""Whether Asterisk does its part: what `kalix-hub check` tells of it, and what a caller would hear."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable

from kalix_presence.hub.pbx.asterisk.ami import Ami, Message
from kalix_presence.hub.pbx.asterisk.joining import FAMILY, Joining, Seen
from kalix_presence.hub.pbx.asterisk.joining_rules import Rules, said_of
from kalix_presence.hub.pbx.asterisk.journals import Journals
from kalix_presence.hub.pbx.asterisk.listening import Listening
from kalix_presence.hub.pbx.asterisk.phones import digits
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.asterisk.shipped_dialplan import changed
from kalix_presence.hub.pbx.asterisk.site_file import clips_of, lacking, last_set
from kalix_presence.hub.pbx.protocol import Checked, Expectation, Heard
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.errors import PresenceError, Unavailable

CLOCK_SKEW = 2
"""Seconds that the clocks of hub and PBX may differ before return times are off in a way people notice."""
AGREES = ("values", "expressions", "ways", "trunks", "switchboard", "clips", "phones")
"""What is checked beside the parts, when it is known what to agree with."""
OFFERED = ("early", "answer")
IN_A_CHECK = {"pbx-unreachable": "asterisk-not-there"}
"""Sentences for an administrator in place of those for somebody who set a status."""


class ChecksPart:
    """See `protocol.CanBeChecked`. `checks_hear` is to be given every event."""

    def __init__(
        self, ami: Ami, settings: AsteriskSettings, journals: Journals, accounts: Callable[[], Awaitable[PresenceError | None]]
    ) -> None:
        self._ami, self._settings, self._journals, self._accounts = ami, settings, journals, accounts
        self._joining: Joining | None = None
        self._looked: frozenset[str] = frozenset()
        self._answering: asyncio.Task[None] | None = None
        self._listening = Listening(ami)

    def checks_hear(self, event: Message) -> None:
        """Take in one event, for a check or a call that is listened to just now."""
        if self._joining is not None:
            self._joining.on_event(event)
        if event.get("UserEvent") == "KalixChecked":
            self._answer(event.get("Check", ""))
        self._listening.on_event(event)

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable, the account's rights, the dialplan (all of it: an old one lacks a part), the site's values, whether calls
        are heard of, the clock; with `expected` also whether it is joined and agrees with the hub."""
        if not self._ami.ready:
            return [("reachable", Unavailable(IN_A_CHECK.get(self._ami.trouble, self._ami.trouble)))]
        self._joining = joining = Joining(self._ami)
        try:
            seen = await joining.look(clips_of(expected), expected.extensions) if expected else await joining.look(())
            found: Checked = [("reachable", None), *self._parts(seen)]
            unread = await self._journals.unreadable()
            found.append(("journals", Unavailable("asterisk-unread", count=unread) if unread else None))
            if self._settings.accounts is not None:
                found.append(("accounts", await self._accounts()))
            if expected is not None and seen.values is not None:
                rules = Rules(
                    joining, seen, expected,
                    technology=self._settings.technology, dial_context=self._settings.dial_context,
                    queue=self._settings.switchboard_queue,
                )  # fmt: skip
                wrong = [each async for each in rules.faults()]
                if await joining.heard_by_another():
                    wrong.append(("values", Unavailable("asterisk-two-hubs", user=self._settings.username)))
                for name in AGREES:
                    found += said_of(wrong, name) or [(name, None)]
        finally:
            self._looked, self._joining = frozenset(joining.tokens), None
        return found

    def _answer(self, token: str) -> None:
        """Another hub looks at this PBX: it is told that this one is here too, for the two undo what the other does."""
        ours = self._joining is not None and token in self._joining.tokens
        if not ours and token not in self._looked and re.fullmatch(r"kalix-check-[0-9a-f]{32}", token):
            self._answering = aside(self._say_heard(token))

    async def _say_heard(self, token: str) -> None:
        with contextlib.suppress(Unavailable):
            await self._ami.request("DBPut", ("Family", FAMILY), ("Key", token), ("Val", "1"))

    async def offers_callback(self) -> bool:
        """As the site file that the PBX runs says; one that says nothing, or cannot be read, offers nothing."""
        listed = await self._ami.request("ShowDialPlan", ("Context", "kalix-site"), ("Extension", "s"))
        return last_set(listed.events, "KALIX_OFFER_CALLBACK") in OFFERED

    async def listen(self, extension: str) -> Heard:
        """Call `extension` within the PBX; the sound comes here as RTP."""
        return await self._listening.call(digits(extension))

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
