"""The door at /scim/v2: who may push, how much at once, and what each request came to; and what is looked after beside it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog
from scim2_models import Error, SCIMException
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse

from kalix_presence.hub.access.client_address import is_in
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.scim.application import PushApplication
from kalix_presence.hub.scim.leaving import Aftercare
from kalix_presence.hub.scim.schemas import made_provider
from kalix_presence.hub.scim.settling import House
from kalix_presence.hub.scim.storage import PushedStorage
from kalix_presence.hub.scim.tokens import Tokens
from kalix_presence.hub.site.networks import Network
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.hub.store import Store, Transaction, messages
from kalix_presence.hub.store.leaving import Leaving, message_after
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.moment import Moment
from kalix_presence.hub.store.scim_resources import REMOVAL_HELD
from kalix_presence.hub.store.scim_tokens import ScimToken
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.request_record import refused_with
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Step
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, PresenceError, SignInNeeded, TooMany, Unavailable
from kalix_presence.model.policy import Policy

AT_ONCE, WAITING = 8, 64
"""Requests that are worked on beside each other, and those that may wait for it."""
PATH = "/scim"
_HOST = re.compile(r"[\w.:\[\]-]{1,255}", re.ASCII)
_CHECKED = ("content-type", "if-match", "if-none-match")

_log = structlog.get_logger("kalix.scim")


class Provisioning:
    """Serves ASGI requests below /scim. `counted` is told each one's method and status, `proven` that its bearer is known."""

    def __init__(
        self,
        section: ScimSection,
        policy: Policy,
        store: Store,
        book: MessageBook,
        *,
        moment: Callable[[], Moment],
        clock: Callable[[], datetime],
        steady: Callable[[], float],
        proxies: tuple[Network, ...] = (),
        counted: Callable[[str, int], object] = lambda method, status: None,
    ) -> None:
        self._section, self._book, self._clock, self._steady = section, book, clock, steady
        self._proxies, self._counted = proxies, counted

        async def write(work: Callable[[Transaction], Any]) -> Any:
            return await store.write(moment().given(work))

        house = House(section, policy, self._hand_over)
        provider = made_provider()
        self.tokens = Tokens(store, clock=clock, steady=steady)
        self.storage = PushedStorage(store, provider, house, write=write, clock=clock)
        self.aftercare = Aftercare(store, house, self.tokens, write=write, clock=clock)
        self._application = PushApplication(provider, self.storage)
        self._working = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._spent: dict[str, tuple[float, float]] = {}
        self.last_push = 0.0
        """When somebody with a good token asked last, in seconds since 1970; 0.0 when nobody has since the start."""

    async def __call__(self, scope: Any, receive: Any, send: Any, *, proven: Callable[[], object] = lambda: None) -> None:
        """Answer one request, whatever it is."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        named = {name.lower(): value for name, value in headers}
        token: ScimToken | None = None
        try:
            token = await self._recognised(named)
            proven()
            self._spend(token)
            request = self._request(scope, named)
            request.body = await self._body(receive, named)
            response = await self._in_turn(request)
        except SCIMException as fault:
            response = self._application.error(fault)
            refused_with(f"scim-{fault.scim_type or fault.status}")
        except PresenceError as fault:
            response = _refused(fault, named.get("accept-language", ""))
        except Exception as fault:  # noqa: BLE001  (nobody else sees it: logged, and told as our own fault)
            _log.error("unexpected", method=scope["method"], **described(fault))
            response = _refused(PresenceError("unexpected"), named.get("accept-language", ""))
        status = int(response.status)
        self._counted(scope["method"], status)
        if token is not None:
            self.last_push = self._clock().timestamp()
            self.tokens.used(token, str(status) if status >= 400 and status not in (404, 412) else "")
        await _send(response, send)

    @property
    def held(self) -> int:
        """How many removals wait for an administrator."""
        return self.aftercare.waiting.get(REMOVAL_HELD, 0)

    def _hand_over(self, change: Transaction, person: Person) -> None:
        """What waits for them is the switchboard's or their group's from now on."""
        now = self._clock()
        for message in messages.read_naming(change.sql, (person.extension,)):
            if not message.open or message.responsible != person.extension:
                continue
            after = message_after(message, Leaving({person.extension: person}))
            step = StepRecord(now, Step.RETURN.value, "", Way.UNKNOWN.value, after.word)
            self._book.record(change, message, after, step, now=now)

    async def _recognised(self, headers: Mapping[str, str]) -> ScimToken:
        kind, _, text = headers.get("authorization", "").partition(" ")
        token = await self.tokens.recognise(text.strip()) if kind.lower() == "bearer" and text.strip() else None
        if token is None:
            raise SignInNeeded("scim-token-needed")
        return token

    def _spend(self, token: ScimToken) -> None:
        most, now = float(self._section.requests_per_minute), self._steady()
        used, since = self._spent.get(token.id, (0.0, now))
        used = max(0.0, used - (now - since) * most / 60)
        self._spent[token.id] = (min(used + 1, most), now)
        if used + 1 > most:
            raise TooMany("too-often", seconds=ceil((used + 1 - most) * 60 / most) or 1)

    def _request(self, scope: Any, headers: Mapping[str, str]) -> ScimRequest:
        path = scope["path"].removeprefix(PATH)
        path = path[3:] if path == "/v2" or path.startswith("/v2/") else f"/-{path}"
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="replace"))
        kept = {name: headers[name] for name in _CHECKED if name in headers}
        return ScimRequest(scope["method"], self._base_url(scope, headers), path, query, kept)

    def _base_url(self, scope: Any, headers: Mapping[str, str]) -> str:
        host = headers.get("host", "")
        host = host if _HOST.fullmatch(host) else "localhost"
        scheme = scope.get("scheme", "http")
        peer = str(scope["client"][0]) if scope.get("client") else ""
        if is_in(peer, self._proxies):
            scheme = "http" if headers.get("x-forwarded-proto", "https").strip().lower() == "http" else "https"
        return f"{scheme}://{host}{PATH}/v2"

    async def _body(self, receive: Callable[[], Awaitable[Any]], headers: Mapping[str, str]) -> bytes:
        most = self._section.body_bytes
        told = headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit() and len(told) < 12) or int(told) > most:
            raise _TooLarge("request-too-large")
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise BadInput("request-not-understood")  # gone in the middle of it; nobody waits for an answer
            parts.append(message.get("body", b""))
            size, more = size + len(parts[-1]), message.get("more_body", False)
            if size > most:
                raise _TooLarge("request-too-large")
        return b"".join(parts)

    async def _in_turn(self, request: ScimRequest) -> ScimResponse:
        if self._waiting >= WAITING:
            raise Unavailable("scim-busy", seconds=1)
        self._waiting += 1
        try:
            async with self._working:
                return await self._application.answer(request)
        finally:
            self._waiting -= 1


class _TooLarge(BadInput):
    status = 413


def _refused(fault: PresenceError, accept: str) -> ScimResponse:
    """A refusal of ours as the standard wants it, with its sentence."""
    refused_with(fault.code)
    error = Error(status=fault.status, detail=sentence(fault, language_of(accept)))
    headers = {"WWW-Authenticate": 'Bearer realm="SCIM"'} if fault.status == 401 else {}
    if "seconds" in fault.params:
        headers["Retry-After"] = str(fault.params["seconds"])
    return ScimResponse(HTTPStatus(fault.status), error.model_dump(), headers)


async def _send(response: ScimResponse, send: Any) -> None:
    body = b"" if response.body is None else msgspec.json.encode(response.body)
    headers = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in response.headers.items()]
    if int(response.status) not in (204, 304):
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
