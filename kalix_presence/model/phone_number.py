"""Telephone numbers as people type them and as they are written, by libphonenumber; loaded when the first one is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kalix_presence.model.errors import BadInput

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_WRITTEN = re.compile(r"[\d+(][\d+\-/()\s.]*", re.ASCII)
_APART = re.compile(r"[\s\-/().]+")
SHORTEST, SHORT, LONGEST = 2, 6, 15
"""Digits of the shortest number, of the longest that can only be a short one (116 117), and of the longest there is (E.164)."""


def read_number(text: str, country: str) -> str:
    """`text` as E.164, or as its digits where it is no national number; "" for an empty one. `country` (ISO 3166) is where
    numbers without a country code belong.

    What begins neither with a country code nor with the country's own prefix (the 0) is dialled as it is: 112, 118 118, 90 510,
    a local number. It never becomes another number by putting a prefix before it. Raises BadInput `message-number`.
    """
    typed = text.strip()
    if not typed:
        return ""
    digits = _APART.sub("", typed)
    if not _WRITTEN.fullmatch(typed) or not re.fullmatch(r"\+?\d+", digits, re.ASCII):
        raise BadInput("message-number", field="caller_number")
    if _is_dialled_as_it_is(digits, country):
        if not SHORTEST <= len(digits) <= LONGEST:
            raise BadInput("message-number", field="caller_number")
        return digits
    return _international(typed, country)


def told_number(text: str, country: str) -> str:
    """`text` as a telephone network tells it, made comparable; "" when it is no number that could be rung.

    Networks leave out the plus (46701234567) or the 0 (701234567): a valid number is taken for that. Raises nothing.
    """
    import phonenumbers

    try:
        number = read_number(text, country)
        if not number or number.startswith("+") or len(number) <= SHORT:
            return number
        parsed = phonenumbers.parse(number, country or None)
    except (BadInput, phonenumbers.NumberParseException):
        return ""
    valid = phonenumbers.is_valid_number(parsed)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)) if valid else number


def written(number: str, country: str) -> str:
    """An E.164 number as it is written in `country`: 0923-650 00 for +4692365000; anything else as it is.

    What is written is read as `number` again: where the library's way of writing would leave a digit out, plain digits stand.
    """
    import phonenumbers

    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    shown = _at_home(parsed, country)
    return shown if _reads_as(shown, number, country) else number


def _at_home(parsed: PhoneNumber, country: str) -> str:
    import phonenumbers

    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    if parsed.country_code == phonenumbers.country_code_for_region(country):
        if not phonenumbers.is_valid_number(parsed):
            # Nobody knows how it is grouped; without the prefix it could not be dialled.
            return _prefix(country) + phonenumbers.national_significant_number(parsed)
        if phonenumbers.region_code_for_number(parsed) == country:
            form = phonenumbers.PhoneNumberFormat.NATIONAL
    return str(phonenumbers.format_number(parsed, form))


def _reads_as(shown: str, number: str, country: str) -> bool:
    try:
        return read_number(shown, country) == number
    except BadInput:
        return False


def _is_dialled_as_it_is(digits: str, country: str) -> bool:
    if digits.startswith("+"):
        return False
    if len(digits) <= SHORT and not digits.startswith("0"):
        return True
    prefix = _prefix(country)
    return bool(prefix) and not digits.startswith((prefix, "00"))


def _prefix(country: str) -> str:
    """What stands before a national number in `country`; "" where nothing does."""
    import phonenumbers

    return phonenumbers.ndd_prefix_for_region(country, True) or "" if country else ""


def _international(typed: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        raise BadInput("message-number", field="caller_number") from None
    # What the library leaves out as meant otherwise would make it another number, but for the 0 of "+46 (0)923".
    digits = _APART.sub("", typed.replace("(0)", ""))
    code, significant = str(number.country_code), phonenumbers.national_significant_number(number)
    forms = {f"+{code}{significant}", f"00{code}{significant}"}
    if country and number.country_code == phonenumbers.country_code_for_region(country):
        prefix = _prefix(country)
        forms |= {prefix + significant, code + significant}
        forms |= {f"+{code}{prefix}{significant}", f"00{code}{prefix}{significant}"}
        forms = set() if prefix and significant.startswith(prefix) else forms
    read = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    # Zeros after a country code are taken off one by one, at each reading: such a number is another one the next time.
    if digits not in forms or not phonenumbers.is_possible_number(number) or not _is_itself(read):
        raise BadInput("message-number", field="caller_number")
    return read


def _is_itself(read: str) -> bool:
    import phonenumbers

    try:
        return bool(phonenumbers.format_number(phonenumbers.parse(read), phonenumbers.PhoneNumberFormat.E164) == read)
    except phonenumbers.NumberParseException:
        return False
