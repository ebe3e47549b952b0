"""Whatever is pushed, in the form that SCIM describes or in none: SCIM's own answers come, never a fault, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.draws import draws
from tests.hub.scim.described import described
from tests.hub.scim.pushing import Push, pushing

pytestmark = pytest.mark.xdist_group("drawn-pushes")
EXAMPLES = {GenerationMode.POSITIVE: 16, GenerationMode.NEGATIVE: 10}
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def push(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Push]:
    with pushing(tmp_path_factory.mktemp("scim") / "hub") as found:
        yield found


@pytest.fixture(scope="module")
def operations(push: Push) -> list[Any]:
    people = [push.add(f"drawn{number}", f"470{number}")["id"] for number in range(3)]
    ids = {"/Users": people, "/Groups": [push.group("Drawn", *people)]}
    schema = schemathesis.openapi.from_dict(described(push, ids))
    schema.config.update(base_url=f"{push.hub.url}/scim/v2")
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", GenerationMode)
def test_nothing_that_is_pushed_makes_the_hub_fail_or_answer_what_scim_does_not(
    push: Push, operations: list[Any], mode: GenerationMode
) -> None:
    assert len(operations) >= 19
    answered = {status for operation in operations for status in _tried(operation, mode, push.token)}
    if draws(EXAMPLES[mode]) >= EXAMPLES[mode]:  # of fewer not each comes
        assert answered >= ({200, 201, 204, 400, 404} if mode is GenerationMode.POSITIVE else {400})
    # Each that is there can be read, and is told as the list of all tells it.
    for kind in ("/Users", "/Groups"):
        for each in push.ask("GET", f"{kind}?count=200").get("Resources", ()):
            assert push.ask("GET", f"{kind}/{each['id']}") == each


def test_who_has_no_token_is_refused_whatever_they_push(push: Push, operations: list[Any]) -> None:
    before = push.ask("GET", "/Users?count=200")
    for operation in operations:
        assert _tried(operation, GenerationMode.POSITIVE, "kalix-scim-guessed", most=2) <= {401, 429}
    assert push.ask("GET", "/Users?count=200") == before


def _tried(operation: Any, mode: GenerationMode, token: str, most: int = 0) -> set[int]:
    """Ask for it in drawn ways; the statuses that came."""
    came: set[int] = set()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=most or draws(EXAMPLES[mode]),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case: schemathesis.Case) -> None:
        answer = case.call(headers={"authorization": f"Bearer {token}"})
        came.add(answer.status_code)
        assert answer.status_code < 500 or answer.status_code == 501
        if answer.status_code not in (401, 429):
            case.validate_response(answer, checks=CHECKS)

    try:
        attempt()
    except Unsatisfiable:  # nothing is asked that could be wrong
        assert mode is GenerationMode.NEGATIVE
    return came
