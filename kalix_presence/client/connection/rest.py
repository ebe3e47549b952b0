"""The hub's REST API, as a client calls it. Everything it raises is a `PresenceError`."""

from __future__ import annotations

import asyncio
import uuid
from typing import TypeVar
from urllib.parse import quote

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.answers import NOTHING_MORE, Answers
from kalix_presence.client.connection.asking import Asking, Request, read_answer
from kalix_presence.client.connection.unreachable import told_apart
from kalix_presence.client.gc_pause import many_objects
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import PresenceError, Unavailable

T = TypeVar("T")


def new_key() -> str:
    """An idempotency key: one per change a person asks for, kept through every retry of it."""
    return uuid.uuid4().hex


class HubClient(Asking):
    """One server, by whichever of its hubs answers. Use it inside one event loop and `close` it there."""

    async def sign_in(
        self,
        username: str,
        password: str,
        *,
        device: str = "",
        proof: str = "",
        refreshing: bool = False,
        answers: Answers = NOTHING_MORE,
    ) -> wire.SignedIn:
        """Trade username and password for a token, which this client uses from then on. Says why the hub is not reached."""
        more = (answers.new_password, answers.code, answers.ticket)
        wish = wire.SignIn(username, password, device, proof, refreshing, *more)
        try:
            signed = read_answer(await self._send(Request("POST", "/sign-in", wish)), wire.SignedIn)
        except PresenceError as fault:
            raise await asyncio.to_thread(told_apart, fault, self.asked_at) from fault
        self.token = signed.token
        return signed

    async def refresh(self, refresh: str, key: str) -> wire.SignedIn:
        """Trade a refresh token for new tokens; whoever asks says whether they are used."""
        asked = wire.Refresh(refresh, key)  # by its own key it does nothing twice
        return read_answer(await self._send(Request("POST", "/sign-in/refresh", asked, again=True)), wire.SignedIn)

    async def change_password(self, current: str, password: str) -> None:
        """Choose another password; all other sessions end."""
        await self.send("PUT", "/password", body=wire.PasswordChange(current, password))

    async def second_factor(self) -> bool:
        """Whether a code is asked for when one signs in."""
        return (await self.request("GET", "/second-factor", wire.FactorState)).there

    async def offer_second_factor(self) -> wire.FactorOffer:
        """A second factor, which holds once its first code has come back."""
        return await self.request("POST", "/second-factor", wire.FactorOffer)

    async def set_second_factor(self, taken: wire.FactorTaken) -> list[str]:
        """Have the offered one hold; its recovery codes."""
        return (await self.request("PUT", "/second-factor", wire.RecoveryCodes, body=taken)).codes

    async def end_second_factor(self, given_up: wire.FactorGivenUp) -> None:
        """Let the password be enough again."""
        await self.send("POST", "/second-factor/end", body=given_up)

    async def sessions(self) -> list[wire.SessionView]:
        """Where one is signed in."""
        return (await self.request("GET", "/sessions", wire.SessionsView)).sessions

    async def end_session(self, session: str) -> None:
        """Sign out there."""
        await self.send("DELETE", f"/sessions/{quote(session, safe='')}")

    async def end_other_sessions(self) -> int:
        """Sign out everywhere but here; of how many sessions."""
        return (await self.request("DELETE", "/sessions", wire.SessionsEnded, params={"others": "true"})).ended

    async def sign_out(self) -> None:
        """Make the token worthless at the hub."""
        await self.send("DELETE", "/sign-in")
        self.token = None

    async def me(self) -> wire.Me:
        """Who is signed in and what they may do."""
        return await self.request("GET", "/me", wire.Me)

    async def reasons(self) -> wire.ReasonsView:
        """The site's reasons and the policy facts a client shows."""
        return await self.request("GET", "/reasons", wire.ReasonsView)

    async def person(self, extension: str) -> wire.PersonView:
        """One person of the directory."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}", wire.PersonView)

    async def people(
        self, query: str = "", *, limit: int = 100, after: str | None = None, standings: bool = True
    ) -> wire.PeoplePage:
        """A page of people that match `query`, best first, or all of them."""
        params = {"q": query, "limit": str(limit), "after": after or "", "standings": "" if standings else "false"}
        return await self.request("GET", "/people", wire.PeoplePage, params={key: text for key, text in params.items() if text})

    async def everybody(self, *, standings: bool = True) -> list[wire.PersonView]:
        """The whole directory, page by page; a hub that is older tells `standings` all the same."""
        found: list[wire.PersonView] = []
        after: str | None = None
        with many_objects():
            while True:
                page = await self.people(limit=500, after=after, standings=standings)
                found += page.people
                after = page.next
                if after is None:
                    return found

    async def rule(self, extension: str) -> wire.RuleView:
        """The rule as the PBX holds it, read now."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}/rule", wire.RuleView)

    async def announcement(self, extension: str) -> bytes:
        """What somebody who calls now hears, as a WAV file. Raises NotFound where the phone rings."""
        return await self.send("GET", f"/people/{quote(extension, safe='')}/rule/sound")

    async def preferences(self, extension: str) -> wire.PreferencesView:
        """What somebody has chosen about their time."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}/preferences", wire.PreferencesView)

    async def set_preferences(self, extension: str, request: wire.PreferencesRequest) -> wire.PreferencesView:
        """Change what somebody has chosen; what the wish leaves out stays."""
        return await self.request("PUT", f"/people/{quote(extension, safe='')}/preferences", wire.PreferencesView, body=request)

    async def set_absence(self, extension: str, request: wire.AbsenceRequest, *, key: str) -> wire.StatusReply:
        """Ask for an absence; a retry with the same `key` does nothing twice."""
        path = f"/people/{quote(extension, safe='')}/absence"
        return await self.request("PUT", path, wire.StatusReply, body=request, key=key)

    async def end_absence(self, extension: str, *, key: str, way: Way = Way.TRAY) -> wire.StatusReply:
        """Ask to be back."""
        path = f"/people/{quote(extension, safe='')}/absence"
        return await self.request("DELETE", path, wire.StatusReply, key=key, params={"way": way.value})

    async def share_asked(self, extension: str, asked: wire.AskedDay) -> wire.AskedDay:
        """Tell which of today's questions were answered here; those answered on any of one's computers."""
        return await self.request("PUT", f"/people/{quote(extension, safe='')}/asked", wire.AskedDay, body=asked)

    async def show_life(self, extension: str) -> wire.StatusReply:
        """Say that this computer has seen its owner come back."""
        return await self.request("POST", f"/people/{quote(extension, safe='')}/sign-of-life", wire.StatusReply)

    async def leave_message(self, request: wire.MessageRequest, *, key: str) -> wire.MessageView:
        """Leave a callback message; durable at the hub when this returns."""
        return await self.request("POST", "/messages", wire.MessageView, body=request, key=key)

    async def messages(
        self, *, state: str = "open", query: str = "", after: str | None = None, limit: int = 200
    ) -> wire.MessagesPage:
        """A page of the messages that concern one: open by due time, or done, newest first."""
        params = {"state": state, "q": query, "after": after or "", "limit": str(limit)}
        return await self.request(
            "GET", "/messages", wire.MessagesPage, params={name: text for name, text in params.items() if text}
        )

    async def message(self, message_id: str) -> wire.MessageView:
        """One message."""
        return await self.request("GET", f"/messages/{quote(message_id, safe='')}", wire.MessageView)

    async def message_history(self, message_id: str) -> wire.MessageHistory:
        """Everything that happened to a message."""
        return await self.request("GET", f"/messages/{quote(message_id, safe='')}/steps", wire.MessageHistory)

    async def callback_advice(self, extension: str, *, urgent: bool = False) -> wire.CallbackAdvice:
        """What to know before a message is left for this person."""
        path = f"/people/{quote(extension, safe='')}/callback-advice"
        return await self.request("GET", path, wire.CallbackAdvice, params={"urgent": "true"} if urgent else None)

    async def step_message(self, message_id: str, step: wire.MessageStep, *, key: str) -> wire.MessageView:
        """One step of a message; how it stands after it."""
        return await self.request("PATCH", f"/messages/{quote(message_id, safe='')}", wire.MessageView, body=step, key=key)

    async def ring_message(self, message_id: str, *, way: Way = Way.TRAY) -> wire.CallBegun:
        """Have one's own phone rung, then the caller."""
        path = f"/messages/{quote(message_id, safe='')}/ring"
        return await self.ask_twice(path, wire.CallBegun, params={"way": way.value})

    async def ask_twice(
        self, path: str, kind: type[T], *, body: msgspec.Struct | None = None, params: dict[str, str] | None = None
    ) -> T:
        """POST what must not be done twice: when the connection breaks it is asked once more with the same key, and what the
        hub had begun by then is that one. Raises as `request`."""
        key = new_key()
        try:
            return await self.request("POST", path, kind, body=body, key=key, params=params)
        except Unavailable as fault:
            if fault.code != "hub-unreachable":
                raise
        return await self.request("POST", path, kind, body=body, key=key, params=params)
