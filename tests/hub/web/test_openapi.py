"""The description at /openapi.json is true: what it says may come is what comes, and never a 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.draws import draws
from tests.hub.serving import Serving, serving

EXAMPLES = {GenerationMode.POSITIVE: 18, GenerationMode.NEGATIVE: 4}
"""What is described, and what is not: another type, a text too long, a part too many or too few."""
PARTS = 6
"""The endpoints are tried in so many parts, each with a time-out of its own, beside each other where tests run so."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def token(hub: Serving) -> str:
    with hub.client("maria") as maria:
        return maria.headers["authorization"]


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_sent_makes_the_hub_fail_or_answer_what_is_not_described(hub: Serving, token: str, part: int) -> None:
    # The stream has no end and signing out would end the run: they have tests of their own.
    schema = schemathesis.openapi.from_url(f"{hub.url}/openapi.json", headers={"authorization": token})
    schema = schema.exclude(path="/api/v1/events").exclude(path_regex="/sign-in$|/sessions", method="DELETE")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 40
    for operation in operations[part::PARTS]:
        for mode in GenerationMode:
            _try(operation, token, mode)


def _try(operation: Any, token: str, mode: GenerationMode) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=draws(EXAMPLES[mode]),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case: schemathesis.Case) -> None:
        answer = case.call(headers={"authorization": token})
        assert answer.status_code < 500 or answer.status_code == 503
        case.validate_response(answer, checks=[status_code_conformance, response_schema_conformance])

    try:
        attempt()
    except Unsatisfiable:  # nothing is asked that could be wrong
        assert mode is GenerationMode.NEGATIVE


def test_nobody_reads_the_description_without_a_token(hub: Serving) -> None:
    with hub.client() as nobody:
        assert nobody.get("/openapi.json").status_code == 401
