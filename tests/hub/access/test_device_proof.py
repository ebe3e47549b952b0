"""Proof of an earlier device: of one name at one site, and of no shape but its own."""

from __future__ import annotations

import pytest

from kalix_presence.hub.access.device_proof import device_of, new_proof

KEY = b"k" * 32


def test_each_device_has_its_own_and_is_known_by_it() -> None:
    proofs = [new_proof(KEY, "anna") for _ in range(2)]
    devices = [device_of(KEY, "anna", each) for each in proofs]
    assert len(set(devices)) == 2
    assert [len(each) for each in devices] == [32, 32]
    assert [each.split(".")[:2] for each in proofs] == [["1", each] for each in devices]


def test_it_says_nothing_of_another_name_or_at_another_site() -> None:
    proof = new_proof(KEY, "anna")
    assert (device_of(KEY, "bo", proof), device_of(b"another", "anna", proof)) == ("", "")


@pytest.mark.parametrize(
    "odd",
    [
        lambda proof: "",
        lambda proof: proof + "0",
        lambda proof: " " + proof,
        lambda proof: proof + "\n",
        lambda proof: "2" + proof[1:],
        lambda proof: proof.replace(".", ":"),
        lambda proof: proof[:-1] + ("1" if proof[-1] == "0" else "0"),
        lambda proof: proof[:2] + ("1" if proof[2] == "0" else "0") + proof[3:],
        lambda proof: proof[:-64] + "é" * 64,
    ],
)
def test_what_was_changed_or_was_never_one_is_of_no_device(odd: object) -> None:
    assert device_of(KEY, "anna", odd(new_proof(KEY, "anna"))) == ""  # type: ignore[operator]
