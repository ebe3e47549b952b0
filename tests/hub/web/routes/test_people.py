"""The directory over REST: page by page, one person, the card to give away, and whose mobile is shown to whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.serving import Serving, serving


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_a_page_of_people_ends_with_where_the_next_begins(hub: Serving) -> None:
    with hub.client("anna") as anna:
        seen, after = [], ""
        while True:
            page = anna.get("/api/v1/people", params={"limit": 2, "after": after}).json()
            seen += [person["extension"] for person in page["people"]]
            after = page.get("next")
            if not after:
                break
        assert seen == ["2042", "2041", "2001", "2043", "2002", "2061"]
        assert [one["extension"] for one in anna.get("/api/v1/people?q=SKOLskjuts").json()["people"]] == ["2061"]
        assert len(anna.get("/api/v1/people?unit=samhallsbyggnad").json()["people"]) == 3


def test_a_person_is_shown_with_who_covers_for_whom(hub: Serving) -> None:
    with hub.client("siv") as siv:
        anna, per = siv.get("/api/v1/people/2041").json(), siv.get("/api/v1/people/2042").json()
    assert anna["deputy_name"] == "Per Berg"
    assert "covers" not in anna
    assert per["covers"] == [{"extension": "2041", "name": "Anna Ek"}]


def test_a_contact_card_gives_the_direct_number_and_never_the_mobile(hub: Serving) -> None:
    for who in ("anna", "siv", "maria"):
        with hub.client(who) as client:
            answer = client.get("/api/v1/people/2041/card.vcf")
        assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
        assert "TEL;TYPE=WORK,VOICE:+4692365041\r\n" in answer.content.decode()
        assert "0601" not in answer.text


def test_a_colleagues_mobile_is_not_shown(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people/2041").json()["mobile"]
        assert "mobile" not in anna.get("/api/v1/people/2042").json()


def test_a_mobile_finds_its_owner_only_for_whoever_may_know_it(hub: Serving) -> None:
    found = {}
    for who in ("anna", "maria", "siv"):
        with hub.client(who) as client:
            page = client.get("/api/v1/people", params={"q": "070-174 06 01"}).json()
            found[who] = [one["extension"] for one in page["people"]]
    assert found == {"anna": ["2041"], "maria": ["2041"], "siv": []}


def test_why_the_first_is_the_first_is_said_only_where_words_were_given(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people", params={"q": "skolskjuts"}).json()["why"]["what"]
        assert "why" not in anna.get("/api/v1/people", params={"q": "  "}).json()
        assert "why" not in anna.get("/api/v1/people").json()


@pytest.mark.parametrize("query", [{}, {"q": "ek"}, {"unit": "bygglov"}])
def test_whoever_reads_the_stream_asks_for_people_without_standings(hub: Serving, query: dict[str, str]) -> None:
    with hub.client("maria") as maria:
        with_, without = (
            maria.get("/api/v1/people", params={**query, "standings": standings}).json()["people"]
            for standings in (True, False)
        )
    assert [one["extension"] for one in with_] == [one["extension"] for one in without] != []
    assert all("standing" in one for one in with_)
    assert not any("standing" in one for one in without)


@pytest.mark.parametrize("packed", ["gzip", "identity"])
def test_on_a_page_that_others_share_everybody_sees_the_own_mobile_and_nobody_else_s(hub: Serving, packed: str) -> None:
    seen = {}
    for who in ("maria", "per", "anna", "ada"):
        with hub.client(who, **{"accept-encoding": packed}) as client:
            people = client.get("/api/v1/people", params={"standings": False}).json()["people"]
        seen[who] = [one["extension"] for one in people if one.get("mobile")]
    assert seen == {"maria": ["2042", "2041", "2061"], "per": ["2042"], "anna": ["2041"], "ada": []}


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 10_001}, {"q": "x" * 201}, {"unit": "x" * 81}, {"after": "x" * 21}])
def test_a_question_past_its_bounds_is_refused(hub: Serving, query: dict[str, object]) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people", params=query).status_code == 400  # type: ignore[arg-type]


def test_nobody_at_an_extension_has_neither_page_nor_card(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for path in ("/api/v1/people/2999", "/api/v1/people/2999/card.vcf"):
            answer = anna.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "extension-unknown")


def test_a_card_is_a_file_by_the_extension_s_name(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people/2041/card.vcf").headers["content-disposition"] == 'attachment; filename="2041.vcf"'
