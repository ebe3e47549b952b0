"""The plainest requests, done without the library's models: whole people whose every value is of its kind, and changes of
single values. It is what services send nearly always, and costs a third. Whatever is not plain, any fault too, goes the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kalix_presence.hub.scim.attributes import COMMON, Attribute, Attributes, without_nothing


def is_plain(attributes: Attributes, sent: Mapping[str, Any]) -> bool:
    """Whether a whole resource (`Attributes.formed`) can be kept as it is."""
    for name, value in sent.items():
        if name in COMMON.values():
            continue
        if name in (urn for urn, _ in attributes.extensions.values()):
            own = attributes.extensions[name.lower()][1]
            if not isinstance(value, dict) or not all(_is_of(own[each.lower()], one) for each, one in value.items()):
                return False
        elif not _is_of(attributes.own[name.lower()], value):
            return False
    external = sent.get("externalId")
    return external is None or isinstance(external, str)


def body_of(attributes: Attributes, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of it: without what is not there, and with the schemas that are used."""
    body = without_nothing({name: value for name, value in sent.items() if name not in COMMON.values()})
    used = [urn for urn, _ in attributes.extensions.values() if body.get(urn)]
    return {"schemas": [attributes.schema, *used], **body}


def patched(attributes: Attributes, current: Mapping[str, Any], operations: Any) -> dict[str, Any] | None:
    """`current` after operations (`Patch.mended`) that do nothing but set or remove single values; None for any others."""
    body = {name: dict(value) if isinstance(value, dict) else value for name, value in current.items()}
    for each in operations:
        if not isinstance(each, Mapping) or not _done(attributes, body, each):
            return None
    return body_of(attributes, body)


def _done(attributes: Attributes, body: dict[str, Any], operation: Mapping[str, Any]) -> bool:
    kind, path, value = operation.get("op"), operation.get("path"), operation.get("value")
    if kind not in ("add", "replace", "remove") or not isinstance(path, str):
        return False
    urn, rest = attributes.place_of(path)
    name, _, part = rest.partition(".")
    attribute = attributes.found(urn, name) if name and "[" not in rest else None
    if attribute is None or attribute.many or attribute.name == "userName":
        return False
    place = body.setdefault(urn, {}) if urn else body
    if part:
        inner = attribute.part(part)
        if inner is None or attribute.kind != "complex":
            return False
        place, attribute = place.setdefault(attribute.name, {}), inner
    if kind == "remove":
        place.pop(attribute.name, None)
        return True
    if value is None or not _is_of(attribute, value):
        return False
    if isinstance(value, dict):
        there = place.get(attribute.name) or {}
        moved = value.get("value") != there.get("value") and "$ref" not in value
        value = {**{name: one for name, one in there.items() if not (moved and name == "$ref")}, **value}
    place[attribute.name] = value
    return True


def _is_of(attribute: Attribute, value: Any) -> bool:
    if value is None:
        return True
    if attribute.many:
        listed = value if isinstance(value, list) else [None]
        primary = sum(1 for one in listed if isinstance(one, dict) and one.get("primary") is True)
        return primary <= 1 and all(one is not None and _is_one(attribute, one) for one in listed)
    return _is_one(attribute, value)


def _is_one(attribute: Attribute, value: Any) -> bool:
    if attribute.kind == "complex":
        return isinstance(value, dict) and all(_is_of(attribute.parts[name.lower()], one) for name, one in value.items())
    if attribute.kind == "boolean":
        return isinstance(value, bool)
    return attribute.kind in ("string", "reference") and isinstance(value, str) and value != ""
