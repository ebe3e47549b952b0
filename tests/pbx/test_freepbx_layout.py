"""The guide's lines for FreePBX, as they stand in it, in files of FreePBX's names that its own files include as FreePBX does."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk.rule_text import rule_text
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import machine_now
from tests.pbx.asterisk_server import SECRET, AsteriskServer, port_of
from tests.pbx.joined_site import JoinedSite
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk

ASTERISK = shipped.resources() / "asterisk"
GUIDE = (ASTERISK / "README.md").read_text("utf-8")
RECEPTIONIST = "2001"

FREEPBX_PLAN = """
#include extensions_override_freepbx.conf
#include extensions_additional.conf
#include extensions_custom.conf

[from-internal]
include => from-internal-xfer
include => bad-number
[from-internal-xfer]
include => from-internal-custom
include => from-internal-additional
[bad-number]
exten => _X.,1,Congestion()
exten => _*.,1,Congestion()
[from-pstn]
include => from-pstn-custom
include => ext-did
include => from-did-direct
[from-did-direct]
include => ext-local
"""
FREEPBX_ADDITIONAL = """
[from-internal-additional]
include => ext-group
include => ext-local
include => outbound-allroutes
[ext-group]
exten => 9,1,Dial(PJSIP/9,20)
 same => n,Hangup()
[ext-local]
exten => _2XXX,1,Dial(PJSIP/${EXTEN})
exten => 2041,hint,PJSIP/2041&Custom:DND2041,CustomPresence:2041
[outbound-allroutes]
exten => _0X.,1,Dial(PJSIP/2043)
[ext-did]
exten => 0980312041,1,Goto(from-did-direct,2041,1)
exten => 098031200,1,Goto(kalix-in,9,1)
"""
"""2043 plays what is behind the trunk."""
FREEPBX_MANAGER = """
[general]
enabled = yes
port = 5038
bindaddr = ADDRESS
displayconnects = no
#include manager_additional.conf
#include manager_custom.conf
"""
FREEPBX_PHONES = """
#include pjsip_custom.conf
#include pjsip.endpoint.conf
#include pjsip.endpoint_custom_post.conf
"""


def lines_for(file: str) -> str:
    """The lines that the guide gives for this file of FreePBX."""
    section = GUIDE[GUIDE.index("## FreePBX") : GUIDE.index("## Phone codes")]
    point = next(each for each in re.split(r"^- ", section, flags=re.MULTILINE) if each.startswith(f"`{file}`"))
    return (
        textwrap.dedent("\n".join(line for line in point.splitlines() if line.startswith("      ") or not line)).strip() + "\n"
    )


def of_example(file: str, context: str) -> str:
    """One context of an example, from its name to the next."""
    text = (ASTERISK / "examples" / file).read_text("utf-8")
    return f"[{context}]" + text.split(f"[{context}]")[1].split("\n[")[0] + "\n"


@pytest.fixture
def freepbx(tmp_path: Path) -> Iterator[AsteriskServer]:
    """An Asterisk with FreePBX's files, of which those that are a site's own follow the guide."""
    server = AsteriskServer(tmp_path, lamps=())
    etc = tmp_path / "etc"
    phones = (etc / "pjsip.conf").read_text("utf-8").replace("subscribe_context=kalix-hints\n", "")
    phones = phones.replace("context=phones", "context=from-internal").replace("context=outside", "context=from-pstn")
    phones += (
        f"[{RECEPTIONIST}]\ntype=endpoint\ncontext=from-internal\ndisallow=all\nallow=alaw\naors={RECEPTIONIST}\nsend_diversion=yes\n"
        f"[{RECEPTIONIST}]\ntype=aor\ncontact=sip:{RECEPTIONIST}@{server.address}:{port_of(RECEPTIONIST)}\n"
    )
    phones += "[outside]\ntype=identify\nendpoint=outside\nmatch=192.0.2.7\n"
    account = (
        of_example("manager.conf", "kalix").replace("change-me", SECRET).replace("127.0.0.1/255.255.255.255", "127.0.0.0/8")
    )
    queue = of_example("queues.conf", "switchboard")
    files = {
        "extensions.conf": FREEPBX_PLAN,
        "extensions_override_freepbx.conf": lines_for("extensions_override_freepbx.conf"),
        "extensions_additional.conf": FREEPBX_ADDITIONAL,
        "extensions_custom.conf": lines_for("extensions_custom.conf"),
        "manager.conf": FREEPBX_MANAGER.replace("ADDRESS", server.address),
        "manager_additional.conf": "",
        "manager_custom.conf": lines_for("manager_custom.conf") + account,
        "queues.conf": "[general]\npersistentmembers=yes\n#include queues_custom.conf\n",
        "queues_custom.conf": queue,
        "pjsip.conf": FREEPBX_PHONES,
        "pjsip_custom.conf": "",
        "pjsip.endpoint.conf": phones,
        "pjsip.endpoint_custom_post.conf": lines_for("pjsip.endpoint_custom_post.conf"),
    }
    for name, text in files.items():
        (etc / name).write_text(text, "utf-8")
    site = etc / "kalix-presence-site.conf"
    text = site.read_text("utf-8")
    for name, value in re.findall(r"Set\((KALIX_\w+)=(.*)\)$", lines_for("kalix-presence-site.conf"), re.MULTILINE):
        text, found = re.subn(rf"Set\({name}=.*\)$", f"Set({name}={value})", text, flags=re.MULTILINE)
        assert found == 1, name
    site.write_text(text, "utf-8")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def around(freepbx: AsteriskServer) -> Iterator[Phones]:
    phones = Phones(freepbx)
    yield phones
    phones.hang_up_all()


def lunch(target: str = "9") -> str:
    until = machine_now().replace(microsecond=0) + timedelta(hours=1)
    return rule_text(ForwardingRule("2041", "a-1", Divert.ALWAYS, target, until, "lunch", 2))


def test_a_diverted_call_of_a_colleague_and_of_somebody_outside_reaches_the_ring_group(
    freepbx: AsteriskServer, around: Phones
) -> None:
    freepbx.put("2041", lunch())
    for number, caller in (("2041", "2042"), ("0980312041", "outside")):
        heard = len(freepbx.played())
        switchboard = around.answers("9")
        around.call(number, user=caller).done()
        switchboard.done()
        assert "lunch" in freepbx.played()[heard:]
        assert "Diversion: <sip:2041@" in switchboard.messages()
    assert "requires a PJSIP channel" not in freepbx.log(), "an error for each call that a ring group takes"


def test_the_main_number_rings_the_ring_group_from_outside_and_inside(freepbx: AsteriskServer, around: Phones) -> None:
    for number, caller in (("098031200", "outside"), ("9", "2042")):
        switchboard = around.answers("9")
        around.call(number, user=caller).done()
        switchboard.done()


def test_a_call_goes_to_the_mobile_by_freepbx_s_own_outbound_routes(freepbx: AsteriskServer, around: Phones) -> None:
    freepbx.put("2041", lunch("0701234567"))
    mobile = around.answers("2043")
    around.call("0980312041").done()
    mobile.done()


def test_a_phone_sets_its_absence_by_code_and_has_its_lamps(freepbx: AsteriskServer, around: Phones) -> None:
    around.call("*23*1#", user="2041").done()
    assert "|always|9|lunch|" in freepbx.database("kalix")["2041"]
    shown = freepbx.command("pjsip show endpoint 2041")
    assert re.search(r"subscribe_context +: kalix-hints", shown)
    assert re.search(r"mailboxes +: 2041@kalix", shown)


def test_a_queue_in_freepbx_s_file_takes_the_place_of_the_ring_group(freepbx: AsteriskServer, around: Phones) -> None:
    freepbx.put("2041", lunch())
    site = freepbx.folder / "etc" / "kalix-presence-site.conf"
    site.write_text(site.read_text("utf-8").replace("SWITCHBOARD_QUEUE=)", "SWITCHBOARD_QUEUE=switchboard)"), "utf-8")
    freepbx.command("dialplan reload")
    receptionist = around.answers(RECEPTIONIST)
    around.call("0980312041").done()
    receptionist.done()
    assert "X-Kalix-Absence: 2041;absence;lunch;" in receptionist.messages(), "a ring group's own Dial() does not pass it on"


def test_check_finds_nothing_wrong(freepbx: AsteriskServer, tmp_path: Path) -> None:
    site = JoinedSite(freepbx, tmp_path / "hub").begin()
    checked = site.check()
    assert checked.exit_code == 0, checked.output
