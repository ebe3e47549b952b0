"""Which numbers calls may be forwarded to: an allow-list, because forwarding to a premium number is the classic toll fraud."""

from __future__ import annotations

import re
from collections.abc import Container

from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy

EMERGENCY = ("112", "0112", "00112")
"""Called from the telephone itself, so that the emergency centre sees from where; also with the digit for an outside line,
and as `+46112` is read."""


def dialled(number: str) -> str:
    """A number as typed, reduced to what would be dialled: separators gone, `+46` and `0046` as national `0`."""
    # Spaces only, no other white space: a line break must stay in sight and be refused, for in AMI it starts a new command.
    digits = re.sub(r"[ \u00a0\u202f]", "", number)
    if digits.startswith(("-", ".", "/", ")")):
        return digits  # "-1" is not 1: it stays what it is, and is refused as no number
    if digits.startswith(("+", "00")):
        digits = digits.replace("(0)", "")
    digits = re.sub(r"[\-./()]", "", digits)
    for prefix in ("+46", "0046"):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return "00" + digits[1:] if digits.startswith("+") else digits


def permitted_target(wanted: str, person: Person, policy: Policy, extensions: Container[str]) -> str:
    """The digits to dial for `wanted`, if calls for `person` may go there.

    Allowed: the switchboard, an extension in use other than the person's own, and Swedish national numbers without a
    forbidden prefix, mobile numbers among them; foreign numbers only where the policy says so, the own mobile not excepted.

    Raises BadInput `target-not-a-number`, `target-own-extension`, `target-emergency`, `target-unknown-extension`,
    `target-premium`, `target-international` or `target-not-allowed`.
    """
    digits = dialled(wanted)
    if not re.fullmatch(r"\d{1,18}", digits, re.ASCII):
        raise BadInput("target-not-a-number", field="forward_to")
    if digits == policy.switchboard:
        return digits
    if digits == person.extension or (person.direct and digits == dialled(person.direct)):
        raise BadInput("target-own-extension", field="forward_to")
    if digits in extensions:
        return digits
    if digits in EMERGENCY:
        raise BadInput("target-emergency", field="forward_to")
    if re.fullmatch(policy.extension_pattern, digits, re.ASCII):
        raise BadInput("target-unknown-extension", field="forward_to", number=digits)
    if digits.startswith(policy.forbidden_prefixes):
        raise BadInput("target-premium", field="forward_to")
    if digits.startswith("00"):
        if not policy.international_allowed:
            raise BadInput("target-international", field="forward_to")
        if not re.fullmatch(r"00[1-9]\d{6,14}", digits, re.ASCII):
            raise BadInput("target-not-allowed", field="forward_to")
        return digits
    # Swedish national numbers have 7 to 12 digits with the leading 0; 1xx short numbers and 11x are none of them.
    if re.fullmatch(r"0[1-9]\d{5,10}", digits, re.ASCII):
        return digits
    raise BadInput("target-not-allowed", field="forward_to")
