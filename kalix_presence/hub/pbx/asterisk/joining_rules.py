"""What must agree between a site's Asterisk and its hub, rule by rule: each fault names its cause and the line to change."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from phonenumbers import country_code_for_region

from kalix_presence.hub.pbx.asterisk.joining import Joining, Seen
from kalix_presence.hub.pbx.asterisk.joining_switchboard import Switchboard
from kalix_presence.hub.pbx.asterisk.joining_trunks import Trunks
from kalix_presence.hub.pbx.asterisk.joining_ways import Ways
from kalix_presence.hub.pbx.protocol import Expectation, Remark
from kalix_presence.model.days_off import days_off
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.eves import eves
from kalix_presence.model.reason import EndRule, Reason

Found = tuple[str, PresenceError]

SAMPLE = 12
"""Extensions of the directory that are tried one by one, of every length and first digit."""
SOME_MOBILE = "0701234567"
ABROAD = "0046701234567"
SETTING = {
    "KALIX_SWITCHBOARD": "switchboard",
    "KALIX_SIGNALS": "signals",
    "KALIX_SIGNAL_SECONDS": "signal_seconds",
    "KALIX_DAY_START": "day_start",
}
"""Values of the site file and what the policy calls them."""
AHEAD = timedelta(days=183)
"""How far ahead the switchboard's closed dates are compared: a site file is not written for ever."""
OFFERS = ("early", "answer", "no")


class Rules:
    """The rules for one look at the PBX. `technology`, `dial_context` and `queue` are the hub's own settings."""

    def __init__(
        self, joining: Joining, seen: Seen, expected: Expectation, *, technology: str, dial_context: str, queue: str
    ) -> None:
        self._joining, self._seen, self._expected = joining, seen, expected
        self._technology, self._dial_context, self._queue = technology, dial_context, queue
        self._values = seen.values or {}
        self._sample = sample_of(expected.extensions)

    async def faults(self) -> AsyncIterator[Found]:
        """All that is wrong, in the order in which it is best put right."""
        for rule in (
            self._same_values,
            self._readable,
            self._zone,
            self._hours,
            self._digits,
            self._expressions,
            self._forbidden,
            self._ways,
            self._switchboard,
            self._clips,
            self._phones,
        ):
            async for found in rule():
                yield found

    async def _same_values(self) -> AsyncIterator[Found]:
        for value, setting in SETTING.items():
            here, there = str(getattr(self._expected.policy, setting)), self._values.get(value, "")
            if here != there:
                yield "values", _differs(value, there, f"{setting} (policy.toml)", here)
        if self._values.get("KALIX_TECHNOLOGY", "") != self._technology:
            there = self._values.get("KALIX_TECHNOLOGY", "")
            yield "values", _differs("KALIX_TECHNOLOGY", there, "technology ([pbx.asterisk])", self._technology)
        if self._values.get("KALIX_SWITCHBOARD_QUEUE", "") != self._queue:
            there = self._values.get("KALIX_SWITCHBOARD_QUEUE", "")
            yield "values", _differs("KALIX_SWITCHBOARD_QUEUE", there, "switchboard_queue ([pbx.asterisk])", self._queue)
        offer = self._values.get("KALIX_OFFER_CALLBACK", "")
        if offer not in OFFERS:
            yield "values", Unavailable("asterisk-offer", there=offer)

    async def _readable(self) -> AsyncIterator[Found]:
        """A value that cannot be read is quietly taken for another one, so that a call does not fail: said here."""
        for value, here in self._values.items():
            written = self._all_written(value)
            if written and here not in written and not value.startswith("KALIX_OPEN_") and "$" not in "".join(written):
                yield "values", Unavailable("asterisk-value-unread", value=value, there=written[0], here=here)
        prefix = self._values.get("KALIX_COUNTRY", "")
        country = self._expected.policy.country
        meant = f"+{country_code_for_region(country)}"
        if prefix not in ("", meant):
            yield "values", _differs("KALIX_COUNTRY", prefix, "country (policy.toml)", f"{country}, {meant}")

    async def _zone(self) -> AsyncIterator[Found]:
        named, here = self._values.get("KALIX_ZONE", ""), ZoneInfo(self._expected.policy.zone)
        moments = [datetime(self._expected.today.year, month, 1, tzinfo=here) for month in (1, 7)]
        asked = [f"STRFTIME({int(moment.timestamp())},{named},%z)" for moment in moments]
        if await self._joining.functions(asked) != [moment.strftime("%z") for moment in moments]:
            yield "values", Unavailable("asterisk-zone", there=named, here=self._expected.policy.zone)

    async def _hours(self) -> AsyncIterator[Found]:
        """The switchboard's hours, where a site has them, can be read and know the hub's days off."""
        written = {name: self._written(name) for name in ("KALIX_OPEN_DAYS", "KALIX_OPEN_FROM", "KALIX_OPEN_UNTIL")}
        days, opens, closes = (self._values.get(name, "") for name in written)
        if not written["KALIX_OPEN_DAYS"]:
            return
        # What cannot be read closes nothing: a call then finds no days at all.
        if not days or opens >= closes:
            yield "values", Unavailable("asterisk-hours", there=" ".join(written.values()))
            return
        dates = self._values.get("KALIX_CLOSED_DATES", "")
        if dates and await self._joining.fits(dates, "0") is None:
            yield "expressions", Unavailable("asterisk-expression-broken", value="KALIX_CLOSED_DATES", there=dates)
            return
        today = self._expected.today
        # In a thread, for the first time it reads a calendar library.
        known = await asyncio.to_thread(days_off, self._expected.policy, today, today + AHEAD)
        off = [str(day) for day in known if str(day.isoweekday()) in days]
        opened = [day for day in off if not dates or not await self._joining.fits(dates, day)]
        if opened:
            shown = ", ".join(opened[:5]) + (" ..." if len(opened) > 5 else "")
            yield "values", Unavailable("asterisk-days-off", there=dates, days=shown, line=f"^({'|'.join(off)})$")
        async for found in self._short_days(days, closes, off):
            yield found

    async def _short_days(self, days: str, closes: str, off: Sequence[str]) -> AsyncIterator[Found]:
        """On an eve that the hub ends early the switchboard closes then too: what the site file has is no other time."""
        today, policy = self._expected.today, self._expected.policy
        years = {today.year, (today + AHEAD).year}
        ends = {day: at for year in years for day, at in eves(policy.eves, year).items() if at}
        short = {
            str(day): f"{at:%H:%M}"
            for day, at in sorted(ends.items())
            if today <= day <= today + AHEAD
            and str(day.isoweekday()) in days
            and str(day) not in off
            and f"{at:%H:%M}" < closes
        }
        said = self._values.get("KALIX_SHORT_DAYS", "")
        there = dict(re.findall(r"(\d{4}-\d\d-\d\d)@((?:[01]\d|2[0-3]):[0-5]\d)(?=&|$)", said))
        wrong = [f"{day} {at}" for day, at in short.items() if there.get(day) != at]
        if wrong or re.sub(r"(\d{4}-\d\d-\d\d)@((?:[01]\d|2[0-3]):[0-5]\d)(&|$)", "", said):
            line = "&".join(f"{day}@{at}" for day, at in short.items())
            yield "values", Unavailable("asterisk-short-days", there=said, days=", ".join(wrong) or "-", line=line)

    def _written(self, value: str) -> str:
        """What the site file says, whatever a call makes of it."""
        return next(iter(self._all_written(value)), "")

    def _all_written(self, value: str) -> list[str]:
        """The same, each time that it says it."""
        said = (each.get("AppData", "") for each in self._seen.site)
        return [text.removeprefix(f"{value}=") for text in said if text.startswith(f"{value}=")]

    async def _digits(self) -> AsyncIterator[Found]:
        lines = [line for line in self._seen.plan if line.context == "kalix-digits" and line.application == "Return"]
        table = {line.extension: line.data.strip("()").split(":") for line in lines if line.extension.isdigit() and line.data}
        meant = {reason.digit: reason for reason in self._expected.reasons if reason.digit is not None}
        for digit in sorted(meant.keys() | table.keys(), key=int):
            there = ":".join(table.get(digit, []))
            if (reason := meant.get(digit)) is None:
                yield "values", Unavailable("asterisk-digit-unknown", digit=digit, there=there)
            elif not self._means(table.get(digit, []), reason):
                line = f"exten => {digit},1,Return({self._line_of(reason)})"
                yield "values", Unavailable("asterisk-digit", digit=digit, there=there, line=line)

    def _means(self, parts: list[str], reason: Reason) -> bool:
        if len(parts) != 3 or parts[0] != reason.told_as:
            return False
        if (parts[1] == "open") != (reason.end is EndRule.OPTIONAL) or not re.fullmatch(r"\d+|tomorrow|open", parts[1]):
            return False
        minutes = re.fullmatch(r"(\d+) ?min", reason.usual or "")
        if minutes is not None and parts[1] != minutes[1]:
            return False
        # Never the name of a sensitive reason on everybody's desk phones.
        sensitive = reason.sensitive and parts[2].casefold() in {name.casefold() for name in reason.names.values()}
        return not sensitive

    def _line_of(self, reason: Reason) -> str:
        minutes = re.fullmatch(r"(\d+) ?min", reason.usual or "")
        usual = "open" if reason.end is EndRule.OPTIONAL else minutes[1] if minutes else "tomorrow"
        return f"{reason.told_as}:{usual}:{self._expected.reasons.get(reason.shown_as).name('sv')}"

    async def _expressions(self) -> AsyncIterator[Found]:
        numbers = self._numbers()
        asked = {
            "KALIX_EXTENSIONS": (self._sample, [SOME_MOBILE]),
            "KALIX_NUMBERS": (numbers, [] if self._expected.policy.international_allowed else [ABROAD, "0"]),
            "KALIX_FORBIDDEN": ([], numbers),
        }
        for value, (fitting, others) in asked.items():
            expression = self._values.get(value, "")
            if await self._joining.fits(expression, "0") is None:
                yield "expressions", Unavailable("asterisk-expression-broken", value=value, there=expression)
                continue
            for number in fitting:
                if not await self._joining.fits(expression, number):
                    yield "expressions", Unavailable("asterisk-expression-narrow", value=value, there=expression, number=number)
                    break
            for number in others:
                if await self._joining.fits(expression, number):
                    yield "expressions", Unavailable("asterisk-expression-wide", value=value, there=expression, number=number)
                    break
        async for found in self._may_set_others():
            yield found

    async def _may_set_others(self) -> AsyncIterator[Found]:
        expression = self._values.get("KALIX_MAY_SET_OTHERS", "")
        if await self._joining.fits(expression, "0") is None:
            yield "expressions", Unavailable("asterisk-expression-broken", value="KALIX_MAY_SET_OTHERS", there=expression)
            return
        anybody = any([await self._joining.fits(expression, number) for number in ("0", "99999999")])
        everybody = len(self._sample) > 3 and all([await self._joining.fits(expression, each) for each in self._sample])
        if anybody or everybody:
            yield "expressions", Unavailable("asterisk-anybody-sets", there=expression)

    async def _forbidden(self) -> AsyncIterator[Found]:
        """Each prefix that the hub refuses is refused here too, and no other."""
        expression, allowed = self._values.get("KALIX_FORBIDDEN", ""), self._values.get("KALIX_NUMBERS", "")
        prefixes = self._expected.policy.forbidden_prefixes
        for prefix in prefixes:
            number = prefix + "123456"
            if await self._joining.fits(expression, number) is False and await self._joining.fits(allowed, number):
                yield "values", Unavailable("asterisk-forbidden", prefix=prefix, there=expression)
        plain = re.fullmatch(r"\^?\(?((?:\d+\|)*\d+)\)?", expression)
        for prefix in plain[1].split("|") if plain else ():
            if not prefix.startswith(prefixes or ("-",)):
                yield "values", Unavailable("asterisk-forbidden-here", prefix=prefix, there=expression)

    async def _ways(self) -> AsyncIterator[Found]:
        ways = Ways(
            self._joining, self._seen, self._expected,
            values=self._values, sample=self._sample, numbers=self._numbers(),
            technology=self._technology, dial_context=self._dial_context,
        )  # fmt: skip
        async for found in ways.faults():
            yield found
        if self._technology == "PJSIP":
            trunks = Trunks(
                self._joining, self._seen, self._expected,
                values=self._values, sample=self._sample, numbers=self._numbers(), abroad=ABROAD, inside=ways.contexts,
            )  # fmt: skip
            async for found in trunks.faults():
                yield found

    async def _switchboard(self) -> AsyncIterator[Found]:
        async for found in Switchboard(self._joining, self._values).faults():
            yield found

    async def _clips(self) -> AsyncIterator[Found]:
        lacking = self._seen.lacking
        if lacking:
            shown = ", ".join(lacking[:5]) + (" ..." if len(lacking) > 5 else "")
            folder = self._values.get("KALIX_CLIPS", "")
            yield "clips", Unavailable("asterisk-clips", folder=folder, count=len(lacking), clips=shown)
        if misnamed := self._seen.misnamed:
            shown = ", ".join(misnamed[:5]) + (" ..." if len(misnamed) > 5 else "")
            yield "clips", Unavailable("asterisk-name-clips", count=len(misnamed), clips=shown)
        if not self._seen.named:
            yield "clips", Unavailable("asterisk-names", folder=self._values.get("KALIX_NAMES", ""))

    async def _phones(self) -> AsyncIterator[Found]:
        if self._technology != "PJSIP" or not self._expected.extensions:
            return
        asked = [f"DEVICE_STATE(PJSIP/{extension})" for extension in self._expected.extensions]
        unknown = (await self._joining.functions(asked)).count("INVALID")
        if unknown == len(asked):
            yield "phones", Unavailable("asterisk-phones-none", technology=self._technology)
        elif unknown:
            yield "phones", Remark("asterisk-phones", count=unknown, all=len(asked))

    def _numbers(self) -> list[str]:
        """Numbers outside that must be permitted: people's own mobiles have the form of this one in Sweden."""
        return [SOME_MOBILE] if self._expected.policy.country == "SE" else []


def sample_of(extensions: Iterable[str]) -> list[str]:
    """At most SAMPLE of them, so that every length and beginning comes first."""
    kinds: dict[tuple[int, str], str] = {}
    everybody = sorted(extensions)
    for each in everybody:
        kinds.setdefault((len(each), each[:1]), each)
    for each in everybody:
        kinds.setdefault((len(each), each), each)
    return list(dict.fromkeys(kinds.values()))[:SAMPLE]


def said_of(found: Sequence[Found], name: str) -> list[Found]:
    """Those of one name."""
    return [each for each in found if each[0] == name]


def _differs(value: str, there: str, setting: str, here: str) -> PresenceError:
    return Unavailable("asterisk-value", value=value, there=there, setting=setting, here=here)
