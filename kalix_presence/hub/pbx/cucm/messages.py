"""AXL's messages as the vendor's own schema has them: written by it, and read by it, whatever the other end sends.

The schema comes from CUCM itself (its AXL toolkit). What is read holds no document type, so no entities; nothing is fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Error as ZeepError
from zeep.loader import parse_xml
from zeep.transports import Transport

from kalix_presence.model.errors import BadInput, Unavailable

_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
_SETTINGS: dict[str, Any] = {"forbid_dtd": True, "forbid_entities": True, "forbid_external": True, "xml_huge_tree": False}


class Fault(Exception):
    """CUCM says no, with its own number of why; 0 where it gives none."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Offline(Transport):  # type: ignore[misc]  # the library is an extra, which mypy does not follow
    """Reads the schema's files and fetches nothing."""

    def _load_remote_data(self, url: str) -> bytes:
        raise OSError(url)


class Messages:
    """By the `AXLAPI.wsdl` at `schema`, with what lies beside it. Raises BadInput `cucm-schema` when that is none."""

    def __init__(self, schema: Path) -> None:
        try:
            self._client = Client(str(schema), transport=_Offline(), settings=Settings(**_SETTINGS))
            [binding] = self._client.wsdl.bindings.values()
            self._operations = {name: binding.get(name) for name in OPERATIONS}
            [port] = next(iter(self._client.wsdl.services.values())).ports.values()
            self._service = self._client.create_service(port.binding.name, "http://localhost/")
        except (ZeepError, etree.LxmlError, OSError, ValueError, KeyError, StopIteration) as fault:
            raise BadInput("cucm-schema", file=schema.name) from fault

    @property
    def actions(self) -> dict[str, str]:
        """What the header `SOAPAction` says, by operation: in it CUCM is told which version is spoken."""
        return {name: f'"{operation.soapaction}"' for name, operation in self._operations.items()}

    def written(self, operation: str, **fields: Any) -> bytes:
        """The whole request. Raises Unavailable `pbx-refused` for what the schema does not have."""
        try:
            envelope = self._client.create_message(self._service, operation, **fields)
        except (ZeepError, TypeError, ValueError):
            raise Unavailable("pbx-refused", action=operation) from None
        text: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        return text

    def read(self, operation: str, answer: bytes) -> Any:
        """What the answer holds. Raises Fault, and Unavailable `pbx-unreachable` for anything that is no answer."""
        try:
            found = parse_xml(answer, self._client.transport, settings=self._client.settings)
            if (told := found.find(f"{_ENVELOPE}Body/{_ENVELOPE}Fault")) is not None:
                raise Fault(_code(told))
            asked = self._operations[operation]
            if [each.tag for each in found.find(f"{_ENVELOPE}Body")] != [asked.output.body.qname.text]:
                raise Unavailable("pbx-unreachable")  # the library takes any other answer as an empty one
            return asked.process_reply(found)
        except (ZeepError, etree.LxmlError, TypeError, ValueError, AttributeError, LookupError, RecursionError):
            raise Unavailable("pbx-unreachable") from None


OPERATIONS = ("getLine", "updateLine", "executeSQLQuery", "getCCMVersion")


def _code(fault: Any) -> int:
    for each in fault.iter():
        if isinstance(each.tag, str) and etree.QName(each).localname == "axlcode":
            text = (each.text or "").strip()
            return int(text) if text.lstrip("-").isdigit() and len(text) < 10 else 0
    return 0
