"""Refusals: what each is over the network, and what a log may read of it."""

from __future__ import annotations

import pytest

from kalix_presence.model import errors
from kalix_presence.model.errors import BadInput, PresenceError, StoreFull, Unavailable

STATUS = {
    "PresenceError": 500, "BadInput": 422, "SignInNeeded": 401, "Forbidden": 403, "NotFound": 404, "Conflict": 409,
    "TooMany": 429, "Unavailable": 503, "StoreFull": 507,
}  # fmt: skip


def test_each_kind_of_refusal_has_the_status_that_clients_know_it_by() -> None:
    kinds = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, PresenceError)}
    assert {name: kind.status for name, kind in kinds.items()} == STATUS


def test_a_full_disk_is_trouble_of_the_hub_s_own_that_passes() -> None:
    with pytest.raises(Unavailable):
        raise StoreFull("store-full")


def test_a_refusal_keeps_its_code_its_field_and_what_fills_its_sentence() -> None:
    fault = BadInput("note-too-long", field="note", limit=200)
    assert (fault.code, fault.field, fault.params) == ("note-too-long", "note", {"limit": 200})
    assert fault.args == ("note-too-long", {"limit": 200})
    plain = StoreFull("store-full")
    assert (plain.field, plain.params) == (None, {})


def test_a_log_reads_the_code_and_its_parameters_and_never_the_field_alone() -> None:
    assert str(BadInput("plan-over", field="ends")) == "plan-over"
    assert str(BadInput("note-too-long", field="note", limit=200, name="a")) == "note-too-long(limit=200, name='a')"
