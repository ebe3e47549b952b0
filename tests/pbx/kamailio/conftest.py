"""A real Kamailio for the tests of this folder, one for each worker."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pbx.kamailio.kamailio_server import KamailioServer, SipPhones, unpacked


@pytest.fixture(scope="session")
def kamailio() -> Iterator[KamailioServer]:
    """Running; skipped, and told in the summary, where it could not be unpacked."""
    if unpacked() is None:
        pytest.skip("Kamailio is not unpacked: installer/kamailio_for_tests")
    folder = Path(tempfile.mkdtemp(prefix="kk"))  # the path of a socket may be 107 bytes long
    server = KamailioServer(folder).start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def kamailio_phones(kamailio: KamailioServer) -> Iterator[SipPhones]:
    """For all tests: a phone that has gone would stay registered, and be rung beside the next of its number."""
    phones = SipPhones(kamailio, "2041", "2042", "9")
    yield phones
    phones.close()
