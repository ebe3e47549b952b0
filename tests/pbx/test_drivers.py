"""A PBX driver comes by an entry point, with settings of its own; the hub knows no PBX's words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kalix_presence import shipped
from kalix_presence.hub.commands.program import program
from kalix_presence.hub.pbx.drivers import OWN, Tried, driver_named, templates
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.site.config import FILE, read_config
from kalix_presence.hub.site.drivers import pbx_of
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock

HUB = Path(__file__).parents[2] / "kalix_presence" / "hub"
MODULE = """
import msgspec
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.model.errors import BadInput

class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    exchange: str = ""
    lines: int = 4

class Driver:
    settings, made_up, tried, template, files = Settings, False, "not", "", None

    def check_settings(self, settings, folder):
        if not settings.exchange:
            raise BadInput("config-file-missing", file="exchange")
        return []

    def opened(self, settings, site):
        pbx = EmbeddedPbx(site.extensions(), policy=site.policy, reasons=site.reasons, clock=site.clock)
        pbx.exchange = settings.exchange
        return pbx

DRIVER = Driver()
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's package with a driver "hillside", and one whose driver cannot be loaded."""
    place = tmp_path / "site"
    (place / "hillside-1.0.dist-info").mkdir(parents=True)
    (place / "kalix_hillside_driver.py").write_text(MODULE)
    (place / "hillside-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: hillside\nVersion: 1.0\n")
    (place / "hillside-1.0.dist-info" / "entry_points.txt").write_text(
        "[kalix_presence.pbx]\nhillside = kalix_hillside_driver:DRIVER\nbroken = kalix_no_such_module:DRIVER\n"
        "asterisk = kalix_no_such_module:DRIVER\n"
    )
    monkeypatch.syspath_prepend(str(place))


def settings(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, "utf-8")
    return folder


def test_a_driver_of_another_package_is_opened_with_its_own_settings(tmp_path: Path, installed: None) -> None:
    folder = settings(tmp_path / "hub", '[pbx]\ndriver = "hillside"\n[pbx.hillside]\nexchange = "east"\n')
    pbx = pbx_of(read_config(folder), policy=shipped.default_policy(), reasons=shipped.default_reasons(), clock=Clock())
    assert isinstance(pbx, EmbeddedPbx)
    assert vars(pbx)["exchange"] == "east"


def test_what_is_wrong_in_a_drivers_settings_is_said_with_its_line(tmp_path: Path, installed: None) -> None:
    for text, line in [
        ('[pbx]\ndriver = "hillside"\n[pbx.hillside]\nlines = "four"\n', 4),
        ('[pbx]\ndriver = "hillside"\n[pbx.hillside]\nexchange = "east"\nlimes = 4\n', 5),
        ('[pbx]\ndriver = "embedded"\n\n[pbx.nobodys]\nhost = ""\n', 4),
        ("[pbx.asterisk]\nport = true\n", 2),
        ("[pbx]\nsettings = 4\n", 2),
        ("pbx = 4\n", 1),
    ]:
        with pytest.raises(BadInput) as refused:
            read_config(settings(tmp_path / "hub", text))
        assert (refused.value.code, refused.value.params["line"]) == ("config-broken", line), text


def test_a_driver_refuses_what_it_cannot_work_with(tmp_path: Path, installed: None) -> None:
    with pytest.raises(BadInput, match="config-file-missing"):
        read_config(settings(tmp_path / "hub", '[pbx]\ndriver = "hillside"\n'))


@pytest.mark.parametrize("name", ["nobodys", "broken", ""])
def test_a_driver_that_is_not_there_is_named(tmp_path: Path, installed: None, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_config(settings(tmp_path / "hub", f'[pbx]\ndriver = "{name}"\n'))
    assert (refused.value.code, refused.value.params["driver"]) == ("config-driver", name)


def test_nobodys_entry_point_takes_the_name_of_our_own_driver(tmp_path: Path, installed: None) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "asterisk.secret").write_text("x")
    (tmp_path / "hub" / "asterisk.secret").chmod(0o600)
    assert read_config(settings(tmp_path / "hub", '[pbx]\ndriver = "asterisk"\n')).pbx.settings.port == 5038


def test_nothing_of_the_hub_outside_a_driver_knows_its_words_or_asks_which_it_is() -> None:
    """Drivers are told apart by what they can do. `OWN` alone names them, to find them."""
    words = re.compile(
        rf"hub\.pbx\.({'|'.join(OWN)})\b|isinstance\([^)]*Pbx\b|driver [!=]= \"|(?i:asterisk|astdb|dialplan|pjsip|\bami\b|kamailio)"
    )
    found = {
        f"{path.relative_to(HUB)}: {line.strip()}"
        for path in HUB.rglob("*.py")
        if not {HUB / "pbx" / name for name in OWN} & set(path.parents)
        for line in path.read_text("utf-8").splitlines()
        if words.search(line) and not line.startswith(tuple(f'    "{name}": ' for name in OWN))
    }
    assert not found


def test_the_import_contracts_keep_every_driver_of_ours_apart() -> None:
    """A driver that is in neither of the two could be imported by the hub or by another, and nothing would say so."""
    contracts = tomllib.loads((HUB.parents[1] / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    named = {each["name"]: each for each in contracts}
    ours = {path.partition(":")[0].rpartition(".")[0] for path in OWN.values()}
    assert set(named["the hub does not know its drivers, nor they each other"]["forbidden_modules"]) == ours
    assert set(named["drivers do not know each other"]["modules"]) == ours


def test_what_init_writes_shows_every_drivers_settings() -> None:
    shown = templates()
    for name in OWN:
        settings = driver_named(name).settings()
        assert not settings.__struct_fields__ or f"[pbx.{name}]" in shown
        missing = [field for field in settings.__struct_fields__ if f"#{field} =" not in shown]
        assert not missing, name


@pytest.mark.parametrize("tried", Tried)
def test_check_says_on_what_the_driver_was_tried(
    tmp_path: Path, installed: None, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(driver_named("hillside")), "tried", tried)
    folder = settings(tmp_path / "hub", '[pbx]\ndriver = "hillside"\n[pbx.hillside]\nexchange = "east"\n')
    checked = CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, ["check", "--config", str(folder)])
    [line] = [line for line in checked.output.splitlines() if line.startswith("The exchange's driver: OK hillside was tried")]
    assert ("pbx-trial" in line) is (tried is not Tried.REAL)


def test_the_pages_name_every_driver_and_say_no_more_than_it_does() -> None:
    for page in ("README.md", "docs/pbx-drivers.md"):
        rows = re.findall(r"^\| `(\w+)` \|.*$", (HUB.parents[1] / page).read_text("utf-8"), re.MULTILINE)
        assert set(rows) == set(OWN), page
    table = (HUB.parents[1] / "README.md").read_text("utf-8")
    for name in OWN:
        [row] = re.findall(rf"^\| `{name}` \|.*$", table, re.MULTILINE)
        _, _, _, real, description, _, _ = row.split("|")
        assert bool(real.strip()) is (driver_named(name).tried is Tried.REAL), name
        assert bool(description.strip()) is (driver_named(name).tried is Tried.DESCRIPTION), name


def test_the_page_of_drivers_says_of_each_what_check_says() -> None:
    page = (HUB.parents[1] / "docs" / "pbx-drivers.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE))
    assert set(rows) == set(OWN)
    for name, said in rows.items():
        tried = driver_named(name).tried
        assert ("real thing" in said) is (tried is Tried.REAL), name
        assert ("**never on " in said) is (tried is not Tried.REAL), name
        assert ("against the vendor's" in said) is (tried is Tried.DESCRIPTION), name


@pytest.mark.parametrize("other", ["FreePBX", "Issabel", "VitalPBX", "OpenSIPS"])
def test_what_a_driver_serves_beside_and_nobody_tried_is_said_in_both_tables(other: str) -> None:
    for page in ("README.md", "docs/pbx-drivers.md"):
        assert other in (HUB.parents[1] / page).read_text("utf-8"), page
