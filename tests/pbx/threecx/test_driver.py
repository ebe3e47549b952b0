"""What 3CX's part of the settings must be: an address that nobody listens in on, a client, a key in a file, a zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.drivers import Site
from kalix_presence.hub.pbx.threecx.driver import DRIVER, ThreeCxSection
from kalix_presence.hub.pbx.threecx.pbx import ThreeCxPbx
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock

URL = "https://kommun.3cx.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "threecx.key").write_text("key\n")
    return tmp_path


@pytest.mark.parametrize("url", [URL, f"{URL}:5001/", "http://127.0.0.1:5000", "http://127.0.1.1:5000", "http://localhost"])
def test_it_is_opened_and_its_key_is_a_secret(folder: Path, url: str) -> None:
    settings = ThreeCxSection(url=url, client="kalix")
    assert DRIVER.check_settings(settings, folder) == ["threecx.key"]
    site = Site(folder, shipped.default_policy(), shipped.default_reasons(), Clock(), tuple)
    assert isinstance(DRIVER.opened(settings, site), ThreeCxPbx)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kommun.3cx.example",
        "http://kommun.3cx.example",
        "http://127.0.0.1.example",
        "https://",
        "https://user:key@kommun.3cx.example",
        f"{URL}/xapi/v1",
        f"{URL}?a=b",
        f"{URL}:port",
        "ftp://kommun.3cx.example",
    ],
)
def test_an_address_that_is_open_or_none_is_asked_for(folder: Path, url: str) -> None:
    with pytest.raises(BadInput, match="threecx-url"):
        DRIVER.check_settings(ThreeCxSection(url=url, client="kalix"), folder)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"client": ""}, "threecx-url"),
        ({"key_file": "other.key"}, "config-file-missing"),
        ({"ca": "ca.pem"}, "config-file-missing"),
        ({"zone": "Kalix"}, "threecx-zone"),
        ({"zone": "/etc/passwd"}, "threecx-zone"),
    ],
)
def test_what_is_missing_or_wrong_is_said(folder: Path, more: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        DRIVER.check_settings(ThreeCxSection(**{"url": URL, "client": "kalix", **more}), folder)  # type: ignore[arg-type]
