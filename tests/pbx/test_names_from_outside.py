"""What a desk phone shows of a caller from outside: a number, and no name that is a colleague's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.sip_phones import Phones, Sipp

pytestmark = pytest.mark.asterisk

KARIN = "+46701234567"


@pytest.fixture
def site(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """The shared Asterisk, with its site file as it was afterwards."""
    yield asterisk
    asterisk.set_up()


def shown(phone: Sipp) -> str:
    """Everything that the phone was told about who calls: From and P-Asserted-Identity of the INVITE."""
    invite = phone.messages().split("INVITE sip:", 1)[1].split("Content-Length", 1)[0]
    return "\n".join(re.findall(r"^(?:From|P-Asserted-Identity|Remote-Party-ID):.*", invite, re.MULTILINE))


def rung(phones: Phones, name: str, number: str, dialled: str = "2041") -> str:
    """What 2041's phone is told when somebody outside calls with this name and number."""
    phone = phones.answers("9" if dialled == "9" else "2041")
    caller = phones.call_until_put_down(dialled, caller=(name, number))
    wait_until(lambda: phone.saw("ACK sip:") and caller.saw("SIP/2.0 200"), "nobody answers")
    told = shown(phone)
    phones.hang_up_all()
    return told


@pytest.mark.parametrize(
    ("name", "number"),
    [("Anna Berg", "2042"), ("2042", KARIN), ("Anna Berg 2042", KARIN), ("Anna (20 42)", KARIN), ("9", KARIN)],
    ids=["with a colleague's number", "an extension for a name", "an extension in it", "spelt apart", "the switchboard"],
)
@pytest.mark.parametrize("dialled", ["2041", "9"])
def test_a_name_of_a_colleague_s_number_goes_on_to_no_desk_phone(
    site: AsteriskServer, phones: Phones, name: str, number: str, dialled: str
) -> None:
    site.set_up(OUTSIDE_NAMES="yes")
    told = rung(phones, name, number, dialled)
    assert number in told, "the number is what is known"
    assert f'"{name}"' not in told
    assert "Anna" not in told


@pytest.mark.parametrize("dialled", ["2041", "9"])
def test_no_name_from_outside_is_shown_and_where_a_site_wants_them_it_is_told_what_they_are(
    site: AsteriskServer, phones: Phones, dialled: str
) -> None:
    told = rung(phones, "Anna Ek", KARIN, dialled)
    assert "Anna" not in told, "the name of whoever sits there: the PBX cannot tell"
    assert KARIN in told
    site.set_up(OUTSIDE_NAMES="yes")
    told = rung(phones, "Anna: Ek, x", KARIN, dialled)
    assert '"externt: Anna: Ek, x"' in told


def test_a_colleague_s_own_name_is_shown_as_the_pbx_has_it(asterisk: AsteriskServer, phones: Phones) -> None:
    phone = phones.answers("2041")
    phones.call("2041", user="2042").done()
    phone.done()
    assert "2042" in shown(phone)


@pytest.mark.parametrize(
    ("diverted", "shown_on"),
    [('"Anna Berg" <sip:2042@trunk>', ""), ("<sip:9@trunk>", ""), ('"Anna Berg" <sip:+46709999999@trunk>', "+46709999999")],
    ids=["a colleague's number", "the switchboard's", "a name of ours with a number outside"],
)
def test_who_is_said_outside_to_have_sent_the_call_is_no_colleague(
    asterisk: AsteriskServer, hand_phones: Callable[..., HandPhone], diverted: str, shown_on: str
) -> None:
    outside, phone = hand_phones("outside"), hand_phones("2041")
    heads = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
    call = outside.dial("2041", headers=f"{heads}Diversion: {diverted};reason=unconditional\r\n")
    phone.pick_up()
    outside.connected(call)
    # Nor does it say so once it talks.
    outside.hold(call, on=False, headers='P-Asserted-Identity: "Anna Berg" <sip:2042@trunk>\r\n')
    wait_until(lambda: call.statuses.count(200) == 2, "what the trunk says now is not taken in")
    outside.put_down(call)
    phone.ended(phone.calls[0])
    told = "\n".join(phone.seen)
    assert "Anna" not in told
    assert "2042" not in told
    assert [*re.findall(r"^Diversion: .*<sip:([+0-9]+)@", told, re.MULTILINE)] == [each for each in (shown_on,) if each]
