"""Two versions of the hub side by side while a group is brought up to date, each a real process: nothing that was acknowledged is
lost, and the older one never leads on a database of the newer."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import kalix_presence
from kalix_presence import shipped
from kalix_presence.hub.store.upgrade import known_steps
from tests.hub.commands.test_group import as_anna, minutes_at, set_motto
from tests.hub.hubs.grouped import Grouped, HubProcess, eventually, grouped, is_ready
from tests.postgresql import cluster

pytestmark = pytest.mark.xdist_group("several-hubs")

_STEP = '''\
"""A table that only the newer version knows, and a column that it has no longer."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade() -> None:
    op.create_table("novelty", sa.Column("id", sa.String(), primary_key=True))
    op.add_column("hub", sa.Column("mood", sa.String(), nullable=False, server_default="fine"))
'''


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version of the program: this one with a step more."""
    folder = tmp_path_factory.mktemp("newer")
    package = Path(kalix_presence.__file__).parent
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__", "desktop", "client"))
    (folder / "resources").symlink_to(shipped.resources())
    (folder / package.name / "__init__.py").write_text('__version__ = "99.0"\n', "utf-8")
    steps = folder / package.name / "hub/store/migrations/versions"
    (steps / "step_9999.py").write_text(_STEP.format(newest=known_steps()[0]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grouped]:
    with grouped(cluster(), tmp_path_factory.mktemp("group")) as made:
        yield made


def begin(hub: HubProcess, program: Path | None) -> None:
    hub.program = program
    hub.begin()


def steps(group: Grouped) -> str:
    return str(group.sql("SELECT version_num FROM alembic_version")[0][0])


def parts(group: Grouped) -> dict[str, tuple[str, str]]:
    return {name: (version, state) for name, version, state in group.sql("SELECT name, version, state FROM hub")}


def test_a_group_is_brought_up_to_date_one_hub_after_the_other(group: Grouped, newer: Path) -> None:
    old, new = group.leader(), group.others(group.leader())[0]
    before, anna = steps(group), as_anna(old)
    assert set_motto(old, anna, 20) == 200

    new.end()
    begin(new, newer)
    eventually(lambda: is_ready(new))
    assert set_motto(new, anna, 21) == 200, "the newer one passes on to the older one that leads"
    assert (steps(group), old.leads, new.leads) == (before, True, False), "whoever stands by changes nothing"
    eventually(lambda: parts(group)[new.name] == ("99.0", "stands-by"))

    old.end()
    eventually(lambda: new.leads)
    assert steps(group) == "9999"
    assert minutes_at(new, anna) == 21
    assert set_motto(new, anna, 22) == 200

    begin(old, None)
    eventually(lambda: parts(group).get(old.name, ("", ""))[1] == "too-old")
    assert set_motto(old, anna, 23) == 200, "the older one passes on to the newer one that leads"
    new.kill()
    eventually(lambda: group.sql("SELECT 1 FROM lease WHERE until < extract(epoch FROM clock_timestamp()) * 1000000"))
    eventually(lambda: old.ready() is None)
    assert set_motto(old, anna, 24) == 503, "nobody leads: the older one says so, and reads nothing of what it does not know"
    assert not old.leads

    begin(new, newer)
    eventually(lambda: new.leads)
    assert minutes_at(new, anna) == 23
    old.send(signal.SIGTERM)
    assert old.process is not None
    assert old.process.wait(60) == 0
    begin(old, newer)
    eventually(lambda: is_ready(old))
    assert set_motto(old, anna, 25) == 200
    new.end()
    eventually(lambda: old.leads)
    assert minutes_at(old, anna) == 25
