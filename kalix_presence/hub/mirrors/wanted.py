"""What is to stand elsewhere of somebody, by the board: as colleagues see it, and only for those who have chosen that.

Neither a sensitive reason nor a note, an extension or a number ever gets in: the text is made of the colleagues' view alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.directory import Person
from kalix_presence.model.mirrored import USUAL, Presence, Told
from kalix_presence.model.when.lexicon import spell_clock
from kalix_presence.model.when.typed_time import lexicon_of

STATUS, CALLS, REPLY = "status_elsewhere", "calls_elsewhere", "reply_elsewhere"
OPTIONS = (STATUS, CALLS, REPLY)
"""The preferences; of one that the site locks nothing is done for anybody."""
LONGEST_TEXT = 100
"""What every program takes whole: of what is cut there nobody would know that it is ours."""
LONG = timedelta(days=1)
"""An absence that lasts so long is one that the mailbox answers for."""
LEASE = timedelta(hours=12)
"""What has no end is told for so long, and again before that is over: a hub that is dead leaves no text behind for ever."""


class WantedElsewhere:
    """Reads the board as it is at the moment of asking. `presence` says by reason how somebody is shown, before `USUAL`."""

    def __init__(self, board: Board, *, language: str, presence: Mapping[str, Presence], clock: Callable[[], datetime]) -> None:
        self._board, self._language, self._clock = board, language, clock
        self._presence = {**USUAL, **presence}
        self._words, self._lexicon = shipped.words(language), lexicon_of(language)

    def everybody(self) -> Iterable[str]:
        """Those who have chosen any of it and have an e-mail address, by identity."""
        chosen = (one for one, each in self._board.preferences.items() if any(getattr(each, option) for option in OPTIONS))
        people = (self._board.people[one] for one in chosen if one in self._board.people)
        return [person.id for person in people if self.address(person.id)]

    def address(self, person: str) -> str:
        """The e-mail address of `person`; "" for who has none, or has chosen nothing."""
        known = self._board.identities.get(person)
        if known is None or not any(self._chose(known.extension, option) for option in OPTIONS):
            return ""
        return known.email

    def watched(self, extension: str) -> bool:
        """Whether whoever is at `extension` lets it be shown here what they do there."""
        return extension in self._board.people and self._chose(extension, CALLS)

    def _chose(self, extension: str, option: str) -> bool:
        """What the site locks is nobody's choice, whatever they chose before."""
        return option not in self._board.policy.locked and bool(getattr(self._board.preferences_of(extension), option))

    def told(self, person: str) -> Told | None:
        """What is to stand there now; None for nothing."""
        known = self._board.identities.get(person)
        if known is None or not self.address(person):
            return None
        state = self._board.states[known.extension]
        shown = self._board.shown(state.held, full=False, announced=state.announced)
        if shown is None:
            return None
        now = self._clock()
        back = shown.returns
        if back is not None and back <= now:
            return None
        reason = self._board.reasons.get(shown.reason) if shown.reason in self._board.reasons else None
        called = reason.name(self._language) if reason is not None else self._words.say("mirror.away")
        status, reply = self._chose(known.extension, STATUS), ""
        if self._chose(known.extension, REPLY) and back is not None and back - shown.start >= LONG:
            reply = self._reply(known, shown.deputy, back, now)
        if not status:
            return Told("", None, back, reply) if reply and back is not None else None
        calls_ring = shown.forward is ForwardKind.NONE
        presence = None if calls_ring else self._presence.get(shown.reason, Presence.AWAY)
        return Told(self._text(called, back, now)[:LONGEST_TEXT], presence, back or _lease(now), reply)

    def _text(self, reason: str, back: datetime | None, now: datetime) -> str:
        if back is None:
            return self._words.say("mirror.open", reason=reason)
        zone = ZoneInfo(self._board.policy.zone)
        there, today = back.astimezone(zone), now.astimezone(zone).date()
        return self._words.say("mirror.back", reason=reason, time=self._said(there, today))

    def _reply(self, person: Person, agreed: str | None, back: datetime, now: datetime) -> str:
        """What the mailbox answers: when the person is back, and whom to ask meanwhile. Not why: it goes to anybody."""
        zone = ZoneInfo(self._board.policy.zone)
        time = self._said(back.astimezone(zone), now.astimezone(zone).date())
        deputy = self._board.people.get(agreed or person.deputy or "")
        if deputy is None:
            return self._words.say("mirror.reply", time=time)
        reached = ", ".join(part for part in (deputy.name, deputy.direct, deputy.email) if part)
        return self._words.say("mirror.reply-deputy", time=time, deputy=reached)

    def _said(self, back: datetime, today: date) -> str:
        clock = "" if back.time() == time(0) else spell_clock(back.time())
        if back.date() == today and clock:
            return clock
        day = self._lexicon.spell(back.date(), year=back.year != today.year)
        return f"{day} {clock}".strip()


def _lease(now: datetime) -> datetime:
    """The same moment for some hours, so that it is not told anew all the while."""
    half = LEASE / 2
    begun = datetime(2000, 1, 1, tzinfo=UTC)
    return begun + ((now - begun) // half) * half + LEASE
