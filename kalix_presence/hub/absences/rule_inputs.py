"""What forwarding rules are made from beside the absences: when it changes, rules that hold must be confirmed anew."""

from __future__ import annotations

import hashlib

from kalix_presence.hub.store.moment import Known


def rule_inputs(board: Known) -> str:
    """A digest of the policy's numbers, the reasons' clips and everybody's numbers."""
    policy = board.policy
    parts = (
        policy.switchboard,
        policy.extension_pattern,
        tuple(policy.forbidden_prefixes),
        policy.international_allowed,
        policy.signals,
        sorted((reason.code, reason.told_as) for reason in board.reasons),
    )
    digest = hashlib.sha256(repr(parts).encode())
    for extension in sorted(board.people):  # one by one: it runs beside the loop, which a long step of C would keep waiting
        person = board.people[extension]
        digest.update(repr((extension, person.mobile, person.direct)).encode())
    return digest.hexdigest()
