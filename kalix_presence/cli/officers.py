"""`officers`: who is telephone officer of what, from a shell; who may, appoints them there (P15)."""

from __future__ import annotations

import json
from datetime import date

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import officer as exchange
from kalix_presence.model.appointment import Post
from kalix_presence.model.day import today
from kalix_presence.model.errors import NotFound
from kalix_presence.model.when.one_day import read_day


async def list_officers(*, as_json: bool) -> int:
    """List officers and deputies, those whom one asks oneself first."""
    async with joined() as desk:
        found = (await exchange.appointments(desk.hub)).appointments
        found = sorted(found, key=lambda each: desk.own_unit not in each.covers)
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(desk, each) for each in found])
        else:
            print(desk.words.say("cli.officers-none"))
        return Exit.OK


async def appoint(who: str, *, unit: str, since: str, until: str, deputy: bool) -> int:
    """Let `who` be officer or deputy of `unit`, or of the administration that they belong to."""
    async with joined() as desk:
        hub, person = desk.hub, await desk.person(who)
        post = Post.DEPUTY if deputy else Post.OFFICER
        days = [day_of(desk, text) if text else None for text in (since, until)]
        wish = wire.AppointmentRequest(person.extension, unit or person.administration, post, *days)
        made = await exchange.appoint(hub, wish)
        print(desk.words.say(f"cli.appointed-{made.post.value}", name=made.name, unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def end(appointment_id: str, *, until: str) -> int:
    """Let an appointment end after today, or after another day."""
    async with joined() as desk:
        found = await _found(desk, appointment_id)
        last = day_of(desk, until) if until else today(desk.now, desk.worktime)
        await exchange.change_appointment(desk.session.hub, found.id, wire.AppointmentChange(found.version, last))
        print(desk.words.say("cli.appointment-ends", name=found.name, unit=found.unit_name, day=last.isoformat()))
        return Exit.OK


async def withdraw(appointment_id: str) -> int:
    """Take away an appointment that was never to be."""
    async with joined() as desk:
        found = await _found(desk, appointment_id)
        wish = wire.AppointmentChange(found.version, withdrawn=True)
        await exchange.change_appointment(desk.session.hub, found.id, wish)
        print(desk.words.say("cli.appointment-withdrawn", name=found.name, unit=found.unit_name))
        return Exit.OK


def day_of(desk: Joined, text: str) -> date:
    """The day that is meant, as people type days. Raises BadInput."""
    return read_day(text, now=desk.now, worktime=desk.worktime, language=desk.words.language)


async def _found(desk: Joined, appointment_id: str) -> wire.AppointmentView:
    known = (await exchange.appointments(desk.hub)).appointments
    meant = fitting(known, appointment_id)
    if len(meant) != 1:
        raise NotFound("appointment-unknown")
    return meant[0]


def _row(desk: Joined, one: wire.AppointmentView) -> list[str]:
    words = desk.words
    known = one.post if one.post is not Post.UNKNOWN else Post.DEPUTY  # a newer hub's: somebody beside the officer
    ends = "" if one.until is None else one.until.isoformat()
    days = words.say("cli.officer-row-until" if ends else "cli.officer-row", since=one.since.isoformat(), until=ends)
    return [one.id[:SHOWN_ID], one.unit_name, words.say(f"cli.officer-{known.value}"), f"{one.name} ({one.extension})", days]
