"""`kalix-hub join-asterisk` over a plain Asterisk and over FreePBX's files: shown, written, called through, undone byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pbx.asterisk_server import SECRET, AsteriskServer
from tests.pbx.joined_site import HEADER, PEOPLE, kalix_hub
from tests.pbx.sip_phones import Phones
from tests.pbx.test_freepbx_layout import FREEPBX_ADDITIONAL, FREEPBX_MANAGER, FREEPBX_PHONES, FREEPBX_PLAN, lunch

pytestmark = pytest.mark.asterisk

PLAIN_PLAN = """[general]
static = yes
[from-trunk]
exten => _0980312XXX,1,Goto(internal,2${EXTEN:-3},1)
[internal]
exten => _20XX,1,NoOp(to ${EXTEN})\t; whoever is called
 same => n,Dial(PJSIP/${EXTEN},30)
 same => n,Hangup()
exten => 9,1,Dial(PJSIP/9,60)
 same => n,Hangup()
[phones]
include => internal
exten => _0X.,1,Dial(PJSIP/2043,10)
"""
TAKES_98 = "[app-dialvm]\nexten => _*98.,1,NoOp()\nexten => *98,1,NoOp()\n"


def plain(server: AsteriskServer) -> None:
    etc = server.folder / "etc"
    phones = (etc / "pjsip.conf").read_text("utf-8").replace("context=outside", "context=from-trunk")
    write(
        etc,
        {
            "extensions.conf": PLAIN_PLAN,
            "pjsip.conf": phones,
            "manager.conf": f"[general]\nenabled = no\nbindaddr = {server.address}\n",
        },
    )


def freepbx(server: AsteriskServer) -> None:
    etc = server.folder / "etc"
    phones = (etc / "pjsip.conf").read_text("utf-8").replace("subscribe_context=kalix-hints\n", "")
    phones = phones.replace("context=phones", "context=from-internal").replace("context=outside", "context=from-pstn")
    files = {
        "extensions.conf": FREEPBX_PLAN,
        "extensions_override_freepbx.conf": "",
        "extensions_additional.conf": FREEPBX_ADDITIONAL,
        "extensions_custom.conf": "; the site's own\n[from-internal-custom]\nexten => 777,1,Answer()",
        "manager.conf": FREEPBX_MANAGER.replace("ADDRESS", server.address),
        "manager_additional.conf": "",
        "manager_custom.conf": "",
        "pjsip.conf": FREEPBX_PHONES,
        "pjsip_custom.conf": "",
        "pjsip.endpoint.conf": phones + "[outside]\ntype=identify\nendpoint=outside\nmatch=192.0.2.7\n",
        "pjsip.endpoint_custom_post.conf": "",
    }
    write(etc, files)


def issabel(server: AsteriskServer) -> None:
    """As FreePBX, which it came of; but other files are read before and after its own (issabelPBX, core/etc)."""
    freepbx(server)
    etc = server.folder / "etc"
    plan = FREEPBX_PLAN.replace("extensions_override_freepbx.conf", "extensions_override_issabelpbx.conf")
    phones = (etc / "pjsip.endpoint.conf").read_text("utf-8")
    includes = ("transport_additional", "transport_custom", "custom", "additional", "custom_post")
    for name in ("extensions_override_freepbx.conf", "pjsip.endpoint.conf", "pjsip.endpoint_custom_post.conf"):
        (etc / name).unlink()
    files = {
        "extensions.conf": plan.replace(
            "include => from-internal-xfer", "include => from-internal-noxfer\ninclude => from-internal-xfer"
        ),
        "extensions_override_issabelpbx.conf": "",
        "pjsip.conf": "".join(f"#include pjsip_{each}.conf\n\n" for each in includes),
    }
    files |= {f"pjsip_{each}.conf": phones if each == "additional" else "" for each in includes}
    for name, text in files.items():
        (etc / name).write_text(text, "utf-8")


LAYOUTS = {"plain": plain, "FreePBX": freepbx, "Issabel": issabel}


def write(etc: Path, files: dict[str, str]) -> None:
    for name in ("kalix-presence.conf", "kalix-presence-site.conf"):
        (etc / name).unlink()
    for name, text in files.items():
        (etc / name).write_text(text, "utf-8")


@pytest.fixture(params=LAYOUTS)
def unjoined(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AsteriskServer]:
    """An Asterisk of a site that has never heard of us; the hub's folder, with its people, lies beside its own."""
    server = AsteriskServer(tmp_path / "pbx", lamps=())
    layout: Callable[[AsteriskServer], None] = LAYOUTS[request.param]
    layout(server)
    assert kalix_hub("init", "--port", "0", tmp_path / "hub").exit_code == 0
    people = tmp_path / "people.csv"
    rows = [f"{each},Namn,Efternamn{each},Bygg,Samhälle,,,,,,,,,sv," for each in PEOPLE]
    people.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    assert kalix_hub("import", people, "--config", tmp_path / "hub").exit_code == 0
    yield server
    server.stop()


def join(server: AsteriskServer, *words: str) -> tuple[int, str]:
    asked = kalix_hub("join-asterisk", "--config", server.folder.parent / "hub", "--etc", server.folder / "etc", *words)
    return asked.exit_code, asked.output


def everything(server: AsteriskServer) -> dict[Path, bytes]:
    folders = (server.folder / "etc", server.folder.parent / "hub")
    return {
        path: path.read_bytes() for each in folders for path in each.rglob("*") if path.is_file() and ".db" not in path.name
    }


def of_this_machine(server: AsteriskServer) -> None:
    """The tests' own secret, address and zones in what was written."""
    etc, hub = server.folder / "etc", server.folder.parent / "hub"
    secret = (hub / "asterisk.secret").read_text("utf-8").strip()
    zones = server._installed / "tree/usr/share/zoneinfo"
    for path in (*etc.glob("*.conf"), hub / "asterisk.secret", hub / "kalix-hub.toml"):
        text = path.read_text("utf-8").replace(secret, SECRET).replace("127.0.0.1/255.255.255.255", "127.0.0.0/8")
        text = text.replace("KALIX_ZONE=", f"KALIX_ZONE={zones}/").replace(
            '#host = "127.0.0.1"\n#port = 5038', f'host = "{server.address}"'
        )
        path.write_text(text, "utf-8")


def test_what_was_joined_in_one_command_is_well_and_a_call_is_led_by_its_absence(unjoined: AsteriskServer) -> None:
    before = everything(unjoined)
    rc, shown = join(unjoined)
    assert rc == 0, shown
    assert {"+include => kalix-codes", "+[kalix]"} <= {line.strip() for line in shown.splitlines()}, shown
    assert everything(unjoined) == before, "only shown"
    rc, shown = join(unjoined, "--yes")
    assert rc == 0, shown
    secret = unjoined.folder.parent / "hub" / "asterisk.secret"
    assert secret.stat().st_mode & 0o077 == 0
    assert secret.read_text("utf-8").strip() not in shown
    of_this_machine(unjoined)
    unjoined.start()
    checked = kalix_hub("check", "--config", unjoined.folder.parent / "hub")
    assert checked.exit_code == 0, checked.output
    unjoined.put("2041", lunch())
    phones = Phones(unjoined)
    switchboard = phones.answers("9")
    phones.call("2041", user="2042").done()
    switchboard.done()
    assert "lunch" in unjoined.played()
    phones.hang_up_all()


def test_undone_every_file_is_as_it_was_byte_for_byte(unjoined: AsteriskServer) -> None:
    plan = unjoined.folder / "etc" / "extensions_custom.conf"
    plan = plan if plan.exists() else plan.with_name("extensions.conf")
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n") + b"; caf\xe9, and no end of line")
    before = everything(unjoined)
    assert join(unjoined, "--yes")[0] == 0
    assert join(unjoined, "--yes")[0] == 1, "joined already"
    assert everything(unjoined) != before
    kept = plan.read_bytes()
    plan.write_bytes(kept + b"\n; changed since")
    rc, said = join(unjoined, "--undo")
    assert (rc, plan.name in said) == (1, True)
    plan.write_bytes(kept)
    assert join(unjoined, "--undo")[0] == 0
    assert everything(unjoined) == before
    assert join(unjoined, "--undo")[0] == 1


def test_a_code_that_is_something_else_already_is_named_and_nothing_is_written(unjoined: AsteriskServer) -> None:
    with (unjoined.folder / "etc" / "extensions_additional.conf").open("a", encoding="utf-8") as more:
        more.write(TAKES_98)
    before = everything(unjoined)
    rc, said = join(unjoined, "--yes")
    assert (rc, "*98 (code_callbacks): exten => *98 in [app-dialvm], extensions_additional.conf" in said) == (1, True)
    assert "code_set" not in said, said
    assert everything(unjoined) == before
    (unjoined.folder.parent / "hub" / "policy.toml").write_text('code_callbacks = "*77"\n', "utf-8")
    settings = unjoined.folder.parent / "hub" / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace('#policy = "policy.toml"', 'policy = "policy.toml"'), "utf-8")
    assert join(unjoined, "--yes")[0] == 0
    site = (unjoined.folder / "etc" / "kalix-presence-site.conf").read_text("utf-8")
    assert "exten => _*77!,1,Set(KALIX_DIALLED=${EXTEN:3})" in site
    assert "_*98!" not in site


@pytest.mark.parametrize("file", ["extensions.conf", "pjsip.conf"])
def test_what_nobody_would_read_is_not_written(tmp_path: Path, file: str) -> None:
    server = AsteriskServer(tmp_path / "pbx", lamps=())
    freepbx(server)
    path = server.folder / "etc" / file
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("#include extensions_override", ";#include extensions_override").replace("_custom_post", "_later")
    )
    assert kalix_hub("init", "--port", "0", tmp_path / "hub").exit_code == 0
    (tmp_path / "people.csv").write_text(f"{HEADER}\n2041,Namn,Efternamn,Bygg,Samhälle,,,,,,,,,sv,\n", "utf-8")
    assert kalix_hub("import", tmp_path / "people.csv", "--config", tmp_path / "hub").exit_code == 0
    before = everything(server)
    rc, said = join(server, "--yes")
    assert rc
    assert f"{file} " in said
    assert everything(server) == before


def test_somebody_else_s_number_stays_theirs(tmp_path: Path) -> None:
    server = AsteriskServer(tmp_path / "pbx", lamps=())
    freepbx(server)
    with (server.folder / "etc" / "extensions_additional.conf").open("a", encoding="utf-8") as more:
        more.write("[ext-queues]\nexten => 2900,1,Queue(helpdesk)\n")
    assert kalix_hub("init", "--port", "0", tmp_path / "hub").exit_code == 0
    (tmp_path / "people.csv").write_text(f"{HEADER}\n2041,Namn,Efternamn,Bygg,Samhälle,,,,,,,,,sv,\n", "utf-8")
    assert join(server)[1].count("directory is empty") == 1
    assert kalix_hub("import", tmp_path / "people.csv", "--config", tmp_path / "hub").exit_code == 0
    shown = join(server)[1]
    assert "\n+exten => 2041,1,Gosub(kalix-presence" in shown
    assert "_2XXX" not in shown
