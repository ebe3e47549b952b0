"""`[hubs]`: a hub of several says where the others reach it, safely; and without a shared database there are no several."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.config import Config, require_safe, template
from kalix_presence.hub.site.hubs_section import HubsSection
from kalix_presence.hub.site.store_section import StoreSection
from kalix_presence.model.errors import BadInput

SHARED = StoreSection(url="postgresql://localhost/kalix")
ONE = "https://hub1.kommun.example:8770"


def config(folder: Path, store: StoreSection = SHARED, **hubs: str) -> Config:
    return msgspec.structs.replace(Config(), folder=folder, store=store, hubs=HubsSection(**hubs))


def test_the_template_is_off_and_names_every_setting() -> None:
    text = template(8770)
    assert msgspec.convert(tomllib.loads(text)["hubs"], HubsSection) == HubsSection()
    part = text.partition("[hubs]")[2].partition("[listen]")[0]
    for name in HubsSection.__struct_fields__:
        assert f"#{name} = " in part, name


@pytest.mark.parametrize(
    "address",
    [
        "http://hub1.kommun.example:8770",
        "https://hub1.kommun.example/there",
        "https://hub1.kommun.example?x=1",
        "https://u:p@hub1.kommun.example",
        "hub1.kommun.example:8770",
        "https://",
    ],
)
def test_an_address_that_is_open_or_no_hubs_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match="config-hubs-address"):
        require_safe(config(tmp_path, address=address))


@pytest.mark.parametrize("name", ["n" * 65, "a\nb"])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="config-hubs-name"):
        require_safe(config(tmp_path, address=ONE, name=name))


def test_several_hubs_share_a_database(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="config-hubs-store"):
        require_safe(config(tmp_path, StoreSection(), address=ONE))
    alone = config(tmp_path)
    require_safe(alone)
    assert not alone.in_group
    for address in (ONE, "http://127.0.0.1:8770"):
        one = config(tmp_path, address=address, name="Norra")
        require_safe(one)
        assert one.in_group


def test_a_file_of_authorities_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="config-file-missing"):
        require_safe(config(tmp_path, address=ONE, ca="hubs.crt"))
