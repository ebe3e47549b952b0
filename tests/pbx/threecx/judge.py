"""Judges what a driver asks and what the stand-in answers by the vendor's published description, where it lies at hand.

The description has no licence text and is never committed: `KALIX_3CX_DESCRIPTION` says where it lies. It lets unknown names pass, so
that each name is looked up besides.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from tests.pbx.threecx.exchange import Judge

DESCRIPTION = "KALIX_3CX_DESCRIPTION"
SHA256 = "8934b31ce6c4fc2566a737a323639de5848ced766454a68a0414da2ea44f48b3"
"""Of the description that was judged by: version 20.0.10, June 2026. Another is taken too, and named."""
PATHS = ("GET /Users", "PATCH /Users({Id})")
"""What of it the driver uses."""


def place() -> Path | None:
    """Where it lies; None where it is not at hand."""
    named = os.environ.get(DESCRIPTION, "")
    return Path(named) if named and Path(named).is_file() else None


def judge_at_hand() -> Judge | None:
    """None where there is no description."""
    found = place()
    return None if found is None else _judge(found)


@functools.cache
def _described(file: Path) -> tuple[dict[str, Any], Any]:
    import yaml
    from openapi_core import OpenAPI

    text = file.read_bytes()
    description = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    needed = {"/Users", "/Users({Id})"}
    description["paths"] = {path: told for path, told in description["paths"].items() if path in needed}
    description.pop("security", None)  # it warns of a kind that it does not know; the stand-in judges tokens
    description["components"].pop("securitySchemes", None)
    for told in description["paths"].values():
        for operation in told.values():
            isinstance(operation, dict) and operation.pop("security", None)
    return description, OpenAPI.from_dict(description)


@functools.cache
def _judge(file: Path) -> Judge:
    from openapi_core.testing import MockRequest, MockResponse

    description, openapi = _described(file)
    schemas = description["components"]["schemas"]

    def judge(method: str, path: str, query: dict[str, str], body: Any, status: int, answer: Any) -> None:
        request = MockRequest(
            "http://localhost", method.lower(), path, args=query, headers={"Authorization": "Bearer x"},
            data=None if body is None else json.dumps(body).encode(), content_type="application/json",
        )  # fmt: skip
        if status < 400:
            openapi.validate_request(request)
        told = b"" if answer is None else json.dumps(answer).encode()
        openapi.validate_response(request, MockResponse(told, status_code=status))
        if body is not None:
            _names_are_known(body, {"$ref": "#/components/schemas/Pbx.User"}, schemas, "$")
        for each in (answer or {}).get("value", []):
            _names_are_known(each, {"$ref": "#/components/schemas/Pbx.User"}, schemas, "$")

    return judge


def _names_are_known(value: Any, schema: dict[str, Any], schemas: dict[str, Any], where: str) -> None:
    """Every name is a property of the schema, with all that it is made of."""
    properties, items = _of(schema, schemas)
    if isinstance(value, dict):
        for name, each in value.items():
            assert name in properties, f"{where}.{name} is not in the description"
            _names_are_known(each, properties[name], schemas, f"{where}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _names_are_known(each, items, schemas, f"{where}[{number}]")


def _of(schema: dict[str, Any], schemas: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if "$ref" in schema:
        return _of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    properties, items = dict(schema.get("properties", {})), schema.get("items", {})
    for part in schema.get("allOf", ()):
        more, others = _of(part, schemas)
        properties, items = {**properties, **more}, items or others
    return properties, items


def digest(file: Path) -> str:
    """What it is known by."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
