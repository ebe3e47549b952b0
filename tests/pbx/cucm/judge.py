"""Judges what a driver asks of CUCM and what the stand-in answers by the vendor's own schema, as `ciscoaxl` (MIT) brings it."""

from __future__ import annotations

import functools
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

VERSIONS = ("8.5", "9.1", "10.0", "10.5", "11.0", "11.5", "12.0", "12.5")
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


def schema(version: str) -> Path:
    """Where this version's `AXLAPI.wsdl` lies, with what belongs to it."""
    found = find_spec("ciscoaxl")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "schema" / version / "AXLAPI.wsdl"


@functools.cache
def _judge(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schema(version).with_name("AXLSoap.xsd")))


def judge(version: str, message: bytes) -> None:
    """Raises DocumentInvalid for what the schema does not have."""
    body = etree.fromstring(message).find(f"{{{ENVELOPE}}}Body")
    assert body is not None
    [inside] = body
    if inside.tag != f"{{{ENVELOPE}}}Fault":
        _judge(version).assertValid(inside)
        return
    for told in inside.iterfind("detail/*"):
        _judge(version).assertValid(told)
