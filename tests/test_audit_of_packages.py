"""Whether packages have known weaknesses is said as it was told: what nobody was asked about is never called well."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGES = Path(__file__).parent.parent / "installer" / "packages"
WELL = {"name": "httpx", "version": "1.0", "vulns": []}
WEAK = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}, {"id": "PYSEC-2"}]}
UNASKED = {"name": "litestar", "skip_reason": "Dependency not found on PyPI and could not be audited: litestar (2.25.0)"}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PACKAGES))
        spec = importlib.util.spec_from_file_location("audit_of_packages", PACKAGES / "audit.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, spec.name, module)  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module


def said(audit: ModuleType, *packages: object) -> tuple[str, int]:
    found = audit.read(json.dumps({"dependencies": packages, "fixes": []}))
    return found.said("hub"), audit.ended([found], tell=False)


def test_what_was_asked_about_is_told_apart_from_what_was_not(audit: ModuleType) -> None:
    assert said(audit, WELL) == ("hub: 1 packages, no known weakness", 0)
    assert said(audit, WELL, UNASKED) == (
        "hub: 1 packages, no known weakness; NOT AUDITED: 1 packages, nobody could be asked about them",
        2,
    )
    assert said(audit, UNASKED) == ("hub: NOT AUDITED: 1 packages, nobody could be asked about them", 2)
    words, code = said(audit, WEAK, UNASKED)
    assert code == 1
    assert words.splitlines()[1:] == [
        "  jinja2 2.0: PYSEC-1, mended in 2.1, 3.0",
        "  jinja2 2.0: PYSEC-2, mended in nothing yet",
    ]
    assert audit.ended([audit.read(json.dumps({"dependencies": [WEAK]}))], tell=True) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a program of a shell's lines")
def test_who_cannot_be_asked_at_all_leaves_every_package_unasked(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pip-audit").write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n", "utf-8")
    (tmp_path / "pip-audit").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = audit.audited("hub")
    assert (found.asked, "litestar" in found.unasked) == (0, True)
    assert audit.ended([found], tell=False) == 2
