"""The first and the last of the days that a line names, as they are written: with a dash, in words, the month only once."""

from __future__ import annotations

import re

from kalix_presence.model.when.grammar import DASHED_YEAR, any_of
from kalix_presence.model.when.lexicon import Lexicon

DASH = r"\s*(?:-|–|—|\btill\b|\btil\b|\bto\b|\buntil\b|\bthrough\b)\s*"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SLASHED = re.compile(rf"(\d{{1,2}})\s*[-–—]\s*(\d{{1,2}})(/{_MONTH}(?:/20\d\d|\s+20\d\d|-\d\d)?)")
""" "1-5/12"."""
_DOTTED = re.compile(rf"(\d{{1,2}})(\.?)\s*[-–—]\s*(\d{{1,2}})\.\s?({_MONTH})(\.?)\s?(20\d\d)?")
""" "1.-5.12.2026": with a point where no clock time has one."""
_NTH = r"(?:\.|:e|st|nd|rd|th)?"


def ends_of(text: str, lexicon: Lexicon) -> list[str]:
    """The first and the last day where `text` names two, else `text` alone."""
    months = any_of(lexicon.months)
    if found := re.fullmatch(rf"(?:den\s+)?(\d{{1,2}}){_NTH}{DASH}(\d{{1,2}}){_NTH}\s*({months}\.?(?:\s+\d{{4}})?)", text):
        return [f"{found[1]} {found[3]}", f"{found[2]} {found[3]}"]
    if found := re.fullmatch(rf"({months})\.?\s+(\d{{1,2}}){_NTH}{DASH}(\d{{1,2}}){_NTH}(?:\s*,)?(\s+20\d\d)?", text):
        return [f"{found[2]} {found[1]}{found[4] or ''}", f"{found[3]} {found[1]}{found[4] or ''}"]
    if found := _SLASHED.fullmatch(text):
        return [found[1] + found[3], found[2] + found[3]]
    if (found := _DOTTED.fullmatch(text)) and (found[2] or found[5]):
        return [f"{day}.{found[4]}.{found[6] or ''}" for day in (found[1], found[3])]
    if DASHED_YEAR.fullmatch(text):
        return [text]
    return _two_of_no_month(text, lexicon) or _two(text, lexicon)


def _two_of_no_month(text: str, lexicon: Lexicon) -> list[str] | None:
    """ "den 10-15", "the 10th to the 15th", "10.-15. päivä": with a word between them the second is marked as a day as well,
    since "den 10 till 15" may name an hour."""
    before = rf"(?:{any_of(lexicon.before_nth)}\s+)"
    found = re.fullmatch(
        rf"({before})?(\d{{1,2}})(\.|{lexicon.nth})?(?P<dash>{DASH})({before})?(\d{{1,2}})({lexicon.nth})?", text
    )
    if found is None:
        return None
    first = found[1] or (found[3] and found[3] != ".")
    second = found[5] or found[7]
    dashed = found["dash"].strip() in "-–—"
    if not ((dashed and (first or second)) or (first and second)):
        return None
    return [lexicon.nth_day.format(found[2]), lexicon.nth_day.format(found[6])]


def _two(text: str, lexicon: Lexicon) -> list[str]:
    words = [*lexicon.through, *lexicon.until, "till", "to", "until"]
    parts = re.split(rf"\s+{any_of(tuple(set(words)))}\s+|\s*[–—]\s*|\s+-\s+", text, maxsplit=1)
    if len(parts) == 1 and not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        parts = re.split(r"(?<=[^\d-])-|-(?=[^\d])|(?<=/\d)-|(?<=/\d\d)-|(?<=\d{4}-\d\d-\d\d)-", text, maxsplit=1)
    if len(parts) == 1 and (
        both := re.fullmatch(r"(\S+sta|\d\d?\.\s?päivästä)\s+(\S.*?(?:hin|oon|päivään))(?:\s+(?:asti|saakka))?", text)
    ):
        parts = [both[1].replace("päivästä", "päivä"), both[2]]  # "tiistaista perjantaihin"
    return [part.strip() for part in parts if part.strip()] or [text]
