"""Which attributes there are, by the published schemas: what else is sent is left out, and a value is brought to its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scim2_models import ScimProvider

COMMON = {"id": "id", "externalid": "externalId", "meta": "meta", "schemas": "schemas"}
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute, with its parts by their names in small letters."""

    name: str
    kind: str
    many: bool
    parts: Mapping[str, Attribute] = field(default_factory=dict)

    def formed(self, value: Any) -> Any:
        """`value` in the form that the schema asks for, as far as it says what is meant: one where many are asked for is a list
        of one, and the other way about; a complex one may be its `value` alone; a truth may be a word."""
        if value is None:
            return None
        if self.many:
            return [self._one(each) for each in (value if isinstance(value, list) else [value]) if each not in (None, "")]
        while isinstance(value, list):
            value = value[0] if value else None
        return None if value is None else self._one(value)

    def _one(self, value: Any) -> Any:
        if self.kind == "complex":
            if isinstance(value, Mapping):
                return {part.name: part.formed(each) for key, each in value.items() if (part := self.part(key)) is not None}
            return {"value": self.parts["value"].formed(value)} if "value" in self.parts else value
        if self.kind == "boolean" and isinstance(value, str):
            return _TRUTHS.get(value.strip().lower(), value)
        if self.kind == "string" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return value

    def part(self, name: str) -> Attribute | None:
        """The part of that name, letters of any size."""
        return self.parts.get(name.lower())


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of one kind of resource: its own, and those of its extensions by URN (small letters)."""

    schema: str
    own: Mapping[str, Attribute]
    extensions: Mapping[str, tuple[str, Mapping[str, Attribute]]]

    def place_of(self, name: str) -> tuple[str, str]:
        """(URN of the extension or "", what is left) of a path; the resource's own URN says nothing."""
        low = name.lower()
        for urn in (*self.extensions, self.schema.lower()):
            if low == urn or low.startswith(f"{urn}:"):
                whole = self.extensions[urn][0] if urn in self.extensions else ""
                return whole, name[len(urn) + 1 :]
        return "", name

    def found(self, urn: str, name: str) -> Attribute | None:
        """The attribute of that name, letters of any size."""
        return (self.extensions[urn.lower()][1] if urn else self.own).get(name.lower())

    def formed(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """A whole resource as it was sent, without what nobody here knows."""
        made: dict[str, Any] = {}
        for key, value in sent.items():
            if key.lower() in COMMON:
                made[COMMON[key.lower()]] = value
                continue
            urn, name = self.place_of(key)
            if not name:
                if isinstance(value, Mapping):
                    self._into(made.setdefault(urn, {}) if urn else made, urn, value)
                continue
            self._into(made.setdefault(urn, {}) if urn else made, urn, {name: value})
        schemas = made.get("schemas")
        if isinstance(schemas, list):
            known = {self.schema.lower(): self.schema} | {urn: whole for urn, (whole, _) in self.extensions.items()}
            named = [known[each.lower()] for each in schemas if isinstance(each, str) and each.lower() in known]
            made["schemas"] = list(dict.fromkeys([self.schema, *named]))
        for urn in [whole for whole, _ in self.extensions.values() if made.get(whole) == {}]:
            del made[urn]
        return made

    def _into(self, made: dict[str, Any], urn: str, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            name, _, part = key.partition(".")
            attribute = self.found(urn, name)
            if attribute is None:
                continue
            if not part:
                made[attribute.name] = attribute.formed(value)
            elif attribute.kind == "complex" and not attribute.many and (inner := attribute.part(part)) is not None:
                there = made.setdefault(attribute.name, {})
                if isinstance(there, dict):
                    there[inner.name] = inner.formed(value)


def without_nothing(value: Any) -> Any:
    """`value` without the parts and the members of lists that say nothing: they are neither kept nor told."""
    if isinstance(value, Mapping):
        told = {name: without_nothing(each) for name, each in value.items()}
        return {name: each for name, each in told.items() if each not in (None, [], {})}
    if isinstance(value, list):
        return [each for one in value if (each := without_nothing(one)) not in (None, [], {})]
    return value


def attributes_of(provider: ScimProvider, kind: str) -> Attributes:
    """Those of the resource type that is called `kind`."""
    schemas = {str(each.id): each for each in provider.schemas}
    wanted = next(each for each in provider.resource_types if each.name == kind)
    extensions = {
        str(each.schema_).lower(): (str(each.schema_), _by_name(schemas[str(each.schema_)].attributes))
        for each in wanted.schema_extensions or []
    }
    return Attributes(str(wanted.schema_), _by_name(schemas[str(wanted.schema_)].attributes), extensions)


def _by_name(attributes: Any) -> dict[str, Attribute]:
    """Those that may be written; of the others is left out what is sent."""
    return {
        str(each.name).lower(): Attribute(
            str(each.name), str(each.type.value), bool(each.multi_valued), _by_name(each.sub_attributes or [])
        )
        for each in attributes or []
        if each.mutability is None or each.mutability.value != "readOnly"
    }
