"""Which reason the text of a calendar entry means. A text may be about anything: only what is plain counts."""

from __future__ import annotations

import re

from kalix_presence.model.entry import MEETING, OUT_OF_OFFICE
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import Reason, Reasons

_ABOUT = re.compile(
    r"möte|meeting|kokous|palaveri|plan|review|genomgång|statisti|tilasto|party|fest|juhla|visit|besök|käynti|policy|polic|rutin"
    r"|info|workshop|seminar|intervju|interview|haastattelu|rapport|report|raportti|avstämning|uppföljning|diskussion|discussion"
    r"|budget|schema|schedule|calendar|kalender|lista|list|ansök|application|hakemus|utvärdering|evaluation|fråg|question|regler"
    r"|rules|handbook|handbok|project|projekt|team|grupp|group|kick|sync|standup|call|samtal|presentation|demo|form|blankett"
    r"|ersättare|cover|vikarie|handover|överlämning|approval|godkänn|request|begäran|tracker|committee|kommitt|board|nämnd|brief",
    re.IGNORECASE,
)
"""What speaks about a thing rather than of it: "holiday party planning" is a meeting."""
_LEADS_ON = re.compile(
    r"[:,;.–—/(-]|(?:med|in|i|på|till|hos|från|vecka|v|kl|with|at|to|until|till|from|week|for|the|w|vko|asti)\b|\d",
    re.IGNORECASE,
)


def guessed(summary: str, reasons: Reasons, *, away: bool, whole_days: bool) -> Reason:
    """The reason of an entry with this text: the one it names, where it is about nothing else, else a meeting or plain absence.

    A sensitive reason is never taken from a text: whoever wrote it may have meant anything, and others would be told.
    `away`: the calendar itself says that the person is out of office.
    """
    named = _named(summary, reasons, sure=away or whole_days)
    if named is not None and not named.sensitive:
        return named
    plain = OUT_OF_OFFICE if away or named is not None else MEETING
    return reasons.get(plain) if plain in reasons else next(iter(reasons))


def says_too_much(summary: str, reasons: Reasons) -> bool:
    """Whether a text begins with a sensitive reason, and is better not shown to anybody."""
    try:
        return _whole_word(summary, reasons)[0].sensitive
    except BadInput:
        return False


def _named(summary: str, reasons: Reasons, *, sure: bool) -> Reason | None:
    try:
        reason, rest = _whole_word(summary, reasons)
    except BadInput:
        return None
    if rest and (_ABOUT.search(rest) or not (sure or _LEADS_ON.match(rest) or _is_a_name(rest))):
        return None
    return reason


def _whole_word(summary: str, reasons: Reasons) -> tuple[Reason, str]:
    """The reason whose whole name a text begins with, and the rest as written. Raises BadInput for none."""
    text = " ".join(summary.split())
    folded = text.casefold()
    best: tuple[int, Reason] | None = None
    for reason in reasons.offered:
        for name in {*reason.aliases, *(name.casefold() for name in reason.names.values())}:
            ends = folded[len(name) : len(name) + 1]
            if (
                len(name) > 1
                and folded.startswith(name)
                and not ends.isalnum()
                and ends != "-"
                and (best is None or len(name) > best[0])
            ):
                best = (len(name), reason)
    if best is None:
        raise BadInput("line-reason-unknown", field="line", text=text[:40])
    return best[1], text[best[0] :].strip()


def _is_a_name(rest: str) -> bool:
    """One word with a capital: "Semester Kreta", "Lunch Per"."""
    return rest.istitle() and " " not in rest
