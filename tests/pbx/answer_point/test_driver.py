"""How the answer point's driver reads its settings: both drivers' own tables, as strict as anywhere."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.answer_point.driver import DRIVER, AnswerPointSection
from kalix_presence.hub.pbx.capabilities import Capabilities, ReadBack
from kalix_presence.hub.pbx.drivers import Site
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.site.config import FILE, read_config
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    secret = tmp_path / "asterisk.secret"
    secret.write_text("x")
    secret.chmod(0o600)
    return tmp_path


def site(folder: Path) -> Site:
    return Site(folder, shipped.default_policy(), shipped.default_reasons(), Clock(), lambda: ["2041"])


def test_both_drivers_read_their_own_tables(folder: Path) -> None:
    (folder / "shared").mkdir(mode=0o770)
    (folder / "shared").chmod(0o770)
    (folder / FILE).write_text(
        '[pbx]\ndriver = "answer_point"\n[pbx.answer_point]\nexchange = "kamailio"\nprefix = "77"\n'
        '[pbx.answer_point.point]\nport = 5040\n[pbx.answer_point.exchange_settings]\nfolder = "shared"\ndomain = "kommun.example"\n'
    )
    settings = read_config(folder).pbx.settings
    assert isinstance(settings, AnswerPointSection)
    assert settings.number("2041") == "772041"
    DRIVER.opened(settings, site(folder))


@pytest.mark.parametrize(
    ("table", "line"),
    [("[pbx.answer_point.point]\nhots = 1\n", 3), ('exchange = "kamailio"\nexchange_settings = {domian = "x"}\n', 3)],
)
def test_a_slip_of_the_pen_in_either_is_told_with_its_line(folder: Path, table: str, line: int) -> None:
    (folder / FILE).write_text(f'[pbx]\ndriver = "answer_point"\n[pbx.answer_point]\n{table}')
    with pytest.raises(BadInput) as refused:
        read_config(folder)
    assert (refused.value.code, refused.value.params["line"]) == ("config-broken", line)


def test_an_answer_point_behind_itself_and_an_unknown_exchange_are_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="config-driver"):
        DRIVER.check_settings(AnswerPointSection(exchange="answer_point"), folder)
    with pytest.raises(BadInput, match="config-driver"):
        AnswerPointSection.__post_init__(AnswerPointSection(exchange="nobodys"))


@pytest.mark.parametrize("numbers", [{"prefix": ""}, {"prefix": "8x"}, {"common": "77 00"}])
def test_what_is_no_number_is_refused(folder: Path, numbers: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="answer-point-number"):
        DRIVER.check_settings(AnswerPointSection(**numbers), folder)  # type: ignore[arg-type]


def test_secrets_of_both_are_looked_at(folder: Path) -> None:
    (folder / "other.secret").write_text("x")
    settings = AnswerPointSection(exchange="asterisk", exchange_settings={"secret_file": "other.secret"}, common="7700")
    assert DRIVER.check_settings(settings, folder) == ["asterisk.secret", "other.secret"]
    assert settings.number("2041") == settings.number("2042") == "7700"


@pytest.mark.parametrize("lacks", [{"read_back": ReadBack.NONE}, {"forward_always": False}])
def test_an_exchange_that_could_never_confirm_a_forward_is_refused(
    folder: Path, lacks: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedPbx, "capabilities", Capabilities(**lacks), raising=False)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="answer-point-exchange"):
        DRIVER.opened(AnswerPointSection(exchange="embedded"), site(folder))


def test_without_an_exchange_all_forwards_stand(folder: Path) -> None:
    assert not DRIVER.opened(AnswerPointSection(), site(folder)).capabilities.line_states


def test_what_init_writes_is_read(folder: Path) -> None:
    written = "\n".join(
        line.removeprefix("#") for line in DRIVER.template.splitlines() if line.startswith(("[", "#")) and " = " in line
    )
    msgspec.toml.decode(written, type=AnswerPointSection)
