#!/usr/bin/env python3
"""Makes the policy templates for Windows (ADMX, and ADML in every language): installer/packages/policy_templates.py FOLDER

All of it comes from the table of settings and from resources/words/*/site.toml: a setting that a computer may be given is
there twice, decided (Software\\Policies) and suggested. The same commit gives the same bytes. Copy what comes out into
C:\\Windows\\PolicyDefinitions, or into that folder of the domain's central store.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kalix_presence import shipped
from kalix_presence.client.local.settings_table import LONGEST, TABLE, Kind, Setting, usual_shortcut
from kalix_presence.client.local.site_files import DEFAULTS, KEYS, POLICY
from kalix_presence.model.words import LANGUAGES, Words

NAME = "kalix-presence"
PLACES = {"sv": "sv-SE", "en": "en-US", "fi": "fi-FI"}
"""What Windows calls the languages, by the name of the folder."""
SCHEMA = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
REVISION = "1.0"
SWITCHES = {"enabledValue": "1", "disabledValue": "0"}


@dataclass(frozen=True, slots=True)
class Layer:
    """Decided or suggested: where the values lie, and what the names of its policies end in."""

    kind: str
    category: str
    ending: str


LAYERS = (Layer(POLICY, "decided", ""), Layer(DEFAULTS, "suggested", "_suggested"))


def templates(table: Mapping[str, Setting] = TABLE) -> dict[str, bytes]:
    """Every file by its name. Raises KeyError for a setting that resources/words does not name."""
    lockable = [setting for setting in table.values() if setting.lockable]
    made = {f"{NAME}.admx": _bytes(_definitions(lockable))}
    for language in LANGUAGES:
        made[f"{PLACES[language]}/{NAME}.adml"] = _bytes(_language(lockable, shipped.words(language)))
    return made


def _definitions(settings: list[Setting]) -> ET.Element:
    root = ET.Element("policyDefinitions", xmlns=SCHEMA, revision=REVISION, schemaVersion="1.0")
    spaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(spaces, "target", prefix="kalixpresence", namespace="Kalix.Policies.Presence")
    ET.SubElement(root, "resources", minRequiredRevision=REVISION)
    supported = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name="supported", displayName="$(string.supported)")
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name="presence", displayName="$(string.category)")
    for layer in LAYERS:
        shown = ET.SubElement(categories, "category", name=layer.category, displayName=f"$(string.category_{layer.category})")
        ET.SubElement(shown, "parentCategory", ref="presence")
    policies = ET.SubElement(root, "policies")
    for layer in LAYERS:
        for setting in settings:
            _policy(policies, setting, layer)
    return root


def _policy(policies: ET.Element, setting: Setting, layer: Layer) -> None:
    key, name = setting.key, f"{setting.key}{layer.ending}"
    attributes = {
        "name": name,
        "class": "Machine",
        "displayName": f"$(string.{key})",
        "explainText": f"$(string.{name}_help)",
        "key": KEYS[layer.kind],
    }
    if setting.kind is Kind.SWITCH:
        attributes["valueName"] = key
    else:
        attributes["presentation"] = f"$(presentation.{key})"
    policy = ET.SubElement(policies, "policy", attributes)
    ET.SubElement(policy, "parentCategory", ref=layer.category)
    ET.SubElement(policy, "supportedOn", ref="supported")
    if setting.kind is Kind.SWITCH:
        for tag, value in SWITCHES.items():
            ET.SubElement(ET.SubElement(policy, tag), "decimal", value=value)
        return
    _element(ET.SubElement(policy, "elements"), setting)


def _element(elements: ET.Element, setting: Setting) -> None:
    """What is typed or chosen, in the bounds that the client reads it by."""
    named = {"id": setting.key, "valueName": setting.key}
    match setting.kind:
        case Kind.CHOICE:
            offered = ET.SubElement(elements, "enum", {**named, "required": "true"})
            for choice in setting.choices:
                item = ET.SubElement(offered, "item", displayName=f"$(string.{setting.key}_is_{_called(choice)})")
                ET.SubElement(ET.SubElement(item, "value"), "string").text = choice
        case Kind.ADDRESS:
            ET.SubElement(elements, "text", {**named, "required": "true", "maxLength": str(LONGEST)})
        case Kind.NETWORKS | Kind.KEYS | Kind.TEXT | Kind.FEED | Kind.FINGERPRINT:
            ET.SubElement(elements, "text", {**named, "maxLength": str(LONGEST)})
        case _:
            raise KeyError(f"no policy can hold {setting.kind} ({setting.key}): say here how it looks in the registry")


def _language(settings: list[Setting], words: Words) -> ET.Element:
    root = ET.Element("policyDefinitionResources", xmlns=SCHEMA, revision=REVISION, schemaVersion="1.0")
    ET.SubElement(root, "displayName").text = words.say("site.category")
    ET.SubElement(root, "description").text = words.say("site.category")
    resources = ET.SubElement(root, "resources")
    strings = ET.SubElement(resources, "stringTable")
    for name in ("supported", "category", *(f"category-{layer.category}" for layer in LAYERS)):
        _string(strings, name.replace("-", "_"), words.say(f"site.{name}"))
    shown = ET.SubElement(resources, "presentationTable")
    for setting in settings:
        key = setting.key
        _string(strings, key, words.say(f"site.{key}"))
        for layer in LAYERS:
            _string(strings, f"{key}{layer.ending}_help", _explained(setting, layer, words))
        for choice in setting.choices:
            _string(strings, f"{key}_is_{_called(choice)}", words.say(f"site.{key}-is-{_called(choice)}"))
        if setting.kind is not Kind.SWITCH:
            _presentation(ET.SubElement(shown, "presentation", id=key), setting, words)
    return root


def _called(choice: str) -> str:
    """The name of a choice; "" is what the computer itself has."""
    return choice or "computers"


def _string(table: ET.Element, name: str, text: str) -> None:
    ET.SubElement(table, "string", id=name).text = text


def _explained(setting: Setting, layer: Layer, words: Words) -> str:
    off = "explain-off-switch" if setting.kind is Kind.SWITCH else "explain-off"
    parts = [words.say(f"site.{setting.key}-help")]
    parts.append(words.say("site.explain-usual", value=_usual(setting, words)))
    return "\n\n".join((" ".join(parts), words.say(f"site.explain-{layer.category}"), words.say(f"site.{off}")))


def _usual(setting: Setting, words: Words) -> str:
    """What counts on Windows where nobody says anything."""
    if setting.kind is Kind.SWITCH:
        return words.say("site.on" if setting.default else "site.off")
    if setting.kind is Kind.CHOICE:
        return words.say(f"site.{setting.key}-is-{_called(str(setting.default))}")
    if setting.kind is Kind.KEYS:
        return usual_shortcut("win32")
    # The built-in address is that of a trial on one computer: an organisation has none until it gives one.
    return words.say("site.nothing") if setting.kind is Kind.ADDRESS or setting.default == "" else str(setting.default)


def _presentation(into: ET.Element, setting: Setting, words: Words) -> None:
    label = words.say(f"site.{setting.key}")
    if setting.kind is Kind.CHOICE:
        at = str(setting.choices.index(str(setting.default)))
        ET.SubElement(into, "dropdownList", refId=setting.key, noSort="true", defaultItem=at).text = label
    else:
        ET.SubElement(ET.SubElement(into, "textBox", refId=setting.key), "label").text = label


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def main() -> int:
    """Write them into the folder that is named."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    for name, content in templates().items():
        path = Path(sys.argv[1]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
