"""What judges the driver and its stand-in by the vendor's schema finds slips in both directions."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.pbx.cucm.judge import VERSIONS, judge

FORWARD = (
    "<forwardToVoiceMail>f</forwardToVoiceMail><callingSearchSpaceName>A</callingSearchSpaceName>"
    "<secondaryCallingSearchSpaceName>B</secondaryCallingSearchSpaceName><destination>9</destination>"
)
ASKED = f"<n:updateLine xmlns:n='{{}}'><pattern>2041</pattern><callForwardAll>{FORWARD}</callForwardAll></n:updateLine>"
ANSWERED = f"<n:getLineResponse xmlns:n='{{}}'><return><line><pattern>2041</pattern><callForwardAll>{FORWARD}</callForwardAll></line></return></n:getLineResponse>"
SLIPS = [
    ("<destination>9<", f"<destination>{'9' * 51}<"),
    ("<destination>9<", "<destinaton>9<"),
    ("<forwardToVoiceMail>f<", "<forwardToVoiceMail>no<"),
    ("<pattern>2041</pattern>", "<pattern>2041</pattern><patern/>"),
]


def enveloped(inside: str, version: str) -> bytes:
    body = inside.format(f"http://www.cisco.com/AXL/API/{version}").replace(
        "destinaton>9</destination", "destinaton>9</destinaton"
    )
    return f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>{body}</e:Body></e:Envelope>'.encode()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("message", [ASKED, ANSWERED], ids=["asked", "answered"])
def test_what_is_right_passes_and_every_slip_is_found(version: str, message: str) -> None:
    judge(version, enveloped(message, version))
    for right, wrong in SLIPS:
        with pytest.raises(etree.DocumentInvalid):
            judge(version, enveloped(message.replace(right, wrong), version))
    with pytest.raises(etree.DocumentInvalid):
        judge(version, enveloped(message, "1.0"))


def test_a_search_space_that_is_left_out_is_found_and_one_that_is_nil_is_not() -> None:
    """So that the stand-in has to refuse the second by itself."""
    left_out = ASKED.replace("<callingSearchSpaceName>A</callingSearchSpaceName>", "")
    with pytest.raises(etree.DocumentInvalid):
        judge("12.5", enveloped(left_out, "12.5"))
    nil = "<callingSearchSpaceName xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>"
    judge("12.5", enveloped(ASKED.replace("<callingSearchSpaceName>A</callingSearchSpaceName>", nil), "12.5"))
