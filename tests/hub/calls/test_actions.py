"""Present calls over the model PBX: answered, made and passed on by those who may, and nobody is taken for whom they are not."""

from __future__ import annotations

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import CallSeen, PresentCall
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import BadInput, Conflict, NotFound, Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from tests.hub.calls.house import OUTSIDE, PER, House
from tests.hub.house import ANNA, MARIA, lunch, until


async def test_earlier_callbacks_from_the_number_are_counted_for_those_who_may_see_them(house: House) -> None:
    for about in ("bygglov", "altan"):
        wish = wire.MessageRequest("2041", caller_name="Karin Berg", caller_number=OUTSIDE, about=about)
        await house.core.callbacks.asked.leave_message(MARIA, wish, key=None, now=house.clock())
        house.clock.move(minutes=1)
    house.pbx.call(OUTSIDE, "2041", stays="phone")
    house.pbx.call(OUTSIDE, "2042", stays="phone")
    (_, annas), (_, pers) = await house.heard(2)
    assert (annas.earlier, annas.last and annas.last.about, annas.name, annas.noted) == (2, "altan", "", "Karin Berg")
    assert (pers.earlier, pers.last, pers.noted) == (0, None, "")


async def test_a_colleague_is_known_by_their_phone_and_not_by_a_number_claimed_from_outside(house: House) -> None:
    for number in ("2041", "092365041", "+46923650 41"):
        house.pbx.call(number, "2042", stays="phone")
        house.pbx.hang_up("2042")
    house.pbx.call("0701740602", "2042", stays="phone")
    house.pbx.hang_up("2042")
    house.pbx.call("0701740602", "2001", stays="phone")
    ringing = [call for _, call in await house.heard(9) if call.state is CallState.RINGING]
    assert [call.colleague for call in ringing] == ["2041", "", "", "", ""]
    assert [call.name for call in ringing] == ["Anna Ek 2041", "", "", "", ""]


async def test_a_withheld_number_says_nothing_of_anybody(house: House) -> None:
    house.pbx.call("", "2041", stays="phone")
    [(_, call)] = await house.heard(1)
    assert (call.number, call.number_shown, call.name, call.colleague, call.earlier) == ("", "", "", "", 0)


async def test_asking_first_holds_the_call_and_connects_or_takes_it_back(house: House) -> None:
    acts = house.core.reception.call_acts
    story = house.pbx.call(OUTSIDE, "2001")
    await house.heard(2)
    asking = (await acts.consult(MARIA, story.call_id, wire.TransferRequest("2041"))).call
    await until(lambda: [call.state for call in house.core.reception.calls.seen_by(MARIA)] == ["held", "talking"])
    assert house.core.reception.calls.seen_by(MARIA)[0].consulting == "2041"
    await acts.cancel(MARIA, asking)
    await until(lambda: [call.state for call in house.core.reception.calls.seen_by(MARIA)] == ["talking"])
    assert house.core.reception.calls.seen_by(MARIA)[0].consulting == ""
    await acts.consult(MARIA, story.call_id, wire.TransferRequest("2042"))
    await house.told()
    await acts.complete(MARIA, story.call_id)
    await until(lambda: house.core.reception.calls.seen_by(MARIA) == [])
    await until(lambda: [call.number for call in house.core.reception.calls.seen_by(PER)] == ["+46923555012"])


async def test_nobody_touches_a_call_that_is_not_theirs(house: House) -> None:
    acts = house.core.reception.call_acts
    story = house.pbx.call(OUTSIDE, "2041")
    await house.heard(2)
    for act in (acts.transfer, acts.consult):
        with pytest.raises(NotFound, match="call-unknown"):
            await act(PER, story.call_id, wire.TransferRequest("2042"))
    for step in (acts.complete, acts.cancel):
        with pytest.raises(NotFound, match="call-unknown"):
            await step(MARIA, story.call_id)


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("0900123456", "target-premium"),
        ("+358401234567", "target-international"),
        ("2041\r\nAction: Command", "target-not-a-number"),
        ("2999", "target-unknown-extension"),
        ("112", "target-emergency"),
        ("0-112", "target-emergency"),
        ("+46 112", "target-emergency"),
        ("2041", "target-own-extension"),
        ("", "target-not-a-number"),
    ],
)
async def test_numbers_are_checked_as_forwards_are(house: House, to: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        await house.core.reception.call_acts.call(ANNA, wire.CallRequest(to))
    assert (refused.value.code, refused.value.field) == (code, "to")
    story = house.pbx.call(OUTSIDE, "2041")
    await house.heard(2)
    with pytest.raises(BadInput) as refused:
        await house.core.reception.call_acts.transfer(ANNA, story.call_id, wire.TransferRequest(to))
    assert refused.value.code == code
    assert house.pbx.phones["2041"].state is LineState.BUSY


async def test_a_colleague_is_called_at_the_fixed_phone_first(house: House) -> None:
    acts = house.core.reception.call_acts
    begun = await acts.call(MARIA, wire.CallRequest("070-174 06 02"))
    assert begun.dialled == "2041"
    house.pbx.hang_up("2001")
    begun = await acts.call(MARIA, wire.CallRequest("070-174 06 02", as_given=True))
    assert begun.dialled == ""
    house.pbx.hang_up("2001")
    assert (await acts.call(PER, wire.CallRequest("0923-650 41"))).dialled == "2041"
    house.pbx.hang_up("2042")
    # Whose mobile number it is, is not for everybody to know.
    assert (await acts.call(PER, wire.CallRequest("070-174 06 02"))).dialled == ""


async def test_who_has_no_phone_or_no_such_pbx_is_told_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = house.core.reception.call_acts
    with pytest.raises(Conflict, match="call-no-phone"):
        await acts.call(Caller("root", None, None, frozenset({Role.ADMINISTRATOR})), wire.CallRequest("2041"))
    story = house.pbx.call(OUTSIDE, "2041", stays="phone")
    await house.heard(1)
    with pytest.raises(Conflict, match="call-not-talking"):
        await acts.consult(ANNA, story.call_id, wire.TransferRequest("2042"))
    monkeypatch.setattr(EmbeddedPbx, "capabilities", Capabilities(place_call=False, consult_call=False))
    with pytest.raises(Unavailable, match="pbx-cannot"):
        await acts.call(ANNA, wire.CallRequest("2042"))
    with pytest.raises(Unavailable, match="pbx-cannot"):
        await acts.consult(ANNA, story.call_id, wire.TransferRequest("2042"))


@pytest.mark.parametrize("word", ["x" * 201, "a\x07b"])
async def test_a_word_that_cannot_be_shown_is_refused(house: House, word: str) -> None:
    story = house.pbx.call(OUTSIDE, "2041")
    await house.heard(2)
    with pytest.raises(BadInput, match="call-word"):
        await house.core.reception.call_acts.transfer(ANNA, story.call_id, wire.TransferRequest("2042", word))


@pytest.mark.parametrize("number", ["0923-650 41", "+4692365041", "004692365041", "070-174 06 02", "+46701740602", "2041"])
@pytest.mark.parametrize("reader", [MARIA, PER])
async def test_who_calls_from_outside_is_never_shown_as_a_colleague_whose_number_they_claim(
    house: House, number: str, reader: Caller
) -> None:
    at = reader.extension or ""
    house.pbx.talks.begin(at, number, name="Anna Ek 2041")
    await house.heard(1)
    [call] = [view for view in house.core.reception.calls.seen_by(reader) if view.extension == at]
    assert (call.colleague, call.name) == ("", "")
    if number != "2041":
        assert call.number.startswith("+46"), "the number is shown"


def claimed(house: House, number: str, name: str, **more: bool) -> PresentCall:
    return PresentCall("c1", "2041", number, name, False, "ringing", house.clock(), **more)


@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize("claims", ["2042", "9", " 2042"])
async def test_an_outside_caller_who_claims_an_extension_is_never_shown_as_that_colleague(
    house: House, claims: str, waiting: bool
) -> None:
    house.pbx._readers.publish(CallSeen(claimed(house, claims.strip(), "Per Berg 2042", waiting=waiting)))
    [(_, call)] = await house.heard(1)
    assert (call.number, call.number_shown, call.name, call.colleague, call.earlier) == ("", "", "", "", 0)
    assert not call.withheld, "unknown, not hidden"


async def test_a_colleague_whose_phone_the_pbx_knows_is_shown(house: House) -> None:
    house.pbx._readers.publish(CallSeen(claimed(house, "2042", "whatever", internal=True)))
    [(_, call)] = await house.heard(1)
    assert (call.number, call.colleague, call.name) == ("2042", "2042", house.core.board.people["2042"].name)


@pytest.mark.parametrize("written", ["{}", "{} 2042", "2042", "Internt (20 42)", "٢٠٤٢", "Anknytning 9"])
async def test_a_name_or_a_number_of_ours_for_a_name_with_a_number_that_is_not_theirs_is_not_shown(
    house: House, written: str
) -> None:
    name = written.format(house.core.board.people["2042"].name.upper())
    house.pbx._readers.publish(CallSeen(claimed(house, OUTSIDE, name)))
    [(_, call)] = await house.heard(1)
    assert (call.number, call.name, call.says) == ("+46923555012", "", "")


@pytest.mark.parametrize(
    "number", [OUTSIDE, "0923-650 41", "+46701740602"], ids=["anybody's", "Anna's direct", "Anna's mobile"]
)
@pytest.mark.parametrize("written", ["Anna Ek 2041", "Ek 2041, ANNA", "Anna Ek 2041 (IT)"])
@pytest.mark.parametrize("reader", [MARIA, PER], ids=["Maria", "Per"])
async def test_a_name_of_ours_in_an_earlier_message_names_nobody_who_calls_from_outside(
    house: House, number: str, written: str, reader: Caller
) -> None:
    at = reader.extension or ""
    wish = wire.MessageRequest(at, caller_name=written, caller_number=number, about="pärmen")
    await house.core.callbacks.asked.leave_message(MARIA, wish, key=None, now=house.clock())
    house.pbx.talks.begin(at, number, name=written)
    await house.heard(1)
    [call] = [view for view in house.core.reception.calls.seen_by(reader) if view.extension == at]
    assert (call.colleague, call.name, call.says, call.noted) == ("", "", "", "")
    assert call.last is not None
    assert call.last.about == "pärmen", "the message itself is told of"


@pytest.mark.parametrize("state", [LineState.BUSY, LineState.RINGING, LineState.NOT_REGISTERED])
async def test_who_talks_or_has_no_phone_takes_no_waiting_call_and_it_keeps_its_place(house: House, state: LineState) -> None:
    await house.core.absences.set_absence(ANNA, "2041", lunch(house.clock), key=None, now=house.clock())
    await until(lambda: house.core.board.states["2041"].in_force)
    story = house.pbx.call(OUTSIDE, "2041", stays="switchboard")
    house.pbx.set_line("2001", state)
    await until(lambda: house.core.board.states["2001"].line is state)
    await house.heard(1)
    [before] = house.core.reception.calls.seen_by(MARIA)
    code = "call-phone-gone" if state is LineState.NOT_REGISTERED else "call-phone-busy"
    with pytest.raises(Conflict, match=code):
        await house.core.reception.call_acts.transfer(MARIA, story.call_id, wire.TransferRequest("2001"))
    with pytest.raises(Conflict, match=code):
        await house.core.reception.call_acts.call(MARIA, wire.CallRequest("2041"))
    assert house.core.reception.calls.seen_by(MARIA) == [before]


async def test_a_call_that_is_held_keeps_the_phone_from_taking_another(house: House) -> None:
    held = PresentCall("c9", "2001", OUTSIDE, "", False, "held", house.clock())
    house.pbx._readers.publish(CallSeen(held))
    await house.heard(1)
    with pytest.raises(Conflict, match="call-phone-busy"):
        await house.core.reception.call_acts.call(MARIA, wire.CallRequest("2041"))


async def test_the_main_number_is_nobody_a_call_was_diverted_from(house: House) -> None:
    call = PresentCall("c1", "9", OUTSIDE, "", False, "ringing", house.clock(), "90", "unregistered", waiting=True)
    house.pbx._readers.publish(CallSeen(call))
    [(_, shown)] = await house.heard(1)
    assert (shown.diverted_from, shown.diverted_from_name, shown.why) == ("", "", "")


@pytest.mark.parametrize("method", ["place_call", "move_call", "consult_call", "complete_consult", "cancel_consult"])
async def test_a_pbx_that_stands_still_says_that_no_call_will_come(
    house: House, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    async def stands_still(*_: object) -> str:
        raise Unavailable("pbx-unreachable")

    actions = house.core.reception.call_acts
    if method != "place_call":
        house.pbx.answer(house.pbx.call(OUTSIDE, "2041", name="Karin Berg", stays="phone").call_id)
        await until(lambda: any(call.state == CallState.TALKING for call in house.core.reception.calls.seen_by(ANNA)))
    monkeypatch.setattr(house.pbx, method, stands_still)
    talking = house.core.reception.calls.seen_by(ANNA)
    asked = {
        "place_call": lambda: actions.call(ANNA, wire.CallRequest("2042")),
        "move_call": lambda: actions.transfer(ANNA, talking[0].id, wire.TransferRequest("2042")),
        "consult_call": lambda: actions.consult(ANNA, talking[0].id, wire.TransferRequest("2042")),
        "complete_consult": lambda: actions.complete(ANNA, talking[0].id),
        "cancel_consult": lambda: actions.cancel(ANNA, talking[0].id),
    }
    with pytest.raises(Unavailable, match="call-pbx-unreachable"):
        await asked[method]()
    for language in ("sv", "en", "fi"):
        said = shipped.words(language).say("errors.call-pbx-unreachable")
        assert said != shipped.words(language).say("errors.pbx-unreachable"), "whose words are of a change that is kept"
