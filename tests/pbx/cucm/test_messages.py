"""CUCM's schema as it may lie at a site: whole, cut, not there, or one that would have something fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.cucm.messages import Fault, Messages
from kalix_presence.model.errors import BadInput, Unavailable
from tests.pbx.cucm.conftest import messages
from tests.pbx.cucm.judge import judge, schema


def test_a_schema_that_is_none_is_named(tmp_path: Path) -> None:
    whole = schema("12.5")
    wsdl = tmp_path / "AXLAPI.wsdl"
    for text in (
        "",
        "not xml",
        "<definitions/>",
        '<?xml version="1.0"?><a/>',
        whole.read_text("utf-8"),
    ):  # the last lacks what it imports
        wsdl.write_text(text, "utf-8")
        with pytest.raises(BadInput, match="cucm-schema"):
            Messages(wsdl)


def test_a_schema_never_has_anything_fetched(tmp_path: Path) -> None:
    shutil.copytree(schema("12.5").parent, tmp_path / "axl")
    wsdl = tmp_path / "axl" / "AXLAPI.wsdl"
    text = wsdl.read_text("utf-8")
    assert 'location="AXLSoap.xsd"' in text
    wsdl.write_text(text.replace('location="AXLSoap.xsd"', 'location="http://127.0.0.1:9/AXLSoap.xsd"'), "utf-8")
    with pytest.raises(BadInput, match="cucm-schema"):
        Messages(wsdl)


def test_what_the_schema_does_not_have_is_never_sent() -> None:
    for fields in ({"callForwardAl": {}}, {"callForwardAll": {"destinatoin": "9"}}):
        with pytest.raises(Unavailable, match="pbx-refused"):
            messages().written("updateLine", pattern="2041", **fields)


def test_what_is_sent_says_its_version_and_is_in_the_schema() -> None:
    judge("12.5", messages().written("getLine", pattern="2041", routePartitionName="Å & <Ö>"))
    assert messages().actions["getLine"] == '"CUCM:DB ver=12.5 getLine"'
    assert messages("8.5").actions["getLine"] == '"CUCM:DB ver=8.5 getLine"'


@pytest.mark.parametrize(("code", "read"), [("5007", 5007), ("-1", -1), ("", 0), ("9" * 30, 0), ("x", 0)])
def test_a_fault_says_its_number(code: str, read: int) -> None:
    text = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode>'
        f"<faultstring>no</faultstring><detail><axlError><axlcode>{code}</axlcode></axlError></detail></e:Fault></e:Body></e:Envelope>"
    )
    with pytest.raises(Fault) as told:
        messages().read("getLine", text.encode())
    assert told.value.code == read
