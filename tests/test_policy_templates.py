"""The policy templates say of every setting what the client reads, in every language, and hang together as Windows wants them."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from kalix_presence.client.local.settings_table import LOCKABLE, TABLE, Kind, Setting
from kalix_presence.client.local.site_files import DEFAULTS, KEYS, POLICY
from kalix_presence.model.errors import BadInput
from kalix_presence.model.words import LANGUAGES

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "installer" / "packages" / "policy_templates.py"
SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
KEY = {POLICY: "decided", DEFAULTS: "suggested"}


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("policy_templates", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def files(made: ModuleType) -> dict[str, ET.Element]:
    return {name: ET.fromstring(content) for name, content in made.templates().items()}


@pytest.fixture(scope="module")
def policies(files: dict[str, ET.Element]) -> dict[tuple[str, str], ET.Element]:
    """Each policy by the layer that it belongs to and the value of the registry that it writes."""
    found: dict[tuple[str, str], ET.Element] = {}
    for policy in files["kalix-presence.admx"].iter(f"{SPACE}policy"):
        layer = {key: kind for kind, key in KEYS.items()}[policy.attrib["key"]]
        [name] = {one.attrib["valueName"] for one in policy.iter() if "valueName" in one.attrib}
        assert (layer, name) not in found, "two policies write one value"
        found[layer, name] = policy
    return found


def test_the_command_makes_the_same_bytes_twice(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        subprocess.run([sys.executable, PROGRAM, tmp_path / folder], check=True, stdout=subprocess.DEVNULL)
    first, second = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.ad*")}
        for folder in ("one", "two")
    )
    assert first == second
    assert {str(path) for path in first} == {
        "kalix-presence.admx",
        *(f"{place}/kalix-presence.adml" for place in ("sv-SE", "en-US", "fi-FI")),
    }
    assert subprocess.run([sys.executable, PROGRAM], check=False, capture_output=True).returncode == 2


def test_every_setting_that_may_be_decided_is_there_decided_and_suggested(
    policies: dict[tuple[str, str], ET.Element],
) -> None:
    assert policies.keys() == {(layer, key) for layer in (POLICY, DEFAULTS) for key in LOCKABLE}
    for (layer, _), policy in policies.items():
        parent = policy.find(f"{SPACE}parentCategory")
        assert parent is not None
        assert parent.attrib["ref"] == KEY[layer]
        assert policy.attrib["class"] == "Machine"


def written(policy: ET.Element) -> list[object]:
    """What the registry can hold by this policy: every choice; of what is typed nothing."""
    choices = [int(one[0].attrib["value"]) for tag in ("enabledValue", "disabledValue") for one in policy.iter(f"{SPACE}{tag}")]
    choices += [one.text or "" for one in policy.iter(f"{SPACE}string")]
    return list(choices)


@pytest.mark.parametrize("key", sorted(LOCKABLE))
@pytest.mark.parametrize("layer", [POLICY, DEFAULTS])
def test_what_a_policy_writes_the_client_reads_and_all_of_it(
    policies: dict[tuple[str, str], ET.Element], layer: str, key: str
) -> None:
    setting, policy = TABLE[key], policies[layer, key]
    values = written(policy)
    read = [setting.read(value) for value in values]
    if setting.kind is Kind.SWITCH:
        assert read == [True, False]
    elif setting.kind is Kind.CHOICE:
        assert tuple(read) == setting.choices
    else:
        [text] = policy.iter(f"{SPACE}text")
        assert not values
        longest = int(text.attrib["maxLength"])
        assert setting.kind is not Kind.KEYS or setting.read("x" * longest)
        with pytest.raises(BadInput):
            setting.read("x" * (longest + 1))
        if text.attrib.get("required") != "true":
            assert setting.read("") == ""


@pytest.mark.parametrize("place", ["sv-SE", "en-US", "fi-FI"])
def test_every_reference_leads_somewhere_and_no_name_is_there_twice(files: dict[str, ET.Element], place: str) -> None:
    admx, adml = files["kalix-presence.admx"], files[f"{place}/kalix-presence.adml"]
    strings = [one.attrib["id"] for one in adml.iter(f"{SPACE}string")]
    shown = [one.attrib["id"] for one in adml.iter(f"{SPACE}presentation")]
    for names in (strings, shown, [one.attrib["name"] for one in admx.iter() if "name" in one.attrib]):
        assert len(names) == len(set(names))
    text = ET.tostring(admx, encoding="unicode")
    assert set(re.findall(r"\$\(string\.([^)]*)\)", text)) == set(strings)
    assert set(re.findall(r"\$\(presentation\.([^)]*)\)", text)) == set(shown)
    assert all((one.text or "").strip() for one in adml.iter(f"{SPACE}string"))
    by_name = {one.attrib["id"]: one for one in adml.iter(f"{SPACE}presentation")}
    for policy in admx.iter(f"{SPACE}policy"):
        asked = [one.attrib["id"] for one in policy.iter() if "id" in one.attrib]
        named = re.findall(r"\(presentation\.(\w+)\)", policy.attrib.get("presentation", ""))
        assert bool(asked) == bool(named)
        for name in named:
            assert [one.attrib["refId"] for one in by_name[name]] == asked


def test_the_parts_stand_in_the_order_that_the_schema_wants(files: dict[str, ET.Element]) -> None:
    def order(root: ET.Element) -> list[str]:
        return [one.tag.removeprefix(SPACE) for one in root]

    admx = files["kalix-presence.admx"]
    assert order(admx) == ["policyNamespaces", "resources", "supportedOn", "categories", "policies"]
    categories = {one.attrib["name"] for one in admx.iter(f"{SPACE}category")}
    defined = {one.attrib["name"] for one in admx.iter(f"{SPACE}definition")}
    whole = ["parentCategory", "supportedOn", "enabledValue", "disabledValue", "elements"]
    for policy in admx.iter(f"{SPACE}policy"):
        parts = order(policy)
        assert parts == [name for name in whole if name in parts]
        assert parts[:2] == whole[:2]
        assert len(parts) > 2, "it would write nothing"
        assert policy[0].attrib["ref"] in categories
        assert policy[1].attrib["ref"] in defined
    for name, adml in files.items():
        if name.endswith("adml"):
            assert order(adml) == ["displayName", "description", "resources"]
            assert [order(one) for one in adml.iter(f"{SPACE}resources")] == [["stringTable", "presentationTable"]]
            versions = {root.attrib["revision"] for root in (admx, adml)} | {admx[1].attrib["minRequiredRevision"]}
            assert len(versions) == 1


def test_each_language_has_its_file(made: ModuleType) -> None:
    assert made.PLACES.keys() == set(LANGUAGES)


def test_a_setting_without_its_words_is_not_left_out_in_silence(made: ModuleType) -> None:
    new = Setting("chimes", Kind.SWITCH, True)
    with pytest.raises(KeyError, match="chimes"):
        made.templates({**TABLE, "chimes": new})
    for kind in (Kind.NAMES,):
        with pytest.raises(KeyError, match="no policy can hold"):
            made.templates({"lunch": replace(TABLE["lunch"], kind=kind)})
    made.templates({**TABLE, "own": replace(new, lockable=False)})
