"""The hub's side of the guardian: it is told of each rule before the PBX is, and of all of them when it was away."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import structlog

from kalix_presence.hub.guardian.ends import End, end_of
from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.hub.supervision.answers import AnswerTooLarge, whole
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.forwarding import ForwardingRule

if TYPE_CHECKING:
    import httpx

TELL_SECONDS = 2.0
"""How long a change waits for the guardian; one that is known to be away is not waited for at all."""
LOOK_SECONDS = 5.0
SKEW = timedelta(seconds=5)
"""Two clocks that differ by more end forwards at two times."""
ANSWER_BYTES = 4096

log = structlog.get_logger("kalix.guardian")


class Standing(msgspec.Struct, frozen=True):
    """How the guardian is: its clock, how many rules it keeps, whether it reaches the PBX, and how many extensions are past the
    end of a rule and could not be looked at."""

    at: datetime
    kept: int
    pbx: bool
    late: int
    run: str
    """Another one since each start, so that a guardian that has lost its file is told everything again."""


class GuardianLink:
    """`rules` gives all rules that the hub wants in the PBX now. Uses one connection; everything is bounded in time."""

    def __init__(
        self,
        url: str,
        token: str,
        rules: Callable[[], Iterable[ForwardingRule]],
        *,
        clock: Callable[[], datetime],
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._url, self._token, self._rules, self._clock, self._context = url, token, rules, clock, context
        self._http: httpx.AsyncClient | None = None
        self._one = asyncio.Lock()
        self._run = ""
        self._told: dict[str, str] = {}
        self._away, self._ended = True, False
        self.trouble = "guardian-unreachable"
        """The code of why it does not guard everything now; "" when it does."""

    @property
    def guards(self) -> bool:
        """Whether it knows of every rule."""
        return not self.trouble

    async def expect(self, rule: ForwardingRule) -> None:
        """Tell of a rule that is about to be written. Never fails: what cannot be told is told once the guardian is there."""
        self._told[rule.extension] = rule.id
        if not self._away:
            await self._tell("PUT", f"/ends/{rule.extension}", end_of(rule))

    def forget(self, extension: str) -> None:
        """The PBX holds no rule of `extension` any more. Told beside whoever says so."""
        rule_id = self._told.pop(extension, "")
        if rule_id and not self._away:
            aside(self._tell("DELETE", f"/ends/{extension}/{rule_id}"))

    async def look(self) -> Standing:
        """How it is. Raises Unavailable `guardian-unreachable`, `guardian-refused` or `guardian-not-understood`."""
        try:
            return msgspec.json.decode(await self._ask("GET", "/ends"), type=Standing)
        except msgspec.MsgspecError:
            raise Unavailable("guardian-not-understood") from None

    async def run(self) -> None:
        """See to it that it knows everything, until cancelled."""
        while True:
            await self.look_after()
            await asyncio.sleep(LOOK_SECONDS)

    async def stop(self) -> None:
        """Close for good."""
        async with self._one:
            self._ended = True
            if self._http is not None:
                await self._http.aclose()

    async def look_after(self) -> None:
        """Tell it everything where it may lack something, and take in how it is."""
        try:
            async with self._one:
                there = await self.look()
                if self._away or there.run != self._run:
                    rules = list(self._rules())
                    await self._ask("PUT", "/ends", [end_of(rule) for rule in rules])
                    self._told = {rule.extension: rule.id for rule in rules} | self._told
                    self._run, self._away = there.run, False
        except PresenceError as refusal:
            self._lose(refusal.code)
            return
        was, self.trouble = self.trouble, trouble_of(there, now=self._clock())
        if self.trouble != was:
            log.warning("guardian-guards-not", trouble=self.trouble) if self.trouble else log.info("guardian-guards")

    async def _tell(self, method: str, path: str, body: End | None = None) -> None:
        try:
            async with self._one:
                await self._ask(method, path, body)
        except PresenceError as refusal:
            self._lose(refusal.code)

    def _lose(self, code: str) -> None:
        if code != self.trouble:
            log.warning("guardian-guards-not", trouble=code)
        self.trouble, self._away = code, True

    async def _ask(self, method: str, path: str, body: End | list[End] | None = None) -> bytes:
        import httpx

        if self._ended:
            raise Unavailable("guardian-unreachable")
        if method != "GET":
            ACTING.require()
        if self._http is None:
            self._http = httpx.AsyncClient(
                base_url=self._url,
                headers={"authorization": f"Bearer {self._token}"},
                timeout=TELL_SECONDS,
                verify=self._context(),
                trust_env=False,
                follow_redirects=False,
            )
        content = None if body is None else msgspec.json.encode(body)
        try:
            async with asyncio.timeout(TELL_SECONDS * (5 if isinstance(body, list) else 1)):
                async with self._http.stream(method, path, content=content) as answer:
                    read = await whole(answer, most=ANSWER_BYTES)
        except AnswerTooLarge:
            raise Unavailable("guardian-not-understood") from None
        except (httpx.HTTPError, TimeoutError, OSError):
            raise Unavailable("guardian-unreachable") from None
        if answer.status_code in (401, 403):
            raise Unavailable("guardian-refused")
        if not answer.is_success:
            raise Unavailable("guardian-not-understood")
        return read


def trouble_of(there: Standing, *, now: datetime) -> str:
    """The code of why a guardian that answers does not guard; "" when it does."""
    if abs(there.at - now) > SKEW:
        return "guardian-clock"
    return "" if there.pbx else "guardian-without-pbx"
