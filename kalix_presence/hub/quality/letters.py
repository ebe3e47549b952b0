"""The month's policy report by e-mail to those who have chosen it: durably queued, tried again, and never sent twice.

What somebody may see is asked when the letter goes, not when it was wanted: whoever is no longer head gets none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from kalix_presence import shipped
from kalix_presence.hub.access.sessions import caller_of
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.copies.delivery import Attachment, Copy, CopySender, Delivery
from kalix_presence.hub.callbacks.copies.post import FIRST_REST, LONGEST_REST, MOST_TRIES
from kalix_presence.hub.quality.papers import paper
from kalix_presence.hub.quality.reports import QualityReports
from kalix_presence.hub.store import Store, Transaction, accounts, report_letters
from kalix_presence.hub.store.moment import Moment
from kalix_presence.hub.store.report_letters import GIVEN_UP, WantedLetter
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden, NotFound, Unavailable
from kalix_presence.model.quality.periods import Period, Span
from kalix_presence.model.quality.publishing import ROOT
from kalix_presence.report.chapters import Read
from kalix_presence.report.letter import LetterText, letter_of

log = structlog.get_logger("kalix.quality")

ROUND_SECONDS = 60.0
UNSURE = Delivery.UNSURE.value


@dataclass(frozen=True, slots=True)
class _Composed:
    """A letter for somebody's own unit; `read` is None where that is too small to be shown."""

    text: LetterText
    read: Read | None


class ReportLetters:
    """Without a `sender` nothing is wanted and nothing is sent."""

    def __init__(
        self,
        board: Board,
        store: Store,
        reports: QualityReports,
        sender: CopySender | None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._board, self._store, self._reports, self._sender, self._clock = board, store, reports, sender, clock
        self._alarm = AlarmClock(clock, longest=ROUND_SECONDS)

    def want(self, change: Transaction, known: Moment, period: Period) -> None:
        """A month is frozen: a letter for everybody who has chosen it."""
        if self._sender is None:
            return
        for extension, person in known.people.items():
            if person.email and known.preferences_of(extension).report_by_mail:
                report_letters.want_letter(change, period.first, extension, now=self._clock())
        change.after_commit(self._alarm.ring)

    async def run(self) -> None:
        """Send until cancelled. What was being sent when this ended last may have been taken: it is not sent again."""
        await self.load()

        async def do_due(now: datetime) -> None:
            try:
                await self.send_due(now)
            except Unavailable as refusal:
                log.warning("report-letters-wait", trouble=refusal.code)

        await self._alarm.run(do_due)

    async def load(self) -> None:
        """At the start: what was being sent when the hub was stopped may have been taken."""
        unsure = await self._store.write(lambda change: report_letters.end_unsure(change, UNSURE))
        if unsure:
            log.warning("report-letters-unsure", count=unsure)

    async def send_due(self, now: datetime) -> None:
        """Send what is to be sent now. Raises Unavailable `store-unwritable` or `store-full`."""
        for wanted in await self._store.read(lambda sql: report_letters.read_due(sql, now=now)):
            with apart("report-letter-failed"):
                await self._deal_with(wanted)

    async def _deal_with(self, wanted: WantedLetter) -> None:
        person = self._board.people.get(wanted.extension)
        composed = None if person is None else await self._composed(person, Period(wanted.first, Span.MONTH))
        if person is None or composed is None or not person.email:
            await self._end(wanted, GIVEN_UP)
            return
        try:
            made = None if composed.read is None else await paper(composed.read)
        except Unavailable:
            if wanted.tries + 1 < MOST_TRIES:
                await self._later(wanted)
                return
            made = None
        sender = self._sender
        if sender is not None and await self._store.write(lambda change: report_letters.begin_sending(change, wanted.id)):
            await self._hand_over(sender, wanted, person, composed, made)

    async def _hand_over(
        self, sender: CopySender, wanted: WantedLetter, person: Person, composed: _Composed, made: bytes | None
    ) -> None:
        files = () if made is None else (Attachment(composed.text.file_name, "application/pdf", made),)
        text = composed.text.with_paper if made is not None else composed.text.without_paper
        copy = Copy(f"report.{wanted.id}.{wanted.first:%Y%m}", person.email, composed.text.subject, text, files)
        delivery = UNSURE  # whatever happens from here on: nobody can say whether it was taken, and nothing is sent twice
        try:
            delivery = await asyncio.to_thread(sender.send, copy)
        finally:
            if delivery == Delivery.LATER and wanted.tries + 1 < MOST_TRIES:
                await self._later(wanted)
            else:
                await self._end(wanted, GIVEN_UP if delivery == Delivery.LATER else str(delivery))

    async def _later(self, wanted: WantedLetter) -> None:
        at = self._clock() + min(FIRST_REST * 2**wanted.tries, LONGEST_REST)
        await self._store.write(lambda change: report_letters.try_again(change, wanted.id, at=at, tried=wanted.tries + 1))

    async def _end(self, wanted: WantedLetter, state: str) -> None:
        if state not in (Delivery.SENT, GIVEN_UP):
            log.error("report-letter-not-sent", outcome=state)
        await self._store.write(lambda change: report_letters.end_letter(change, wanted.id, state))

    async def _composed(self, person: Person, period: Period) -> _Composed | None:
        """What is told of `period` to somebody; None where they may see no report (any more), or want none."""
        if not self._board.preferences_of(person.extension).report_by_mail:
            return None
        account = await self._store.read(lambda sql: accounts.find_account_of(sql, person.extension))
        if account is None or account.locked:
            return None
        caller, words = caller_of(account, person), shipped.words(person.language)
        try:
            own = self._reports.topmost(caller)
            report = await self._reports.report(caller, period, direct=True)
            code = report.units[0].code if report.units else ROOT
            history = await self._reports.history(caller, period, code)
        except (Forbidden, NotFound):
            return None
        read = Read(report, history, words)
        name = self._board.units[own].name if own in self._board.units else ""
        if code != own:  # the own one is too small: of others nothing is sent
            return _Composed(letter_of(read, hidden=name or words.say("report.your-unit")), None)
        return _Composed(await asyncio.to_thread(letter_of, read), read)
