"""What is asked of the hub from the colleague grid: present calls, acts for others, notices. Raises what the hub refuses."""

from __future__ import annotations

from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key


async def calls(hub: HubClient) -> list[wire.PresentCallView]:
    """The calls of one's own phone and, for receptionists, those that wait for the switchboard."""
    return (await hub.request("GET", "/calls", wire.CallsView)).calls


async def unclear(hub: HubClient) -> wire.Unclear:
    """What the PBX does not know, does otherwise than was asked, or has that could not be read; for officers."""
    return await hub.request("GET", "/unclear", wire.Unclear)


async def place_call(hub: HubClient, to: str, *, as_given: bool = False) -> wire.CallBegun:
    """Have one's own phone rung, then `to`; a colleague by their fixed telephone unless `as_given` (P12).

    When the connection breaks it is asked once more, with the same key: had the hub begun the call, it is that one.
    """
    return await hub.ask_twice("/calls", wire.CallBegun, body=wire.CallRequest(to, as_given))


async def transfer(hub: HubClient, call_id: str, to: str, word: str = "") -> None:
    """Move a call at once."""
    await hub.send("POST", f"/calls/{quote(call_id, safe='')}/transfer", body=wire.TransferRequest(to, word))


async def consult(hub: HubClient, call_id: str, to: str, word: str = "") -> None:
    """Ask `to` first, while the caller waits."""
    await hub.send("POST", f"/calls/{quote(call_id, safe='')}/consult", body=wire.TransferRequest(to, word))


async def complete(hub: HubClient, call_id: str) -> None:
    """Join the caller with whoever was asked."""
    await hub.send("POST", f"/calls/{quote(call_id, safe='')}/complete")


async def cancel(hub: HubClient, call_id: str) -> None:
    """Hang up on whoever was asked, and be back with the caller."""
    await hub.send("POST", f"/calls/{quote(call_id, safe='')}/cancel")


async def undo_absence(hub: HubClient, extension: str, undo: wire.AbsenceUndo) -> wire.StatusReply:
    """Put back what stood before a change."""
    path = f"/people/{quote(extension, safe='')}/absence/undo"
    return await hub.request("POST", path, wire.StatusReply, body=undo, key=new_key())


async def forward_unit(hub: HubClient, unit: str, request: wire.UnitForward) -> wire.UnitForwarded:
    """Have a whole unit's phones answered elsewhere."""
    return await hub.request("POST", f"/units/{quote(unit, safe='')}/forward", wire.UnitForwarded, body=request, key=new_key())


async def undo_unit(hub: HubClient, unit: str, undo: wire.UnitUndo) -> wire.UnitForwarded:
    """Take that back."""
    return await hub.request(
        "POST", f"/units/{quote(unit, safe='')}/forward/undo", wire.UnitForwarded, body=undo, key=new_key()
    )


async def nudge(hub: HubClient, extension: str) -> wire.NudgeSent:
    """Ask "are you back?"."""
    return await hub.request("POST", f"/people/{quote(extension, safe='')}/nudge", wire.NudgeSent)


async def notices(hub: HubClient) -> list[wire.NoticeView]:
    """Notices that are valid now or later."""
    return (await hub.request("GET", "/notices", wire.NoticesView)).notices


async def add_notice(hub: HubClient, request: wire.NoticeRequest) -> wire.NoticeView:
    """Propose a notice, or publish it at once."""
    return await hub.request("POST", "/notices", wire.NoticeView, body=request, key=new_key())


async def change_notice(hub: HubClient, notice_id: str, change: wire.NoticeChange) -> wire.NoticeView:
    """Change a notice, publish it, or take it back."""
    return await hub.request("PATCH", f"/notices/{quote(notice_id, safe='')}", wire.NoticeView, body=change, key=new_key())


async def withdraw_notice(hub: HubClient, notice_id: str) -> None:
    """Erase a notice."""
    await hub.send("DELETE", f"/notices/{quote(notice_id, safe='')}", key=new_key())
