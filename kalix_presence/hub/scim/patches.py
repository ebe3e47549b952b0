"""PATCH as directory services send it, brought to what RFC 7644 says it means: nothing that can be understood is lost.

Entra ID writes operations with a capital, truths as words, names the manager by a bare id, names whole lists of members to be
removed, and asks for a part of a value that is not there yet. What no schema here knows is left out, and the rest is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kalix_presence.hub.scim.attributes import COMMON, Attribute, Attributes

PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_PATH = re.compile(r"(?P<name>[A-Za-z$][\w$-]*)(?:\[(?P<filter>.*)\])?(?:\.(?P<part>[\w$-]+))?", re.DOTALL)
_EQUAL = re.compile(r'\s*([A-Za-z$][\w$-]*)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*', re.IGNORECASE)

Operation = dict[str, Any]


class Patch:
    """One PATCH of a resource that is `current` by now, as it would be read."""

    def __init__(self, attributes: Attributes, current: Mapping[str, Any]) -> None:
        self._attributes, self._current = attributes, current
        self._made: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def mended(self, sent: Any) -> Any:
        """The body of the request as it is to be done; what is no PATCH at all comes back as it is, to be refused."""
        if not isinstance(sent, Mapping):
            return sent
        operations = next((value for key, value in sent.items() if key.lower() == "operations"), None)
        if isinstance(operations, Mapping):
            operations = [operations]
        if not isinstance(operations, list):
            return sent
        done = [made for each in operations for made in self._operation(each)]
        return {"schemas": [PATCH_OP], "Operations": done}

    def _operation(self, sent: Any) -> Iterator[Any]:
        if not isinstance(sent, Mapping):
            yield sent
            return
        named = {key.lower(): value for key, value in sent.items()}
        op, path, value = named.get("op"), named.get("path"), named.get("value")
        kind = op.strip().lower() if isinstance(op, str) else op
        if not isinstance(kind, str) or kind not in ("add", "replace", "remove") or not isinstance(path, str | None):
            yield {**{name: each for name, each in named.items() if name in ("op", "path", "value")}, "op": kind}
            return
        if path is not None and path.strip():
            yield from self._at(kind, path.strip(), value)
        elif isinstance(value, Mapping) and kind != "remove":
            yield from self._whole(kind, "", value)
        else:
            yield {"op": kind, "value": value} if "value" in named else {"op": kind}

    def _whole(self, kind: str, urn: str, value: Mapping[str, Any]) -> Iterator[Operation]:
        for key, each in value.items():
            if not urn and key.lower() in ("schemas", "id", "meta"):
                continue
            yield from self._at(kind, f"{urn}:{key}" if urn else key, each)

    def _at(self, kind: str, path: str, value: Any) -> Iterator[Operation]:
        urn, rest = self._attributes.place_of(path)
        if not rest:
            if isinstance(value, Mapping) and kind != "remove":
                yield from self._whole(kind, urn, value)
            elif urn and self._current.get(urn):
                yield _said("remove", urn)
            return
        if rest.lower().startswith("urn:"):
            return  # a schema that nobody here knows
        found = _PATH.fullmatch(rest)
        if found is None or rest.lower() in COMMON:
            yield _said(kind, path, value)
            return
        attribute = self._attributes.found(urn, found["name"])
        if attribute is None:
            return
        part = None if found["part"] is None else attribute.part(found["part"])
        if found["part"] is not None and part is None:
            return
        whole = f"{urn}:{attribute.name}" if urn else attribute.name
        if found["filter"] is not None:
            yield from self._filtered(kind, urn, attribute, part, found["filter"], value)
        elif part is not None:
            yield from self._part(kind, urn, attribute, part, value)
        elif kind == "remove" and attribute.many and value not in (None, []):
            yield from self._some_removed(urn, attribute, value)
        else:
            yield from self._plain(kind, whole, attribute, self._there(urn).get(attribute.name), value)

    def _plain(self, kind: str, path: str, attribute: Attribute, there: Any, value: Any) -> Iterator[Operation]:
        formed = attribute.formed(value)
        nobody = isinstance(formed, dict) and "value" in attribute.parts and formed.get("value") in (None, "")
        if kind == "remove" or formed is None or (nobody and attribute.kind == "complex" and not attribute.many):
            # To take away what is not there is done already.
            if there not in (None, [], {}):
                yield _said("remove", path)
        else:
            yield _said(kind, path, formed)

    def _part(self, kind: str, urn: str, attribute: Attribute, part: Attribute, value: Any) -> Iterator[Operation]:
        whole = f"{urn}:{attribute.name}" if urn else attribute.name
        there = self._there(urn).get(attribute.name)
        inner = there.get(part.name) if isinstance(there, Mapping) else None
        if attribute.many:
            formed = part.formed(value)
            if kind == "remove":
                if there:
                    yield _said(kind, f"{whole}.{part.name}")
            elif there:
                yield _said(kind, f"{whole}.{part.name}", formed)
            else:
                yield _said("add", whole, [{part.name: formed}])
        else:
            yield from self._plain(kind, f"{whole}.{part.name}", part, inner, value)

    def _filtered(
        self, kind: str, urn: str, attribute: Attribute, part: Attribute | None, words: str, value: Any
    ) -> Iterator[Operation]:
        whole = f"{urn}:{attribute.name}" if urn else attribute.name
        tail = f".{part.name}" if part is not None else ""
        formed = value if kind == "remove" else part.formed(value) if part is not None else attribute.formed(value)
        if part is None and isinstance(formed, list):
            formed = formed[0] if formed else None
        terms = _terms(words, attribute)
        if terms is None or not attribute.many:
            yield _said(kind, f"{whole}[{words}]{tail}", formed)
            return
        listed = self._there(urn).get(attribute.name)
        if any(_fits(one, terms) for one in (listed if isinstance(listed, list) else [])):
            kind = "remove" if formed is None else kind
            yield _said(kind, f"{whole}[{words}]{tail}", None if kind == "remove" else formed)
            return
        if kind == "remove" or formed is None:
            return
        made = self._made.setdefault((whole, attribute.name), [])
        fields = {part.name: formed} if part is not None else dict(formed) if isinstance(formed, Mapping) else {}
        for one in made:
            if _fits(one, terms):
                one.update(fields)  # the operation that adds it is not sent yet
                return
        made.append(terms | fields)
        yield _said("add", whole, [made[-1]])

    def _some_removed(self, urn: str, attribute: Attribute, value: Any) -> Iterator[Operation]:
        """Each that is named and there; by RFC 7644 the list would not be looked at, and all would go."""
        whole = f"{urn}:{attribute.name}" if urn else attribute.name
        listed = self._there(urn).get(attribute.name)
        there = {str(one.get("value")) for one in listed if isinstance(one, Mapping)} if isinstance(listed, list) else set()
        for one in attribute.formed(value):
            named = one.get("value") if isinstance(one, Mapping) else None
            if isinstance(named, str) and named in there:
                there.discard(named)
                quoted = named.replace("\\", "\\\\").replace('"', '\\"')
                yield _said("remove", f'{whole}[value eq "{quoted}"]')

    def _there(self, urn: str) -> Mapping[str, Any]:
        found = self._current.get(urn, {}) if urn else self._current
        return found if isinstance(found, Mapping) else {}


def _said(kind: str, path: str, value: Any = None) -> Operation:
    return {"op": kind, "path": path} if kind == "remove" else {"op": kind, "path": path, "value": value}


def _terms(words: str, attribute: Attribute) -> dict[str, Any] | None:
    """What the filter asks for, where it only asks for equal values: {"type": "work"}."""
    terms: dict[str, Any] = {}
    for term in re.split(r"\s+and\s+", words, flags=re.IGNORECASE):
        found = _EQUAL.fullmatch(term)
        part = attribute.part(found[1]) if found is not None else None
        if found is None or part is None:
            return None
        text = found[2]
        plain = re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
        terms[part.name] = part.formed(plain)
    return terms


def _fits(one: Any, terms: Mapping[str, Any]) -> bool:
    return isinstance(one, Mapping) and all(_same(one.get(name), value) for name, value in terms.items())


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return bool(one == other)
