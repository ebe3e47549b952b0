"""Tests of one group run on one worker, which makes what they share once."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("together")
def test_the_worker_knows_the_group(request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("there is one process alone")
    assert request.node.nodeid.endswith("@together"), "pytest-xdist sends the tests of a group to one worker by this"
