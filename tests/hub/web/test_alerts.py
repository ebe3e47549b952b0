"""docs/alerts.md holds rules that Prometheus can read, about measures that the hub has, and no measure is about one person."""

from __future__ import annotations

import re
import ssl
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import yaml
from cryptography import x509
from prometheus_client.parser import text_string_to_metric_families

from kalix_presence.hub.site.acts import Acts
from tests.clocks import NINE
from tests.hub.serving import PASSWORD, PEOPLE, Serving, made_config, serving, soon

PAGE = Path(__file__).parents[3] / "docs" / "alerts.md"
OF_PROMETHEUS = {"up"}
LABELS = {
    "status",
    "code",
    "route",
    "le",
    "task",
    "found",
    "why",
    "in_force",
    "channel",
    "outcome",
    "file",
    "trouble",
    "unit",
    "source",
}
"""Every label there may be: each has few values, and none of them is a person's."""


def _rules() -> list[dict[str, Any]]:
    _, rules = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [rule for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A hub with everything that can be measured: a certificate, a backup, refusals, changes."""
    folder = tmp_path_factory.mktemp("alerts") / "hub"
    config = made_config(folder)
    key, certificate = folder / "hub.key", folder / "hub.crt"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", "/CN=hub"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    Acts(folder).note("backup", now=NINE - timedelta(hours=3))
    key.chmod(0o600)
    listen = msgspec.structs.replace(config.listen, certificate="hub.crt", key="hub.key")
    with serving(folder, config=msgspec.structs.replace(config, listen=listen)) as running:
        trusting = ssl.create_default_context(cafile=str(certificate))
        trusting.check_hostname = False
        url = running.url.replace("http:", "https:")
        with httpx.Client(base_url=url, timeout=60, verify=trusting, trust_env=False) as anna:
            signed = anna.post("/api/v1/sign-in", json={"username": "anna", "password": PASSWORD}).raise_for_status()
            anna.get("/api/v1/me")
            anna.headers["authorization"] = f"Bearer {signed.json()['token']}"
            anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
            for unknown in ("/api/v1/people/0701740601", "/api/v1/2042/anna", "/Anna", "/api/v1/messages/2041"):
                assert anna.get(unknown).status_code in (400, 404, 405)
        yield running


def test_every_rule_is_whole_and_says_what_is_the_matter() -> None:
    rules = _rules()
    assert len({rule["alert"] for rule in rules}) == len(rules) > 15
    for rule in rules:
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert len(rule["annotations"]["summary"]) > 20
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))


def test_every_measure_that_a_rule_names_is_there(hub: Serving) -> None:
    families = list(text_string_to_metric_families(hub.hub.measures.text().decode()))
    # Those with labels have no samples before something happens.
    known = {sample.name for family in families for sample in family.samples} | OF_PROMETHEUS
    known |= {f"{each.name}_total" if each.type == "counter" else each.name for each in families}
    for rule in _rules():
        named = set(re.findall(r"\b(?:kalix|process)_\w+|\bup\b", rule["expr"])) - {"kalix_hub"}
        assert named, rule["alert"]
        assert named <= known, rule["alert"]


def test_labels_have_few_values_and_none_is_a_persons(hub: Serving) -> None:
    text = hub.hub.measures.text().decode()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            assert sample.labels.keys() <= LABELS | {"implementation", "version"}, sample
            assert not [value for value in sample.labels.values() if re.fullmatch(r"\+?\d{4,}", value)], sample
    for row in PEOPLE.splitlines()[1:]:
        extension, given, family_name, *_, username = row.split(",")[:11]
        assert not [word for word in (extension, given, family_name, username) if re.search(rf"\b{re.escape(word)}\b", text)]


def test_ages_are_told_as_the_times_they_are_counted_from(hub: Serving) -> None:
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(hub.hub.measures.text().decode())
        for sample in family.samples
    }
    certificate = x509.load_pem_x509_certificate(hub.config.path("hub.crt").read_bytes())
    assert found["kalix_last_backup_timestamp_seconds"] == (NINE - timedelta(hours=3)).timestamp()
    assert found["kalix_certificate_end_timestamp_seconds"] == certificate.not_valid_after_utc.timestamp()
    assert found["kalix_disk_free_bytes"] > 0
    assert found["process_open_fds"] > 3
