"""`kalix-hub check` follows calls from outside through a real Asterisk: whom they reach, in which words, and the main number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.hub.pbx.asterisk.joining_trunks import number_for
from tests.pbx.joined_site import Changes, JoinedSite
from tests.pbx.test_check_joining import HUB, HUB_QUEUE, PLAN, QUEUE, SITE
from tests.pbx.test_joining_ways import CARRIER, FROM_CARRIER, PHONES, carrier, endpoint

pytestmark = [pytest.mark.asterisk, pytest.mark.usefixtures("nothing_late")]

NATIONAL, PREFIXED = r"^exten => 098031200,1,.*", r"^exten => _\+4698031200,1,.*"
ENGLISH = "allow_transfer=no\nlanguage=en-gb"
OTHER_TRUNK = (
    r"\Z",
    "\n[fax-line]\ntype=endpoint\ncontext=from-fax\ndisallow=all\nallow=alaw\nallow_transfer=no\n"
    "[fax-line]\ntype=identify\nendpoint=fax-line\nmatch=192.0.2.9\n",
)
NO_MAIN = {PLAN: [(NATIONAL + r"\n", ""), (PREFIXED + r"\n", ""), (r"^exten => 0980312100.*\n", "")]}

WRONG: dict[str, tuple[Changes, str]] = {
    "a trunk that speaks English": (endpoint("allow_transfer=no", ENGLISH), r"trunk \[carrier\] hear English: .*\"en-gb\".*language = sv"),
    "the main number as the carrier does not write it": (
        {PLAN: [(PREFIXED + r"\n", "")]}, r"no number that is written so \(\+46\.\.\.\) leads to the switchboard.*Gosub\(kalix-presence,9,1\)",
    ),
    "no main number at all": (NO_MAIN, r"people are reached \(.* leads to the switchboard"),
    "no main number, and another trunk without one": (
        NO_MAIN | {PHONES: [OTHER_TRUNK], PLAN: [*NO_MAIN[PLAN], (r"\Z", "[from-fax]\nexten => 0980399,1,Goto(outside,2044,1)\n")]},
        r"trunk \[carrier\] people are reached",
    ),
    "the main number is a plain queue": (
        {PLAN: [(NATIONAL, "exten => 098031200,1,Queue(switchboard)")], SITE: QUEUE, HUB: HUB_QUEUE},
        r"Calls to 098031200 in the context \[from-carrier\] ring the switchboard without kalix-presence",
    ),
    "the main number rings the switchboard's phone": (
        {PLAN: [(NATIONAL, "exten => 098031200,1,Dial(PJSIP/9,60)")]}, r"Calls to 098031200 .* ring the switchboard without kalix-presence",
    ),
    "direct numbers that become somebody else's": (
        {PLAN: [(r"Goto\(outside,2\$\{EXTEN:-3\},1\)", "Gosub(kalix-presence,3${EXTEN:-3},1)")]},
        r"exten => _0980312XXX .*\[carrier\].* extensions that nobody has, 30\d\d",
    ),
    "direct numbers that end nowhere": (
        {PLAN: [(r"^(exten => _0980312XXX,1,)Goto\(.*", r"\1Goto(outside,4${EXTEN:-3},1)")]},
        r"exten => _0980312XXX .* extensions that nobody has, 40\d\d",
    ),
    "direct numbers without the number": (
        carrier("exten => _0980313XXX,1,Goto(kalix-presence,s,1)"), r"exten => _0980313XXX .* extensions that nobody has, s ",
    ),
    "a trunk that may watch": (
        endpoint("allow_transfer=no", "allow_transfer=no\nsubscribe_context=kalix-hints"), r"\[carrier\] can watch your phones.*\[kalix-hints\].*allow_subscribe = no",
    ),
}  # fmt: skip

RIGHT: dict[str, Changes] = {
    "as it is": {},
    "English, said by the site's own line": {
        PHONES: endpoint("allow_transfer=no", ENGLISH)[PHONES],
        PLAN: [(r"Goto\((outside,[^)]*)\)", r"Set(CHANNEL(language)=en)\n same => n,Goto(\1)")],
    },
    "the main number comes by another trunk": {
        PHONES: [OTHER_TRUNK],
        PLAN: [(NATIONAL + r"\n", ""), (PREFIXED + r"\n", ""), (r"\Z", "[from-fax]\nexten => 098031200,1,Goto(outside,9,1)\n")],
    },
    "the main number is a menu": {
        PLAN: [(NATIONAL, "exten => 098031200,1,Goto(menu,s,1)"), (PREFIXED, "exten => _+4698031200,1,Goto(menu,s,1)")],
    },
    "whatever else is called is the menu": {PLAN: [(PREFIXED, "exten => _+X.,1,Goto(menu,s,1)")]},
    "the main number is a queue of its own between our lines": {
        PLAN: [
            (NATIONAL, "exten => 098031200,1,Gosub(kalix-queue,s,1)\n same => n,Queue(switchboard,b(kalix-header^s^1))"),
        ],
        SITE: QUEUE,
        HUB: HUB_QUEUE,
    },
    "numbers of phones that are nobody's": {
        PHONES: [(r"\Z", "\n[5001]\ntype=endpoint\ncontext=phones\nallow=alaw\n")],
        PLAN: [(r"^\[from-carrier\]", "[from-carrier]\nexten => _0980315XXX,1,Gosub(kalix-presence,5${EXTEN:-3},1)")],
    },
    "a trunk that looks where no hints are": endpoint("allow_transfer=no", "allow_transfer=no\nsubscribe_context=direct"),
    "a trunk that may not watch": endpoint(
        "allow_transfer=no", "allow_transfer=no\nallow_subscribe=no\nsubscribe_context=kalix-hints"
    ),
}


@pytest.fixture(scope="module")
def site(joined_site: JoinedSite) -> Iterator[JoinedSite]:
    with joined_site.spoilt({PHONES: [CARRIER], PLAN: [FROM_CARRIER]}):
        yield joined_site


@pytest.mark.parametrize("state", WRONG)
def test_a_trunk_that_leads_wrong_is_told_with_the_line_to_change(site: JoinedSite, state: str) -> None:
    changes, sentence = WRONG[state]
    site.is_told(changes, sentence)


@pytest.mark.parametrize("state", RIGHT)
def test_trunks_that_lead_right_are_well(site: JoinedSite, state: str) -> None:
    said = site.is_well(RIGHT[state])
    assert "Trunks: OK" in said


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("_+46980312XXX", "+46980312041"),
        ("_0980312[0-4]XX", "0980312041"),
        ("_NXXXXXX", "2002041"),
        ("_09803120.", "098031201"),
        ("_2XX!", "241"),
        ("_[a-z].", ""),
        ("0980312041", "0980312041"),
        ("s", ""),
    ],
)
def test_a_pattern_is_tried_by_a_number_that_fits_it_and_ends_like_the_extension(pattern: str, number: str) -> None:
    assert number_for(pattern, "2041") == number
