"""The site's telephone policy as data: numbers, rings, phone codes, limits and working hours."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kalix_presence.model.errors import BadInput
from kalix_presence.model.eves import EVES, USUAL, read_eve
from kalix_presence.model.extension_request import read_series
from kalix_presence.model.plain_text import can_be_shown, is_one_line
from kalix_presence.model.preferences import FIELDS as PREFERENCES
from kalix_presence.model.quality.goals import GOALED, read_goal
from kalix_presence.model.signature import TEMPLATE, is_web_address, template_fault
from kalix_presence.model.site_toml import line_of, read_toml
from kalix_presence.model.versions import is_version

REMINDERS = ("lunch", "lunch_learnt", "day_end", "unlock_tells", "unannounced")
"""What a site may decide for all desks; named as in a desk's settings."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a site decides. Every field has the default of a Swedish municipality; clock times are wall times in `zone`.

    `signals` x `signal_seconds` is how long a phone rings before the switchboard takes over (P2). `sees_sensitive` are roles
    that see a sensitive reason as it is; nobody by default. `closed_days` are local days off beside the country's holidays,
    `eves` days before a holiday that are off or short ("maundy_thursday 12:00"). `locked` names preferences that people may not
    change. `gone_at_day_end` and `lunch_when_locked` hold for who has chosen nothing and, where they are locked, for everybody.
    `reminders` ("day_end on") and `office` (networks) are decided for all desks. With `mobile_ends_with_day` forwarding to the
    own mobile ends with the working day (P14).

    Callbacks (P6, P7): due `callback_minutes` of working time after they came, urgent ones `callback_urgent_minutes`;
    `callback_late` says who is reminded how many working minutes after that ("30 deputy"). Done ones are erased after
    `callback_kept_days`. `missed_calls` makes callbacks of calls nobody answered: none of numbers withheld (nobody could call
    back), of calls shorter than `missed_shortest` seconds, and of colleagues' calls only with `missed_internal`. A callback
    answered for `proposes_done_after` seconds is proposed as done. `copies_when_off` lets people choose copies of messages on
    their days off as well.

    `numbers` are the series that extensions are given from ("2000-2999"); one that was left is given to nobody for
    `number_quarantine_days`. A request for an extension is reminded of `extension_lead_days` before its day (P15).
    The owner of a part of the sketch is asked to review it `sketch_review_days` after they did so last.

    Newcomers (P15): for `newcomer_days` the program shows them their first steps by itself (0: never), and after
    `newcomer_reminder_days` whoever is officer is told once who has not finished (0: never). `telephone_policy` is what they
    read and accept, a link or the text itself, of `telephone_policy_version`, adopted on `telephone_policy_day`; "" is ours.
    For `greeting_days` from their first sign-in incoming calls show them the line to answer with (P3; 0: never).

    A line on which no call was answered for `quiet_line_months` whole calendar months is named to its officer; 0: nothing is
    noted of that.

    `client_version` is the newest client that the site has ready, `client_from` where people get it,
    `client_feed` the address of the signed feed it lies in; what a feed is trusted by is each computer's to say.

    What the organisation says of itself in signatures, contact cards and letters (P10): `organisation` is its name,
    `organisation_web` its address in the web, `organisation_address` the one for letters, and `unit_addresses` those of units
    that have another ("bygg: Storgatan 3, 952 31 Kalix"), which hold for all below them. `signature` is the template, as
    `model.signature` fills it in.

    `goals` of the policy report are read by `quality.goals`.
    """

    zone: str = "Europe/Stockholm"
    country: str = "SE"
    switchboard: str = "9"
    signals: int = 5
    signal_seconds: int = 6
    extension_pattern: str = r"\d{3,5}"
    forbidden_prefixes: tuple[str, ...] = ("0900", "0939", "0944")
    international_allowed: bool = False
    note_limit: int = 200
    notice_limit: int = 300
    sees_sensitive: tuple[str, ...] = ()
    code_set: str = "*23*"
    code_back: str = "#23#"
    code_other: str = "*230*"
    code_callbacks: str = "*98"
    day_start: str = "08:00"
    day_end: str = "16:30"
    lunch_at: str = "12:00"
    lunch_until: str = "13:00"
    eves: tuple[str, ...] = USUAL
    locked: tuple[str, ...] = ()
    gone_at_day_end: bool = False
    lunch_when_locked: bool = False
    reminders: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    closed_days: tuple[date, ...] = ()
    mobile_ends_with_day: bool = False
    callback_minutes: int = 120
    callback_urgent_minutes: int = 30
    callback_late: tuple[str, ...] = ("0 addressee", "30 deputy", "60 unit", "120 officer")
    callback_text_limit: int = 500
    callback_kept_days: int = 90
    missed_calls: bool = True
    missed_internal: bool = False
    missed_shortest: int = 5
    proposes_done_after: int = 10
    copies_when_off: bool = False
    goals: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    number_quarantine_days: int = 90
    extension_lead_days: int = 10
    sketch_review_days: int = 365
    newcomer_days: int = 30
    newcomer_reminder_days: int = 14
    greeting_days: int = 56
    quiet_line_months: int = 1
    telephone_policy: str = ""
    telephone_policy_version: str = ""
    telephone_policy_day: str = ""
    client_version: str = ""
    client_from: str = ""
    client_feed: str = ""
    organisation: str = ""
    organisation_web: str = ""
    organisation_address: str = ""
    unit_addresses: tuple[str, ...] = ()
    signature: tuple[str, ...] = TEMPLATE


_LONGEST = {
    "telephone_policy": 20_000,
    "telephone_policy_version": 40,
    "client_version": 40,
    "client_from": 200,
    "client_feed": 200,
    "organisation": 100,
    "organisation_web": 200,
    "organisation_address": 200,
}
"""Characters of what people are shown."""
LONGEST_ADDRESS = 300
"""Characters of a unit's address with its code."""


def read_policy(text: str, filename: str) -> Policy:
    """Read a policy file (flat TOML); what is not named keeps its default.

    Raises BadInput `policy-file-broken` with `file`, `line` (from 1) and `problem`.
    """
    data = read_toml(text, filename, "policy-file-broken")
    defaults = {part.name: getattr(Policy(), part.name) for part in fields(Policy)}
    values: dict[str, object] = {}
    for key, value in data.items():
        problem = f"'{key}' is not known here" if key not in defaults else _fault(key, value, defaults[key])
        if problem:
            raise BadInput("policy-file-broken", file=filename, line=line_of(text, key), problem=problem)
        values[key] = tuple(value) if isinstance(value, list) else value
    if data.get("telephone_policy") and not (data.get("telephone_policy_version") and data.get("telephone_policy_day")):
        problem = "telephone_policy wants a telephone_policy_version and a telephone_policy_day"
        raise BadInput("policy-file-broken", file=filename, line=line_of(text, "telephone_policy"), problem=problem)
    return Policy(**values)  # type: ignore[arg-type]


def _fault(key: str, value: object, default: object) -> str | None:
    """What is wrong with this value, in words; None when it is fine."""
    if isinstance(default, tuple):
        kind: type = date if key == "closed_days" else str
        if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
            return f"{key} must be a list of {'dates' if kind is date else 'texts'}"
        return _fault_of_list(key, value)
    if type(value) is not type(default):
        return f"{key} must be of the kind of {default!r}"
    if key.startswith(("telephone_policy", "organisation", "client_")):
        return _fault_of_shown_text(key, str(value))
    return _fault_of_meaning(key, value)


def _fault_of_list(key: str, value: list[str]) -> str | None:
    if key == "signature":
        return template_fault(value)
    fits, words = _LISTS.get(key, (lambda _: True, ""))
    return None if fits(value) else words


def _fault_of_meaning(key: str, value: object) -> str | None:
    limits = {
        "signals": (1, 20),
        "signal_seconds": (1, 15),
        "note_limit": (0, 2000),
        "notice_limit": (20, 2000),
        "callback_minutes": (1, 6000),
        "callback_urgent_minutes": (1, 6000),
        "callback_text_limit": (0, 5000),
        "callback_kept_days": (1, 3650),
        "missed_shortest": (0, 60),
        "proposes_done_after": (1, 600),
        "number_quarantine_days": (0, 3650),
        "extension_lead_days": (0, 365),
        "sketch_review_days": (1, 3650),
        "newcomer_days": (0, 365),
        "newcomer_reminder_days": (0, 365),
        "greeting_days": (0, 730),
        "quiet_line_months": (0, 12),
    }
    if key in limits and isinstance(value, int) and not limits[key][0] <= value <= limits[key][1]:
        return f"{key} must lie between {limits[key][0]} and {limits[key][1]}"
    text = str(value)
    if key in {"day_start", "day_end", "lunch_at", "lunch_until"}:
        try:
            time.fromisoformat(text)
        except ValueError:
            return f"{key} = '{text}' is not a clock time such as 08:00"
    if key == "zone":
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError):
            return f"zone = '{text}' is not an IANA time zone such as Europe/Stockholm"
    if key == "switchboard" and not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        return "switchboard must be digits"
    if key == "extension_pattern":
        try:
            re.compile(text)
        except re.error as fault:
            return f"extension_pattern is no regular expression: {fault}"
    if key.startswith("code_") and not re.fullmatch(r"[*#][*#\d]{1,9}", text, re.ASCII):
        return f"{key} must begin with * or # and hold only digits, * and #"
    return None


def _fault_of_shown_text(key: str, text: str) -> str | None:
    if key == "telephone_policy_day":
        return None if not text or _is_day(text) else f"telephone_policy_day = '{text}' is not a day such as 2026-11-29"
    if len(text) > _LONGEST[key]:
        return f"{key} is longer than {_LONGEST[key]} characters"
    if key == "client_version" and text and not is_version(text):
        return f"client_version = '{text}' is not a version such as 0.2.0"
    if key.startswith(("organisation", "client_")) and not is_one_line(text):
        return f"{key} must be one line"
    if key == "client_feed" and text and not is_web_address(text):
        return f"client_feed = '{text}' is not an address such as https://www.kalix.se/presence"
    if key == "organisation_web" and text and not is_web_address(text):
        return f"organisation_web = '{text}' is not an address such as https://www.kalix.se"
    return None if can_be_shown(text) else f"{key} has signs in it that nobody sees"


def read_unit_address(line: str) -> tuple[str, str] | None:
    """The code of a unit and its address; None for a line that is none."""
    code, between, address = line.partition(": ")
    fine = between and code.strip() and address.strip() and len(line) <= LONGEST_ADDRESS
    return (code.strip(), address.strip()) if fine and can_be_shown(line) and is_one_line(line) else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_reminder(line: str) -> tuple[str, bool] | None:
    """The name of a desk's question or sign, and whether it is on; None for what is none.

    Being asked about having been away is each person's own to choose (P13): a site may only rule it out.
    """
    name, _, state = line.partition(" ")
    if name not in REMINDERS or state not in ("on", "off") or line == "unannounced on":
        return None
    return name, state == "on"


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _reminders_are_well_formed(lines: list[str]) -> bool:
    found = [re.fullmatch(r"(\d{1,5}) (addressee|deputy|unit|officer)", line, re.ASCII) for line in lines]
    minutes = [int(each[1]) for each in found if each is not None]
    return None not in found and minutes == sorted(minutes)


def _each(read: Callable[[str], object]) -> Callable[[list[str]], bool]:
    """Whether every line can be read: `read` gives None or False for one that cannot."""
    return lambda lines: all(found is not None and found is not False for found in map(read, lines))


_LISTS: dict[str, tuple[Callable[[list[str]], bool], str]] = {
    "callback_late": (
        _reminders_are_well_formed,
        'callback_late lists minutes and whom, in order: "0 addressee", "30 deputy", "60 unit", "120 officer"',
    ),
    "eves": (_each(read_eve), f'eves are lines such as "midsummer_eve off" or "walpurgis 12:00"; known are {", ".join(EVES)}'),
    "locked": (lambda value: set(value) <= set(PREFERENCES), f"locked names preferences: {', '.join(PREFERENCES)}"),
    "reminders": (
        _each(read_reminder),
        f'reminders are lines such as "day_end on"; known are {", ".join(REMINDERS)}, and unannounced only "off"',
    ),
    "office": (_each(_is_network), 'office lists networks such as "10.12.0.0/16"'),
    "goals": (_each(read_goal), f'goals are lines such as "answered_in_time 80"; known are {", ".join(GOALED)}'),
    "numbers": (_each(read_series), 'numbers lists series such as "2000-2999"'),
    "unit_addresses": (
        _each(read_unit_address),
        'unit_addresses are lines such as "bygg: Storgatan 3, 952 31 Kalix": a unit\'s code and its address',
    ),
    "sees_sensitive": (
        lambda value: set(value) <= {"receptionist", "officer", "administrator"},
        "sees_sensitive names roles: receptionist, officer, administrator",
    ),
}
"""What a list has to be, and the words for one that is not."""
