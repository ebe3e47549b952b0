"""What every command that asks the hub begins with: who is signed in, the site's reasons, and how old what is known is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import language, print_error, sentence
from kalix_presence.cli.version_fit import tell_versions
from kalix_presence.client.connection.address import server_text
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.facts import duties_of, reach_of, reasons_of, worktime_of
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.session import Session
from kalix_presence.model.duties import NO_DUTIES
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, SignInNeeded, TooMany, Unavailable
from kalix_presence.model.finding import Match, PeopleFinder, Reach, Why
from kalix_presence.model.reason import Reasons
from kalix_presence.model.when.reading import full
from kalix_presence.model.words import Words
from kalix_presence.model.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Joined:
    """A session that is ready to ask. `away` says why the hub cannot be reached; what is known is then `known_at` old."""

    session: Session
    words: Words
    reasons: Reasons
    worktime: WorkingTime
    now: datetime
    away: PresenceError | None = None

    @property
    def known_at(self) -> datetime | None:
        """The age of what is shown, None when it is live."""
        return self.session.known.known_at if self.away is not None else None

    @property
    def hub(self) -> HubClient:
        """The hub, for what is not remembered here; raises what keeps it from being reached."""
        if self.away is not None:
            raise self.away
        return self.session.hub

    @property
    def own_unit(self) -> str:
        """The code of one's own unit; "" for an account that is nobody's."""
        me = self.session.known.me
        return me.person.unit if me is not None and me.person is not None else ""

    def extension(self) -> str:
        """One's own extension; raises BadInput `extension-own-none` for an account without one."""
        me = self.session.known.me
        if me is None or me.person is None:
            raise BadInput("extension-own-none")
        return me.person.extension

    def end(self, known_at: datetime | None = None) -> int:
        """The exit code of having shown something; what was known last (at `known_at`) is said to be that."""
        if self.away is None:
            return Exit.OK
        at = known_at or self.known_at or self.now
        said = self.words.say("cli.known-at", time=full(at, now=self.now, zone=self.worktime.zone, words=self.words))
        print_error(f"{said} {sentence(self.away, self.words.language)}")
        return Exit.HUB_AWAY

    async def person(self, who: str) -> wire.PersonView:
        """Who is meant by an extension, or by words that fit one person only.

        Raises NotFound `person-unknown` (`query`), BadInput `person-unclear` (`query`, `people`).
        """
        hits = await self.look_for(who)
        found = hits.people
        asked = who.casefold().split()
        exact = [one for one in found if one.extension == who]
        named = [one for one in found if all(word in one.name.casefold().split() for word in asked)]
        for fitting in (exact, named, found):  # "lars" is Lars Öhman rather than Ellen Larsson
            # A slip of spelling finds somebody to look at, but nobody to act on.
            if len(fitting) == 1 and not (fitting is found and hits.guessed):
                return fitting[0]
        if not found:
            raise NotFound("person-unknown", query=who[:40])
        shown = ", ".join(f"{person.name} ({person.extension})" for person in found[:5])
        raise BadInput("person-unclear", query=who[:40], people=shown + (", ..." if len(found) > 5 else ""))

    async def look_for(self, query: str) -> Hits:
        """Everybody who fits `query`, best first, from the hub or from what was known last."""
        if self.away is None:
            page = await self.session.hub.people(query)
            return Hits(page.people, None if page.why is None else _why(page.why))
        standings = self.session.known.board.standings
        known = {
            person.extension: msgspec.structs.replace(person, standing=standings.get(person.extension, person.standing))
            for person in self.session.known.people
        }
        view = self.session.known.reasons
        finder = PeopleFinder(known.values(), NO_DUTIES if view is None else duties_of(view))
        finder.place_all(lambda extension: reach_of(known[extension].standing or wire.Standing(extension)))
        found = finder.find(query)
        return Hits([known[extension] for extension in found.extensions], found.why)

    async def name_of(self, extension: str) -> str:
        """The name of whoever has `extension`, as far as it can be known; else the extension."""
        if self.away is None:
            try:
                return (await self.session.hub.person(extension)).name
            except PresenceError:
                return extension
        names = (person.name for person in self.session.known.people if person.extension == extension)
        return next(names, extension)


@dataclass(frozen=True, slots=True)
class Hits:
    """Who was found, best first, and why the first is the first."""

    people: list[wire.PersonView]
    why: Why | None

    @property
    def guessed(self) -> bool:
        """Whether nobody is spelled as it was asked."""
        return self.why is not None and self.why.match is Match.NEAR


def _why(first: wire.WhyFirst) -> Why:
    reach = Reach[first.reach.upper()] if first.reach.upper() in Reach.__members__ else Reach.AWAY
    return Why(Match(first.match), first.what, reach, first.instead)


def new_session(hub: str = "") -> Session:
    """A session with this person's settings, or with another hub.

    Raises BadInput for an address that cannot be used, or that is not the one which the organisation has decided, and
    `hub-lost` (`file`) where nobody can read which it has and none, or another, is known.
    """
    folders = Folders.usual()
    loaded = kept.load_all(folders.config)
    settings = loaded.settings
    for fault in loaded.faults:
        said = BadInput(fault.code, file=fault.source, key=fault.key)
        print_error(sentence(said, language(settings.language)))
    if not loaded.hub_known and "hub" in loaded.lost:
        raise BadInput("hub-lost", field="hub", file=loaded.source)
    if hub and (asked := server_text(hub)) != settings.hub:
        if "hub" in loaded.lost:
            raise BadInput("hub-lost", field="hub", file=loaded.source)
        if "hub" in loaded.locked:
            raise BadInput("hub-decided", field="hub", hub=settings.hub, file=loaded.source)
        settings = msgspec.structs.replace(settings, hub=asked)
    return Session(settings, folders, language=language(settings.language), clock=lambda: datetime.now(UTC))


@asynccontextmanager
async def joined() -> AsyncIterator[Joined]:
    """Join the hub, or what was known last of it. Raises SignInNeeded, or Unavailable when nothing is known yet."""
    session = new_session()
    try:
        await _load_token(session)
        session.recall()
        away: PresenceError | None = None
        try:
            await session.fetcher.fetch_facts(people=False)
        except (Unavailable, TooMany) as fault:
            if session.known.me is None or session.known.reasons is None:
                raise
            away = fault
        words = shipped.words(session.language)
        assert session.known.reasons is not None  # noqa: S101 - fetched or recalled above
        view = session.known.reasons
        if away is None:
            tell_versions(Folders.usual().data, view, words)
        chosen = None if session.known.preferences is None else session.known.preferences.preferences
        yield Joined(session, words, reasons_of(view), worktime_of(view, chosen), session.time(), away)
    finally:
        await session.close()


async def _load_token(session: Session) -> None:
    if await session.credentials.load_token():
        return
    state = session.credentials.secrets.state
    if state is KeyringState.USABLE or not session.credentials.settings.username:
        raise SignInNeeded("not-signed-in")
    raise Unavailable(f"keyring-{state.value}")


def keep_own(context: Joined, standing: wire.Standing | None) -> None:
    """What the hub has just told of oneself is what is known last, also in the tray."""
    if standing is not None:
        session = context.session
        session.known_standing.keep_own(session.account, session.known.me, [standing], session.time())
