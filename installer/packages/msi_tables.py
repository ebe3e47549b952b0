"""What the MSI says to Windows Installer: a source for wixl, and in SQL what wixl 0.101 has no words for."""

from __future__ import annotations

import hashlib
import sys
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

sys.path.append(str(Path(__file__).resolve().parent.parent.parent))

from kalix_presence.model.words import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "Kalix Presence"
"""Also what `autostart_windows.VALUE` and `notification_centre.APP` say: Run key, shortcut and notifications go together."""
MAKER = "Kalix"
_SPACE = uuid.UUID("0c5f8b0e-6f0d-4b53-9a61-5b1d3e1c7a44")
"""Ours alone, for ever: component and upgrade codes are made in it, and Windows knows an earlier version by them."""
DEFAULTS = r"Software\Kalix\Presence"
NOTED = r"Software\Kalix\Presence Package"
"""Where the package says that it is there: beside the settings, where each value is one."""
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
STARTED = "&quot;[INSTALLDIR]bin\\kalix-presence-tray.exe&quot;"
SAID_MOST = 255
"""Letters of a condition's sentence."""
KEEPER = "tray-keeper.exe"

# Types of custom actions.
SET_PROPERTY = 51
FILE_AS_SYSTEM = 18 + 64 + 1024 + 2048  # a program that is installed; its exit code ends nothing; in the script; as SYSTEM
ON_ROLLBACK = 256

# Where in the sequence: LaunchConditions is 100, InstallInitialize 1500, RemoveFiles 3500, InstallFinalize 6600.
REMEMBER = 110
CLOSE = 1510
START = 6590


@dataclass(frozen=True)
class Tables:
    """What is packed: the folder as it will lie there, the version, and the icon beside that folder, where wixl runs."""

    stage: Path
    version: str
    icon: Path


def code(name: str) -> str:
    """The GUID of something that stays what it is from version to version."""
    return str(uuid.uuid5(_SPACE, name)).upper()


def product_code(name: str) -> str:
    """The GUID of a version or, by its content, of a package."""
    return code(f"product {name}")


def ident(kind: str, path: str) -> str:
    """A name for a row: no path is one."""
    return f"{kind}{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def sentence(key: str) -> str:
    """What people are told, in every language: the installer knows none."""
    said = " / ".join(
        tomllib.loads((ROOT / "resources" / "words" / language / "site.toml").read_text("utf-8"))[key] for language in LANGUAGES
    )
    if len(said) > SAID_MOST:
        raise ValueError(f"{key} is longer than {SAID_MOST} letters together")
    return said


_KEY, _TEXT = "CHAR(72) NOT NULL", "CHAR(255) NOT NULL LOCALIZABLE"
SHORTCUT_PROPERTIES = (
    f"CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` {_KEY}, `Shortcut_` {_KEY}, `PropertyKey` {_TEXT}, "
    f"`PropVariantValue` {_TEXT} PRIMARY KEY `MsiShortcutProperty`)"
)
ENVIRONMENT = (
    f"CREATE TABLE `Environment` (`Environment` {_KEY}, `Name` {_TEXT}, `Value` CHAR(255) LOCALIZABLE, "
    f"`Component_` {_KEY} PRIMARY KEY `Environment`)"
)

BEGINNINGS = ("https://", "http://", "_kalix-presence._tcp.")
CONDITIONS = {
    " OR ".join(["Installed OR NOT SERVER", *(f'SERVER ~<< "{begin}"' for begin in BEGINNINGS)]): "msi-server",
    " OR ".join(["Installed OR NOT LANGUAGE", *(f'LANGUAGE = "{language}"' for language in LANGUAGES)]): "msi-language",
    'Installed OR NOT AUTOSTART OR AUTOSTART = "1" OR AUTOSTART = "0"': "msi-autostart",
}
"""When it may be installed, and what is said else."""


def wxs(tables: Tables) -> str:
    """The source: one component a file, and those of registry and start menu."""
    components: list[str] = []
    body = _folder(tables.stage, tables.stage, 4, components)
    conditions = "".join(
        f"  <Condition Message={quoteattr(sentence(key))}>{_escaped(condition)}</Condition>\n"
        for condition, key in CONDITIONS.items()
    )
    remembered = (("SERVER", DEFAULTS, "hub"), ("LANGUAGE", DEFAULTS, "language"), ("RUN", RUN, NAME))
    searches = "".join(_search(f"REMEMBERED_{name}", key, value) for name, key, value in remembered)
    references = "\n".join(f'   <ComponentRef Id="{each}"/>' for each in components)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="{product_code(tables.version)}" Name="{NAME}" Language="1053" Codepage="1252" Version="{tables.version}"
   Manufacturer="{MAKER}" UpgradeCode="{code("upgrade")}">
  <Package Id="{product_code("package")}" InstallerVersion="500" Compressed="yes" InstallScope="perMachine"
    Description="{NAME} {tables.version}" Manufacturer="{MAKER}"/>
  <Media Id="1" Cabinet="presence.cab" EmbedCab="yes"/>
  <MajorUpgrade DowngradeErrorMessage={quoteattr(sentence("msi-downgrade"))}/>
{conditions}  <Icon Id="presence.ico" SourceFile={quoteattr(tables.icon.name)}/>
  <Property Id="ARPPRODUCTICON" Value="presence.ico"/>
  <Property Id="ARPNOMODIFY" Value="1"/>
  <Property Id="MSIRESTARTMANAGERCONTROL" Value="Disable"/>
  <Property Id="REINSTALLMODE" Value="amus"/>
{searches}
  <Directory Id="TARGETDIR" Name="SourceDir">
   <Directory Id="ProgramFiles64Folder">
    <Directory Id="INSTALLDIR" Name="{NAME}">
{body}
{_value("cServer", DEFAULTS, "hub", "[SERVER]")}
{_value("cLanguage", DEFAULTS, "language", "[LANGUAGE]")}
{_value("cRun", RUN, NAME, STARTED)}
    </Directory>
   </Directory>
   <Directory Id="ProgramMenuFolder">
    <Component Id="cMenu" Guid="{code("menu")}" Win64="yes">
     <Shortcut Id="sMenu" Name="{NAME}" Target="[INSTALLDIR]bin\\kalix-presence-tray.exe"
       WorkingDirectory="INSTALLDIR" Icon="presence.ico"/>
     <RegistryValue Root="HKLM" Key="{NOTED}" Name="Version" Type="string" Value="{tables.version}" KeyPath="yes"/>
    </Component>
   </Directory>
  </Directory>
  <Feature Id="Main" Title="{NAME}" Level="1">
   <ComponentRef Id="cServer"/><ComponentRef Id="cLanguage"/><ComponentRef Id="cRun"/><ComponentRef Id="cMenu"/>
{references}
  </Feature>
 </Product>
</Wix>
"""


def _folder(folder: Path, stage: Path, depth: int, components: list[str]) -> str:
    pad = " " * depth
    lines = []
    for path in sorted(folder.iterdir(), key=lambda one: (one.is_dir(), one.name)):
        name = path.relative_to(stage).as_posix()
        if path.is_dir():
            lines += [
                f'{pad}<Directory Id="{ident("d", name)}" Name={quoteattr(path.name)}>',
                _folder(path, stage, depth + 1, components),
            ]
            lines.append(f"{pad}</Directory>")
            continue
        components.append(ident("c", name))
        lines.append(
            f'{pad}<Component Id="{components[-1]}" Guid="{code(name)}" Win64="yes"><File Id="{ident("f", name)}" '
            f'Name={quoteattr(path.name)} Source={quoteattr(f"{stage.name}/{name}")} KeyPath="yes"/></Component>'
        )
    return "\n".join(lines)


def _search(into: str, key: str, value: str) -> str:
    found = f'<RegistrySearch Id="s{into}" Root="HKLM" Key="{key}" Name="{value}" Type="raw" Win64="yes"/>'
    return f'  <Property Id="{into}">{found}</Property>\n'


def _value(component: str, key: str, name: str, value: str) -> str:
    return (
        f'     <Component Id="{component}" Guid="{code(component)}" Win64="yes">'
        f'<RegistryValue Root="HKLM" Key="{key}" Name="{name}" Type="string" Value="{value}" KeyPath="yes"/></Component>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def patches() -> list[str]:
    """SQL for what the source cannot say, in its order."""
    public = "SERVER;AUTOSTART;LANGUAGE;REMEMBERED_SERVER;REMEMBERED_LANGUAGE;REMEMBERED_RUN"
    secure = f"WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;{public}"
    statements = [_set("Property", "SecureCustomProperties", "Value", secure)]
    for component, condition in (("cServer", "SERVER"), ("cLanguage", "LANGUAGE"), ("cRun", 'AUTOSTART = "1"')):
        statements.append(_set("Component", component, "Condition", condition))
    # What an earlier version was told counts until somebody says otherwise; after LaunchConditions, which judge what was typed.
    for number, (name, of, value) in enumerate(
        (
            ("SERVER", "REMEMBERED_SERVER", "[REMEMBERED_SERVER]"),
            ("LANGUAGE", "REMEMBERED_LANGUAGE", "[REMEMBERED_LANGUAGE]"),
            ("AUTOSTART", "REMEMBERED_RUN", "1"),
        )
    ):
        statements += _action(
            f"Remember{name}", SET_PROPERTY, name, value, REMEMBER + number, f"NOT {name} AND {of}", both=True
        )
    keeper = ident("f", KEEPER)
    close, start = 'close "[INSTALLDIR]."', 'start "[INSTALLDIR]."'
    # An action on rollback stands before what it undoes: it then runs after it, with the earlier files in place again.
    statements += _action("StartTrayAgain", FILE_AS_SYSTEM + ON_ROLLBACK, keeper, start, CLOSE, 'REMOVE = "ALL"')
    statements += _action("CloseTray", FILE_AS_SYSTEM, keeper, close, CLOSE + 1, "Installed")
    statements += _action("StartTray", FILE_AS_SYSTEM, keeper, start, START, 'NOT REMOVE = "ALL"')
    # Within the transaction: an installation that fails puts the earlier version back.
    statements.append(_set("InstallExecuteSequence", "RemoveExistingProducts", "Sequence", 1501, key="Action"))
    for action, at in (("RemoveEnvironmentStrings", 3300), ("WriteEnvironmentStrings", 5200)):
        statements.append(_insert("InstallExecuteSequence", Action=action, Sequence=at))
    statements += [SHORTCUT_PROPERTIES, ENVIRONMENT]
    identity = {"PropertyKey": "System.AppUserModel.ID", "PropVariantValue": NAME}
    statements.append(_insert("MsiShortcutProperty", MsiShortcutProperty="pMenu", Shortcut_="sMenu", **identity))
    # The folder of the two programs alone: of the libraries beside it none is to be found by other programs.
    path = {"Name": "=-*PATH", "Value": "[~];[INSTALLDIR]bin", "Component_": ident("c", "bin/kalix-presence.exe")}
    statements.append(_insert("Environment", Environment="ePath", **path))
    return statements


def _action(name: str, kind: int, source: str, target: str, at: int, condition: str, *, both: bool = False) -> list[str]:
    """A custom action and where it stands; `both`: also where a person is asked nothing but sees how it goes."""
    sequences = ("InstallExecuteSequence", "InstallUISequence") if both else ("InstallExecuteSequence",)
    return [
        _insert("CustomAction", Action=name, Type=kind, Source=source, Target=target),
        *(_insert(sequence, Action=name, Condition=condition, Sequence=at) for sequence in sequences),
    ]


def _insert(table: str, **row: str | int) -> str:
    columns = ", ".join(f"`{column}`" for column in row)
    return f"INSERT INTO `{table}` ({columns}) VALUES ({', '.join(_quoted(value) for value in row.values())})"  # noqa: S608 - quoted


def _set(table: str, row: str, column: str, value: str | int, key: str = "") -> str:
    """Set one value of the row whose key is `row`; the key's column is called like the table unless said otherwise."""
    return f"UPDATE `{table}` SET `{column}` = {_quoted(value)} WHERE `{key or table}` = {_quoted(row)}"  # noqa: S608 - quoted


def _quoted(value: str | int) -> str:
    """As the installer's SQL takes it, which knows no way to write a quote."""
    if isinstance(value, str) and "'" in value:
        raise ValueError(f"no quote can stand in {value}")
    return str(value) if isinstance(value, int) else f"'{value}'"
