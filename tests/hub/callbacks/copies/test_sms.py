"""Copies by SMS against a real gateway: what is taken, refused, tried again or never again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import msgspec
import pytest

from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.callbacks.copies.sms import SmsSender
from kalix_presence.hub.site.copies_section import SmsSection
from kalix_presence.model.errors import Unavailable
from tests.hub.callbacks.copy_servers import Gateway, certificate_for, gateway, silence

TEXT = Copy("1", "+46701740601", "", "x")


@pytest.fixture
def sms() -> Iterator[Gateway]:
    with gateway() as server:
        yield server


def texter(server: Gateway, **more: object) -> SmsSender:
    section = msgspec.convert({"url": server.url, "sender": "Kalix", "seconds": 10.0, **more}, SmsSection)
    return SmsSender(section, "hemligt", section.ca)


def test_a_text_reaches_the_gateway_in_the_form_it_wants(sms: Gateway) -> None:
    copy = Copy("1f.2", "+46701740601", "", "Ring upp Åke & Öberg")
    assert texter(sms, username="kalix").send(copy) is Delivery.SENT
    headers, body = sms.asked[0]
    assert parse_qs(body.decode()) == {"to": ["+46701740601"], "message": ["Ring upp Åke & Öberg"], "from": ["Kalix"]}
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")) == b"kalix:hemligt"
    assert (headers["content-type"], sms.paths[0]) == ("application/x-www-form-urlencoded", "/send?site=kalix")
    assert headers["idempotency-key"] == "1f.2"
    assert texter(sms, form="json", text_field="text").send(copy) is Delivery.SENT
    headers, body = sms.asked[1]
    assert json.loads(body) == {"to": "+46701740601", "text": "Ring upp Åke & Öberg", "from": "Kalix"}
    assert (headers["authorization"], headers["content-type"]) == ("Bearer hemligt", "application/json")


def test_a_hub_that_may_not_act_any_longer_sends_nothing(sms: Gateway, no_lead: None) -> None:
    assert texter(sms).send(TEXT) is Delivery.LATER
    assert sms.asked == []


def test_without_a_sender_or_a_path_none_is_sent(sms: Gateway) -> None:
    texter(sms, url=sms.url.partition("/send")[0], sender="", form="json").send(TEXT)
    assert (sms.paths, json.loads(sms.asked[0][1])) == (["/"], {"to": TEXT.to, "message": TEXT.text})


def test_a_long_text_is_cut_and_one_that_just_fits_is_not(sms: Gateway) -> None:
    for text in ("x" * 21, "y" * 20):
        texter(sms, form="json", longest=20).send(replace(TEXT, text=text))
    assert [json.loads(body)["message"] for _, body in sms.asked] == ["x" * 19 + "…", "y" * 20]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (202, Delivery.SENT),
        (299, Delivery.SENT),
        (300, Delivery.REFUSED),
        (302, Delivery.REFUSED),
        (400, Delivery.REFUSED),
        (428, Delivery.REFUSED),
        (429, Delivery.LATER),
        (499, Delivery.REFUSED),
        (500, Delivery.LATER),
        (503, Delivery.LATER),
        (0, Delivery.UNSURE),
    ],
)
def test_what_the_gateway_answers_decides_what_becomes_of_it(sms: Gateway, status: int, outcome: Delivery) -> None:
    sms.statuses = [status]
    assert texter(sms).send(TEXT) is outcome
    assert len(sms.asked) == 1, "a redirect is not followed"


def test_a_gateway_that_is_not_there_is_tried_again_and_the_check_says_so(sms: Gateway) -> None:
    nowhere = texter(sms, url="http://127.0.0.1:1/send")
    assert nowhere.send(TEXT) is Delivery.LATER
    with pytest.raises(Unavailable, match="copies-unreachable") as refusal:
        nowhere.check()
    assert refusal.value.params == {"host": "127.0.0.1", "problem": "ConnectionRefusedError"}
    texter(sms).check()
    assert sms.asked == []


def test_it_is_encrypted_and_a_stranger_s_certificate_gets_nothing(tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path)
    with gateway(certificate) as server:
        trusting = texter(server, ca=str(certificate))
        trusting.check()
        assert trusting.send(TEXT) is Delivery.SENT
        assert texter(server).send(TEXT) is Delivery.LATER
        with pytest.raises(Unavailable, match="copies-unreachable"):
            texter(server).check()
        assert len(server.asked) == 1


@pytest.mark.parametrize(("scheme", "outcome"), [("http", Delivery.UNSURE), ("https", Delivery.LATER)])
def test_a_gateway_that_says_nothing_is_waited_for_as_long_as_the_site_says(scheme: str, outcome: Delivery) -> None:
    with silence() as port:
        assert texter(Gateway(f"{scheme}://127.0.0.1:{port}/send"), seconds=0.2).send(TEXT) is outcome
