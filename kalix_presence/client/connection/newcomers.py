"""What is asked of the hub about a newcomer's first steps. Raises what the hub refuses."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def first_steps(hub: HubClient) -> wire.FirstSteps:
    """One's own first steps; none for who is no newcomer."""
    return await hub.request("GET", "/newcomer", wire.FirstSteps)


async def take_first_step(hub: HubClient, said: wire.StepSaid) -> wire.FirstSteps:
    """Tick a step that only oneself knows, or accept the policy; the steps after that."""
    return await hub.request("POST", "/newcomer", wire.FirstSteps, body=said)


async def ring_own_phone(hub: HubClient) -> wire.CallBegun:
    """Have one's own telephone rung, as a trial."""
    return await hub.ask_twice("/newcomer/ring", wire.CallBegun)


async def newcomers(hub: HubClient) -> wire.NewcomersView:
    """Who has not finished in the units that one is officer of."""
    return await hub.request("GET", "/newcomers", wire.NewcomersView)
