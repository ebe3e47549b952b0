"""A forwarding rule as a call processing script, and back; Kamailio takes nonsense, so that nonsense is told apart here.

Moments are written in UTC: local time cannot name the second 02.30 of an autumn night. The end counts as within, so that it
stands a second before the rule's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

_TARGET = re.compile(r"\d{1,18}", re.ASCII)
_ID = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*", re.ASCII)
_TOLD = re.compile(r"[a-z_]+", re.ASCII)
_DOMAIN = re.compile(r"[0-9A-Za-z.-]{1,120}", re.ASCII)
_MARK = re.compile(r"<!-- kalix (\S+) (\S+) (\S+) (\d{1,3}) (\S+) -->", re.ASCII)
_BEGINNING = "20200101T000000"
_LAST = datetime(2037, 12, 31, tzinfo=UTC)
"""After it Kamailio's clock is not trusted to be right."""


def is_domain(text: str) -> bool:
    """Whether `text` may stand in a script's address."""
    return _DOMAIN.fullmatch(text) is not None


def script_of(rule: ForwardingRule, domain: str) -> str:
    """The script that does what `rule` says. Raises Unavailable `pbx-cannot` for what CPL here cannot, `pbx-refused` for
    what may not stand in it: Kamailio would take it, and fail at each call."""
    if rule.divert is not Divert.ALWAYS:
        raise Unavailable("pbx-cannot")
    for shape, text in ((_TARGET, rule.target), (_TARGET, rule.extension), (_ID, rule.id), (_TOLD, rule.told)):
        if not shape.fullmatch(text):
            raise Unavailable("pbx-refused", action="apply")
    until = rule.until
    if until is not None and (until.microsecond or not datetime(2020, 1, 2, tzinfo=UTC) <= until <= _LAST):
        raise Unavailable("pbx-refused", action="apply")
    end = "0" if until is None else _written(until)
    way = f'<location url="sip:{rule.target}@{domain}" clear="yes"><proxy/></location>'
    if until is not None:
        last = _written(until - timedelta(seconds=1))
        way = f'<time-switch tzid="UTC"><time dtstart="{_BEGINNING}" dtend="{last}">{way}</time></time-switch>'
    mark = f"<!-- kalix {rule.id} {end} {rule.told} {rule.signals} {rule.target} -->"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<cpl>{mark}<incoming>{way}</incoming></cpl>\n'


def rule_of(extension: str, text: str, domain: str) -> ForwardingRule | DamagedRule:
    """The rule that `text` is: only what would be written again letter by letter is one of ours."""
    found = _MARK.search(text)
    if found is None:
        return DamagedRule(extension, text)
    id_, end, told, signals, target = found.groups()
    try:
        until = None if end == "0" else datetime.strptime(end, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        rule = ForwardingRule(extension, id_, Divert.ALWAYS, target, until, told, int(signals))
        if script_of(rule, domain).strip() == text.strip():
            return rule
    except (ValueError, Unavailable):
        pass
    return DamagedRule(extension, text)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
