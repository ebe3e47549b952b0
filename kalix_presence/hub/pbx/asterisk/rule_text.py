"""A rule and the entries of the PBX's journals, each as the line of text that the PBX keeps; strict in what is taken."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from kalix_presence.hub.pbx.asterisk.placed import outcome_of
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.protocol import CallRecord, DamagedRule, PhoneCode, RangFromPhone, Talked
from kalix_presence.model.callback import Outcome, Source
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.present_call import CallEndedBy, CallPlace, DivertReason, TakenBy

_RULE = re.compile(
    r"1\|(?P<until>0|[1-9]\d{0,10})\|(?P<divert>always|busy|no_answer:(?P<signals>[1-9]\d?))\|(?P<target>\d{1,18})"
    r"\|(?P<told>[a-z_]{1,40})\|(?P<id>[0-9a-z-]{1,40})",
    re.ASCII,
)
_CODE = re.compile(
    r"1\|(?P<extension>\d{1,8})\|(?P<by>\d{1,8})\|(?P<digit>\d{0,2})\|(?P<until>0|[1-9]\d{0,10})\|(?P<id>[0-9a-z-]{1,40})",
    re.ASCII,
)

_CALL = re.compile(
    r"(?:1|(?P<newer>2))\|(?P<kind>missed|asked)\|(?P<extension>\d{1,8})\|(?P<caller>\+?\d{0,20})\|(?P<where>phone|announcement|switchboard)"
    r"\|(?P<internal>[01])\|(?P<waited>\d{1,5})(?(newer)\|(?P<ended>caller|pbx))",
    re.ASCII,
)

_RANG = re.compile(
    r"1\|(?P<extension>\d{1,8})\|(?P<number>\d{1,18})\|(?P<status>[A-Z]{0,20})\|(?P<why>[a-z_]{0,20})\|(?P<talked>\d{0,6})",
    re.ASCII,
)

_TALK = re.compile(
    r"1\|(?P<extension>\d{1,8})\|(?P<number>\+?\d{2,19})\|(?P<outward>[01])\|(?P<seconds>[1-9]\d{0,5})",
    re.ASCII,
)

_COUNT = re.compile(
    r"[12]\|(?P<extension>\d{1,8})\|(?P<internal>[01])\|(?P<away>[01])"
    r"\|(?P<took>own|other|mobile|switchboard|none)\|(?P<rang>-?\d{0,10})\|(?P<waited>-|-?\d{0,10})\|(?P<ended>caller|pbx)"
    r"(?:\|(?P<marks>(?:[0-9a-f]{40}(?::[0-9a-f]{40})?)?))?",
    re.ASCII,
)


def rule_text(rule: ForwardingRule) -> str:
    """`rule` as the PBX keeps it. Raises ValueError for one that the PBX could not read back as itself."""
    until = 0 if rule.until is None else int(rule.until.timestamp())
    divert = f"no_answer:{rule.signals}" if rule.divert is Divert.NO_ANSWER else rule.divert.value
    text = f"1|{until}|{divert}|{rule.target}|{rule.told}|{rule.id}"
    if _RULE.fullmatch(text) is None:
        raise ValueError("not a rule that can be kept")
    return text


def read_rule(extension: str, text: str, *, signals: int) -> ForwardingRule | DamagedRule:
    """What the PBX keeps for `extension`; `signals` is the policy's number for rules whose text does not say one."""
    found = _RULE.fullmatch(text)
    if found is None:
        return DamagedRule(extension, text)
    until, said = int(found["until"]), found["signals"]
    return ForwardingRule(
        extension,
        found["id"],
        Divert.NO_ANSWER if said else Divert(found["divert"]),
        found["target"],
        datetime.fromtimestamp(until, UTC) if until else None,
        found["told"],
        int(said) if said else signals,
    )


def read_code(key: str, text: str) -> PhoneCode | None:
    """A journal entry of the dialplan; None for anything else. The key begins with the second it was dialled in."""
    found, dialled = _CODE.fullmatch(text), _moment_of(key)
    if found is None or dialled is None:
        return None
    until = int(found["until"])
    return PhoneCode(
        key,
        found["extension"],
        found["by"],
        found["digit"] or None,
        datetime.fromtimestamp(until, UTC) if until else None,
        found["id"],
        dialled,
    )


def read_call(key: str, text: str) -> CallRecord | None:
    """A call in the dialplan's journal; None for anything else. The key begins with the second in which it ended.

    An entry of an older dialplan (1) does not say who ended it: then it was the caller, as was taken for granted then."""
    found, at = _CALL.fullmatch(text), _moment_of(key)
    if found is None or at is None:
        return None
    internal, waited = found["internal"] == "1", int(found["waited"])
    return CallRecord(
        key,
        Source(found["kind"]),
        found["extension"],
        found["caller"],
        CallPlace(found["where"]),
        internal,
        waited,
        at,
        CallEndedBy(found["ended"] or CallEndedBy.CALLER),
    )


def read_rang(key: str, text: str) -> RangFromPhone | None:
    """A call back by the phone's code in the dialplan's journal; None for anything else. WHY is why it went elsewhere."""
    found, at = _RANG.fullmatch(text), _moment_of(key)
    if found is None or at is None:
        return None
    outcome = outcome_of(found["status"], DivertReason(found["why"]))
    talked = float(found["talked"] or 0) if outcome is Outcome.ANSWERED else 0.0
    return RangFromPhone(key, found["extension"], found["number"], outcome, talked, at)


def read_talk(key: str, text: str) -> Talked | None:
    """A conversation in the dialplan's journal; None for anything else. The key begins with the second in which it ended."""
    found, at = _TALK.fullmatch(text), _moment_of(key)
    if found is None or at is None:
        return None
    return Talked(found["extension"], found["number"], found["outward"] == "1", float(found["seconds"]), key, at)


def read_count(key: str, text: str) -> CountedCall | None:
    """An ended call in the dialplan's journal; None for anything else. The key begins with the second in which it ended.

    An entry of an older dialplan (1) has no marks."""
    found, at = _COUNT.fullmatch(text), _moment_of(key)
    if found is None or at is None:
        return None
    return CountedCall(
        key,
        found["extension"],
        found["internal"] == "1",
        found["away"] == "1",
        TakenBy(found["took"]),
        _seconds(found["rang"]),
        found["waited"] != "",
        _seconds(found["waited"]),
        CallEndedBy(found["ended"]),
        at,
        tuple(found["marks"].split(":")) if found["marks"] else (),
    )


def _seconds(text: str) -> int | None:
    """A clock that was put back meanwhile makes it 0."""
    return max(0, int(text)) if text.lstrip("-") else None


def _moment_of(key: str) -> datetime | None:
    seconds = re.match(r"(\d{1,11})-", key, re.ASCII)
    return datetime.fromtimestamp(int(seconds[1]), UTC) if seconds else None
