"""SCIM described as OpenAPI, by what the hub itself says at /Schemas and /ResourceTypes: so that requests can be drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.hub.scim.pushing import PATCH_OP, Push

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
_PLAIN = {"string": "string", "reference": "string", "dateTime": "string", "boolean": "boolean", "integer": "integer"}
_COMPARED = ('eq "a"', 'co "å"', "pr", 'sw ""', "eq true", "gt 7", "eq null", 'ne "\\"')
_VERB_ANSWERS = {
    "get": (200, 304, 400, 404, 412, 501),
    "post": (200, 201, 400, 404, 409, 413, 415, 501),
    "put": (200, 400, 404, 409, 412, 413, 415),
    "patch": (200, 204, 400, 404, 409, 412, 413, 415),
    "delete": (204, 404, 412),
}
"""What RFC 7644 has a service answer; a refusal is always an Error of its own (section 3.12)."""
_ERROR = {
    "type": "object",
    "required": ["schemas", "status"],
    "properties": {
        "schemas": {"type": "array", "items": {"const": ERROR}, "minItems": 1},
        "status": {"type": "string", "pattern": "^[45][0-9][0-9]$"},
        "detail": {"type": "string"},
    },
}
_RESOURCE = {
    "type": "object",
    "required": ["schemas", "id"],
    "properties": {"id": {"type": "string"}, "meta": {"type": "object"}},
}
_LISTED = {
    "type": "object",
    "required": ["schemas", "totalResults"],
    "properties": {
        "schemas": {"type": "array", "items": {"const": LIST}},
        "totalResults": {"type": "integer"},
        "Resources": {"type": "array", "items": {"type": "object"}},
    },
}


def described(push: Push, ids: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """The OpenAPI of /scim/v2; `ids` by endpoint ("/Users") are those that requests name among whatever else."""
    schemas = {each["id"]: each for each in push.ask("GET", "/Schemas")["Resources"]}
    paths: dict[str, Any] = {"/": {"get": _verb("get", _SEARCHED, _LISTED)}}
    for kind in push.ask("GET", "/ResourceTypes")["Resources"]:
        extensions = [schemas[each["schema"]] for each in kind.get("schemaExtensions", ())]
        resource = _resource(schemas[kind["schema"]], extensions)
        names = list(_paths(schemas[kind["schema"]], extensions))
        where = kind["endpoint"]
        one = [_parameter("path", "id", _any_or(ids[where]), required=True), *_CONDITIONS]
        there = [_parameter("path", "id", {"enum": [*ids[where]]}, required=True)]
        found = _searched(names)
        paths[where] = {"get": _verb("get", found, _LISTED), "post": _verb("post", [], _RESOURCE, resource)}
        paths[f"{where}/.search"] = {"post": _verb("post", [], _LISTED, _search(names))}
        paths[f"{where}/{{id}}"] = {
            "get": _verb("get", [*one, *found], _RESOURCE),
            "put": _verb("put", there, _RESOURCE, resource),
            "patch": _verb("patch", there, _RESOURCE, _patch(names, resource)),
            "delete": _verb("delete", one, {}),
        }
    for where in ("/Schemas", "/ResourceTypes"):
        paths[where] = {"get": _verb("get", _SEARCHED, _LISTED)}
        paths[f"{where}/{{id}}"] = {"get": _verb("get", [_parameter("path", "id", _any_or(schemas), required=True)], {})}
    paths["/ServiceProviderConfig"] = {"get": _verb("get", [], {})}
    paths["/Me"] = {"get": _verb("get", [], {})}
    paths["/Bulk"] = {"post": _verb("post", [], {}, {"type": "object", "properties": {"Operations": {"type": "array"}}})}
    return {"openapi": "3.1.0", "info": {"title": "SCIM", "version": "2.0"}, "paths": paths}


def _resource(schema: Mapping[str, Any], extensions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    extended = {each["id"]: _object(each["attributes"]) for each in extensions}
    body = _object(schema["attributes"])
    known = [schema["id"], *extended]
    body["properties"] |= {**extended, "externalId": {"type": "string"}}
    body["properties"]["schemas"] = {"type": "array", "items": {"enum": known}, "minItems": 1}
    body["required"] = [*body.get("required", ()), "schemas"]
    return body


def _object(attributes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    required = [each["name"] for each in attributes if each.get("required")]
    found: dict[str, Any] = _shut({each["name"]: _value(each) for each in attributes})
    return found | {"required": required} if required else found


def _shut(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object of nothing else: else nearly all that is drawn would be names that nobody knows."""
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _value(attribute: Mapping[str, Any]) -> dict[str, Any]:
    one = _object(attribute["subAttributes"]) if attribute["type"] == "complex" else {"type": _PLAIN[attribute["type"]]}
    return {"type": "array", "items": one, "maxItems": 3} if attribute["multiValued"] else one


def _paths(schema: Mapping[str, Any], extensions: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for each, before in [(schema, ""), *((extension, f"{extension['id']}:") for extension in extensions)]:
        for attribute in each["attributes"]:
            name = before + attribute["name"]
            yield name
            for part in attribute.get("subAttributes", ()):
                yield f"{name}.{part['name']}"
                if attribute["multiValued"]:
                    yield f'{name}[{part["name"]} eq "a"]'
                    yield f'{name}[{part["name"]} eq "a"].value'


def _searched(names: Iterable[str]) -> list[dict[str, Any]]:
    filters = [f"{name} {compared}" for name in names for compared in _COMPARED]
    filters += ['not (title pr) and (id eq "a" or active eq true)', "((((", 'userName eq "a" and']
    return [*_SEARCHED, _parameter("query", "filter", _any_or(filters)), _parameter("query", "attributes", _any_or(names))]


def _search(names: list[str]) -> dict[str, Any]:
    asked = {each["name"]: each["schema"] for each in _searched(names) if each["name"] in ("filter", "startIndex", "count")}
    listed = {"type": "array", "items": _any_or(names), "maxItems": 3}
    schemas = {"type": "array", "items": {"enum": [SEARCH]}, "minItems": 1}
    return _shut({"schemas": schemas, "attributes": listed, **asked}) | {"required": ["schemas"]}


def _patch(names: list[str], resource: Mapping[str, Any]) -> dict[str, Any]:
    value = {"anyOf": [{"type": ["string", "boolean", "null", "integer"]}, resource, *resource["properties"].values()]}
    parts = {"op": {"enum": ["add", "Replace", "remove"]}, "path": _any_or(names), "value": value}
    operation = _shut(parts) | {"required": ["op"]}
    operations = {"type": "array", "items": operation, "minItems": 1, "maxItems": 4}
    schemas = {"type": "array", "items": {"enum": [PATCH_OP]}, "minItems": 1}
    return {
        "type": "object",
        "required": ["schemas", "Operations"],
        "properties": {"schemas": schemas, "Operations": operations},
    }


def _any_or(known: Iterable[str]) -> dict[str, Any]:
    """One of the known texts mostly, and any other too."""
    texts = {"enum": list(known)}
    return {"anyOf": [texts, texts, texts, {"type": "string", "minLength": 1, "maxLength": 20}]}


def _parameter(where: str, name: str, schema: Mapping[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"in": where, "name": name, "schema": schema, "required": required}


_SEARCHED = [
    _parameter("query", "startIndex", {"type": "integer"}),
    _parameter("query", "count", {"type": "integer"}),
    _parameter("query", "excludedAttributes", _any_or(["members", "id", "emails.value", "meta"])),
]
_CONDITIONS = [_parameter("header", each, _any_or(["*", 'W/"1"'])) for each in ("If-Match", "If-None-Match")]


def _verb(verb: str, asked: Iterable[Mapping[str, Any]], answered: Mapping[str, Any], body: Any = None) -> dict[str, Any]:
    answers = {
        str(code): _answer(_ERROR if code >= 400 else {} if code in (204, 304) else answered) for code in _VERB_ANSWERS[verb]
    }
    found: dict[str, Any] = {"parameters": list(asked), "responses": answers}
    if body is not None:
        found["requestBody"] = {"required": True, "content": {"application/scim+json": {"schema": body}}}
    return found


def _answer(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "", **({"content": {"application/scim+json": {"schema": schema}}} if schema else {})}
