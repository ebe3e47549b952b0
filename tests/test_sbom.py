"""What a build is made of is said whole, in the form that others' tools read, and the same each time."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "installer" / "packages"


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PACKAGES))
        spec = importlib.util.spec_from_file_location("sbom", PACKAGES / "sbom.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, spec.name, module)  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = []
    for name in ("first", "second"):
        folder = tmp_path_factory.mktemp(name) / "new"
        subprocess.run([sys.executable, PACKAGES / "sbom.py", folder], check=True, capture_output=True, cwd=folder.parent)
        made.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert made[0] == made[1], "the same commit gives the same bytes"
    return made[0]


def test_there_is_one_for_each_package_and_each_is_as_its_schema_wants_it(files: dict[str, bytes]) -> None:
    assert {name.partition("_")[0] for name in files} == {"kalix-hub", "kalix-presence"}
    for name, content in files.items():
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(content.decode()) is None, name


@pytest.mark.parametrize(("package", "constraints"), [("kalix-hub", "hub-report"), ("kalix-presence", "desktop")])
def test_every_pin_is_in_it_with_what_an_installation_takes(files: dict[str, bytes], package: str, constraints: str) -> None:
    [content] = [json.loads(text) for name, text in files.items() if name.startswith(f"{package}_")]
    text = (ROOT / "installer" / "constraints" / f"{constraints}.txt").read_text("utf-8")
    lines = [line.removesuffix("\\").strip() for line in text.splitlines() if "==" in line.split(";")[0]]
    wanted = {(each.name, str(each.specifier).removeprefix("=="), str(each.marker or "")) for each in map(Requirement, lines)}
    told = {
        (one["name"], one["version"], next((p["value"] for p in one["properties"] if p["name"].endswith("only-where")), ""))
        for one in content["components"]
    }
    assert {one[:2] for one in told} == {one[:2] for one in wanted}
    assert len(content["components"]) == len(lines)
    assert {bool(one[2]) for one in told} == {True, False}
    taken = [p["value"] for one in content["components"] for p in one["properties"] if p["name"].endswith("taken-file")]
    assert len(taken) == text.count("--hash=")
    assert all(each.removeprefix("sha256:") in text for each in taken)


def test_its_serial_number_is_another_where_anything_is(sbom: ModuleType) -> None:
    package = next(iter(sbom.PACKAGES.values()))
    pin = f"motto==1.0 --hash=sha256:{'0' * 64}"
    made = datetime(2026, 11, 24, tzinfo=UTC)
    numbers = [sbom.bom(package, text, made=made)["serialNumber"] for text in (pin, pin, pin.replace("1.0", "1.1"))]
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.parametrize("line", ["motto", "motto>=1", "motto==1.0", "-e .", "motto @ file:///x", "motto==1.0 --hash=md5:00"])
def test_a_line_that_pins_nothing_is_not_passed_over(sbom: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match="no pin"):
        sbom.pins(f"{line}\n")
