"""Who acts for whom: somebody lets a colleague set their absence, see to their callbacks or see their plans, with an end."""

from __future__ import annotations

from datetime import date

import msgspec


class DelegationRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /delegations: the person at `extension` may act for whoever asks, from `since` (None: today) until `until`,
    both days included. What they were given before ends with it."""

    extension: str
    until: date
    since: date | None = None
    absence: bool = False
    messages: bool = False
    plans: bool = False


class DelegationView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One that holds or will: `delegate` may act for `giver` (both extensions)."""

    id: str
    giver: str
    giver_name: str
    delegate: str
    delegate_name: str
    since: date
    until: date
    absence: bool = False
    messages: bool = False
    plans: bool = False


class DelegationsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /delegations: what the reader has `given` and `received`, by name."""

    given: list[DelegationView] = []
    received: list[DelegationView] = []
