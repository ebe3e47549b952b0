"""Telephone numbers as people type them and as they are written, by libphonenumber; loaded when the first one is read."""

from __future__ import annotations

import re

from kalix_presence.model.errors import BadInput

_WRITTEN = re.compile(r"[\d+\-/()\s.]+", re.ASCII)


def read_number(text: str, country: str) -> str:
    """`text` as E.164; "" for an empty one. `country` (ISO 3166) is where numbers without a country code belong.

    Raises BadInput `message-number`.
    """
    import phonenumbers

    typed = text.strip()
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        raise BadInput("message-number", field="caller_number") from None
    if not phonenumbers.is_possible_number(number) or not _WRITTEN.fullmatch(typed):
        raise BadInput("message-number", field="caller_number")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def written(number: str, country: str) -> str:
    """An E.164 number as it is written in `country`: 0923-650 00 for +4692365000; anything else as it is."""
    import phonenumbers

    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == country
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, form))
