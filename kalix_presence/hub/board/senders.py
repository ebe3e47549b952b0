"""What the organisation says of itself in signatures, contact cards and letters, by the site's policy (P10)."""

from __future__ import annotations

from functools import lru_cache

from kalix_presence import wire
from kalix_presence.hub.board.names import way_up
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.policy import read_unit_address


def address_of(board: Known, unit: str) -> str:
    """The address of `unit`: its own, else that of the nearest unit above with one, else the organisation's."""
    return _nearest(_addresses(board), way_up(board, unit), board.policy.organisation_address)


def sender_view(board: Known) -> wire.Sender:
    """For readers who know of no units above: each unit that has another address than the organisation with it."""
    policy, own = board.policy, _addresses(board)
    found = (
        {code: _nearest(own, above, policy.organisation_address) for code, above in board.groups.above.items()} if own else {}
    )
    return wire.Sender(
        policy.organisation,
        policy.organisation_web,
        policy.organisation_address,
        {code: address for code, address in found.items() if address != policy.organisation_address},
        list(policy.signature),
    )


def _addresses(board: Known) -> dict[str, str]:
    return _read(board.policy.unit_addresses)


@lru_cache(maxsize=2)
def _read(lines: tuple[str, ...]) -> dict[str, str]:
    return dict(found for line in lines if (found := read_unit_address(line)) is not None)


def _nearest(addresses: dict[str, str], units: tuple[str, ...], usual: str) -> str:
    return next((addresses[code] for code in units if code in addresses), usual)
