"""What the MSI says to Windows Installer, in a package of a few files; installer/packages/try_msi.py builds and installs the whole."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from kalix_presence import shipped
from kalix_presence.client.local.settings_table import TABLE
from kalix_presence.client.local.site_files import DEFAULTS, KEYS
from kalix_presence.desktop.platform.autostart_windows import KEY, TRAY, VALUE
from kalix_presence.model.words import LANGUAGES

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "installer" / "packages"
FILES = ("bin/kalix-presence.exe", f"bin/{TRAY}", "tray-keeper.exe", "lib/kalix_presence/__main__.pyc", "python/python313.dll")
wixl = pytest.mark.skipif(shutil.which("wixl") is None, reason="wixl and msitools are Debian's")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The program that builds it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PACKAGES))
        for name in ("build_deb", "msi_tables", "build_msi"):
            patch.delitem(sys.modules, name, raising=False)
        return importlib.import_module("build_msi")


def packed(build: ModuleType, work: Path, content: str = "program", version: str = "0.1.0") -> Path:
    """A package of few files."""
    for name in FILES:
        path = work / "stage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content} {name}")
    (work / "kalix-presence.ico").write_bytes(b"icon")
    target = work / "kalix-presence.msi"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.setenv("TZ", "UTC")
        build.settle_times(work / "stage")
        build.pack(work / "stage", work, target, version)
    return target


@pytest.fixture(scope="module")
def package(build: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(build, tmp_path_factory.mktemp("msi"))


def rows(package: Path, table: str) -> dict[str, list[str]]:
    """The rows of a table by their key."""
    told = subprocess.run(["msiinfo", "export", package, table], capture_output=True, check=True).stdout.decode("utf-8")
    return {line.split("\t")[0]: line.split("\t")[1:] for line in told.replace("\r", "").splitlines()[3:]}


def codes(package: Path) -> tuple[str, str, str]:
    """Codes of the package, of the version and of all versions."""
    told = subprocess.run(["msiinfo", "suminfo", package], capture_output=True, check=True, text=True).stdout
    properties = rows(package, "Property")
    return re.findall(r"Revision number \(UUID\): (\S+)", told)[0], properties["ProductCode"][0], properties["UpgradeCode"][0]


@wixl
def test_the_same_files_are_the_same_bytes_and_others_are_another_package(
    build: ModuleType, package: Path, tmp_path: Path
) -> None:
    again, other, later = (tmp_path / name for name in ("again", "other", "later"))
    assert packed(build, again).read_bytes() == package.read_bytes()
    one, two, three = codes(package), codes(packed(build, other, "another")), codes(packed(build, later, version="0.1.1"))
    assert len({one[0], two[0], three[0]}) == 3
    assert one[1] == two[1] != three[1]
    # For ever: Windows knows an earlier version, and what to remove of it, by these two.
    assert {one[2], two[2], three[2]} == {"{DD7EDB7A-3E59-5370-A37C-3A042B7BFD9B}"}
    assert rows(package, "Component")["cServer"][0] == "{5B649343-C781-54E9-9240-65D92910BE9E}"


@wixl
def test_what_is_given_at_the_command_line_becomes_the_computers_defaults(package: Path) -> None:
    values = {row[4]: (row[0], row[1], row[2], row[3]) for row in rows(package, "Registry").values()}
    assert values["cServer"] == ("2", KEYS[DEFAULTS], "hub", "[SERVER]")
    assert values["cLanguage"] == ("2", KEYS[DEFAULTS], "language", "[LANGUAGE]")
    assert values["cRun"] == ("2", KEY, VALUE, f'"[INSTALLDIR]bin\\{TRAY}"')
    assert {"hub", "language"} <= set(TABLE)
    # What the package notes for itself lies elsewhere: there it would be a setting that nobody knows.
    assert {row[2] for row in rows(package, "Registry").values() if row[1] == KEYS[DEFAULTS]} == {"hub", "language"}
    conditions = {name: row[3] for name, row in rows(package, "Component").items()}
    assert (conditions["cServer"], conditions["cLanguage"], conditions["cRun"]) == ("SERVER", "LANGUAGE", 'AUTOSTART = "1"')
    public = set(rows(package, "Property")["SecureCustomProperties"][0].split(";"))
    assert {"SERVER", "LANGUAGE", "AUTOSTART", "REMEMBERED_SERVER", "REMEMBERED_LANGUAGE", "REMEMBERED_RUN"} <= public


@wixl
def test_what_an_earlier_version_was_told_is_remembered_after_what_was_typed_was_judged(package: Path) -> None:
    searched = {row[0]: name for name, row in rows(package, "AppSearch").items()}
    assert set(searched.values()) == {"REMEMBERED_SERVER", "REMEMBERED_LANGUAGE", "REMEMBERED_RUN"}
    for row in rows(package, "RegLocator").values():
        assert row[3] == "18"  # a value as it stands, in the registry of 64 bits
    for sequence in ("InstallExecuteSequence", "InstallUISequence"):
        at = {name: int(row[1]) for name, row in rows(package, sequence).items()}
        for name in ("RememberSERVER", "RememberLANGUAGE", "RememberAUTOSTART"):
            assert at["AppSearch"] < at["LaunchConditions"] < at[name] < at["CostFinalize"]


@wixl
def test_the_tray_is_closed_before_its_files_go_and_started_when_the_new_ones_are_there(package: Path) -> None:
    order = {name: (int(row[1]), row[0]) for name, row in rows(package, "InstallExecuteSequence").items()}
    at = {name: number for name, (number, _) in order.items()}
    # Within the transaction: an installation that fails puts the earlier version back, and its tray is started then.
    assert at["InstallInitialize"] < at["RemoveExistingProducts"] < at["StartTrayAgain"] < at["CloseTray"] < at["RemoveFiles"]
    assert at["InstallFiles"] < at["StartTray"] < at["InstallFinalize"]
    assert order["CloseTray"][1] == "Installed"
    assert order["StartTrayAgain"][1] == 'REMOVE = "ALL"'
    assert order["StartTray"][1] == 'NOT REMOVE = "ALL"'
    actions = rows(package, "CustomAction")
    keeper = next(name for name, row in rows(package, "File").items() if row[1].endswith("tray-keeper.exe"))
    as_system_in_the_script = 18 + 64 + 1024 + 2048
    assert actions["CloseTray"][:2] == [str(as_system_in_the_script), keeper]
    assert actions["StartTray"][:2] == [str(as_system_in_the_script), keeper]
    assert actions["StartTrayAgain"][:2] == [str(as_system_in_the_script + 256), keeper]
    assert actions["CloseTray"][2] == 'close "[INSTALLDIR]."'
    # Files of an earlier version never stand in the way, not even newer ones of Python's.
    assert rows(package, "Property")["REINSTALLMODE"] == ["amus"]


@wixl
def test_a_downgrade_and_what_cannot_be_meant_are_refused_in_every_language(package: Path) -> None:
    conditions = rows(package, "LaunchCondition")
    told = {condition: row[0] for condition, row in conditions.items()}
    assert told["NOT WIX_DOWNGRADE_DETECTED"].count(" / ") == len(LANGUAGES) - 1
    for key in ("msi-downgrade", "msi-server", "msi-language", "msi-autostart"):
        (sentence,) = [each for each in told.values() if shipped.words("sv").say(f"site.{key}") in each]
        assert all(shipped.words(language).say(f"site.{key}") in sentence for language in LANGUAGES)
        assert len(sentence) <= 255
    told_in = subprocess.run(["msiinfo", "export", package, "_ForceCodepage"], capture_output=True, check=True).stdout
    assert told_in.split()[0] == b"1252"
    assert "är redan installerad".encode("cp1252") in package.read_bytes()
    named = next(condition for condition in told if "LANGUAGE" in condition)
    assert re.findall(r'"(\w\w)"', named) == list(LANGUAGES)


@wixl
def test_the_shortcut_is_the_programs_that_notifications_are_shown_under(package: Path) -> None:
    assert rows(package, "MsiShortcutProperty")["pMenu"] == ["sMenu", "System.AppUserModel.ID", VALUE]
    target = rows(package, "Shortcut")["sMenu"]
    assert f"[INSTALLDIR]bin\\{TRAY}" in target


@wixl
def test_only_the_programs_own_folder_is_added_to_the_path(package: Path) -> None:
    assert rows(package, "Environment")["ePath"][:2] == ["=-*PATH", "[~];[INSTALLDIR]bin"]
    at = {name: int(row[1]) for name, row in rows(package, "InstallExecuteSequence").items()}
    assert at["RemoveEnvironmentStrings"] < at["WriteEnvironmentStrings"]


def test_the_list_for_windows_is_what_the_client_needs_of_the_tested_one() -> None:
    def pinned(name: str) -> set[str]:
        text = (ROOT / "installer/constraints" / f"{name}.txt").read_text("utf-8")
        return set(re.findall(r"^[a-z][^\\\n]*", text, re.MULTILINE))

    assert pinned("client") <= pinned("desktop")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[<>=;]", one)[0].lower() for one in project["dependencies"] + project["optional-dependencies"]["client"]
    }
    assert wanted <= {line.partition("==")[0] for line in pinned("client")}
    assert not {"matplotlib", "typst", "hatchling"} & {line.partition("==")[0] for line in pinned("client")}


@wixl
@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is Debian's")
def test_a_signed_package_holds_and_is_the_same_bytes_too(
    build: ModuleType, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate, both, password = (tmp_path / name for name in ("key.pem", "ca.pem", "both.p12", "password"))
    password.write_text("secret")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test", "-keyout", key]
    subprocess.run([*made, "-addext", "extendedKeyUsage=codeSigning", "-out", certificate], check=True, capture_output=True)
    packing = ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:secret", "-out", both]
    subprocess.run(packing, check=True, capture_output=True)
    moment = subprocess.run(["date", "+%s"], check=True, capture_output=True, text=True).stdout.strip()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)  # within the days of the certificate
    signing = build.Signing(both, password)
    signed = [tmp_path / "one.msi", tmp_path / "two.msi"]
    for path in signed:
        path.write_bytes(package.read_bytes())
        signing.sign(path)
    assert signed[0].read_bytes() == signed[1].read_bytes() != package.read_bytes()
    told = subprocess.run(["osslsigncode", "verify", "-CAfile", certificate, "-in", signed[0]], capture_output=True, text=True)
    assert "Signature verification: ok" in told.stdout
