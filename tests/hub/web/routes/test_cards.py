"""Cards of a unit over HTTP: as facts, and as one archive with a file for each person and kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from kalix_presence import wire
from tests.hub.serving import Serving, serving


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder: Path = tmp_path_factory.mktemp("hub")
    with serving(folder / "hub") as running:
        yield running


def names(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_the_officer_is_told_of_everybody_and_of_who_has_no_direct_number(hub: Serving) -> None:
    with hub.client("olle") as olle:
        told = msgspec.json.decode(olle.get("/api/v1/cards?unit=bygglov").content, type=wire.CardsView)
        assert [each.name for each in told.people] == ["Per Berg", "Anna Ek"]
        assert [each.name for each in told.without_direct] == ["Per Berg"]
        units = msgspec.json.decode(olle.get("/api/v1/cards").content, type=wire.CardsView).units
        assert [(each.unit, each.depth) for each in units] == [("samhallsbyggnad", 0), ("bygglov", 1), ("miljo", 1)]


def test_the_archive_has_every_kind_of_everybody_named_in_the_readers_language(hub: Serving) -> None:
    with hub.client("olle", **{"accept-language": "sv"}) as olle:
        answer = olle.get("/api/v1/cards.zip?unit=bygglov")
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Kontaktkort-Bygglov.zip"
        assert names(answer) == [
            f"{place}/{who}.{ending}"
            for who in ("Per-Berg", "Anna-Ek")
            for place, ending in (("Signaturer", "html"), ("Signaturer", "txt"), ("Kontaktkort", "vcf"), ("Brev", "html"))
        ] + ["Alla-Bygglov.vcf"]
        assert b"070" not in answer.content
        assert olle.get("/api/v1/cards.zip?unit=bygglov").content == answer.content


def test_only_the_kinds_and_the_unit_that_are_asked_for_are_made(hub: Serving) -> None:
    with hub.client("olle", **{"accept-language": "en"}) as olle:
        asked = "/api/v1/cards.zip?unit=samhallsbyggnad&below=false&kind=cards"
        assert names(olle.get(asked)) == []
        both = olle.get("/api/v1/cards.zip?unit=miljo&kind=cards&kind=signatures")
        assert names(both) == [
            "Signatures/Olle-Lind.html",
            "Signatures/Olle-Lind.txt",
            "Contact-cards/Olle-Lind.vcf",
            "All-Miljö.vcf",
        ]
        assert olle.get("/api/v1/cards.zip?unit=miljo&kind=stamps").status_code == 400
        assert olle.get("/api/v1/cards.zip").status_code == 400


@pytest.mark.parametrize("path", ["cards?unit=skola", "cards.zip?unit=skola"])
def test_another_administration_is_refused_and_nobody_is_told_before_signing_in(hub: Serving, path: str) -> None:
    for who, status in (("olle", 403), ("siv", 403), ("maria", 403), ("ada", 200), (None, 401)):
        with hub.client(who) as client:
            assert client.get(f"/api/v1/{path}").status_code == status
