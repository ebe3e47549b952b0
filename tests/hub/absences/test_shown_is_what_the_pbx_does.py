"""What people are shown of where calls go is what the PBX does, whatever changes: or it is shown as not in force, and why."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.policy import Policy
from tests.clocks import Clock
from tests.draws import draws
from tests.hub.house import ANNA, EXTENSIONS, MARIA, embedded, lunch, made_database, running, until

MOBILE, NEW_MOBILE = "0701740601", "0701740699"
SWITCHBOARD = "9"


async def change_person(core: Core, extension: str, *, mobile: str) -> None:
    """An import that changes one person."""

    def work(change: Transaction) -> None:
        people.put_person(change, replace(people.read_people(change.sql)[extension], mobile=mobile))
        people.touch_directory(change)

    await core.store.write(work)
    await core.reload_directory()


async def remove_person(core: Core, extension: str) -> None:
    """An import without one person."""

    def work(change: Transaction) -> None:
        change.sql.execute("DELETE FROM person WHERE extension = ?", (extension,))
        people.touch_directory(change)

    await core.store.write(work)
    await core.reload_directory()


async def settled(core: Core) -> None:
    """Nothing is under way any more."""
    await until(
        lambda: all(
            state.in_force and not core.synchroniser.busy(extension) and not core.absences.in_flight(extension)
            for extension, state in core.board.states.items()
        )
    )


def planned(clock: Clock, extension: str, forward: Forward) -> Absence:
    """An absence of a plan that begins now."""
    return Absence(
        f"plan-{extension}",
        extension,
        "meeting",
        clock(),
        clock() + timedelta(hours=2),
        forward,
        "",
        extension,
        Way.PLAN,
        source=f"plan:{extension}",
    )


async def held_target(pbx: EmbeddedPbx, extension: str) -> str | None:
    rule = (await pbx.rules()).get(extension)
    return rule.target if isinstance(rule, ForwardingRule) else None


def shown(core: Core, extension: str) -> tuple[str | None, str | None]:
    """Where everybody sees that calls go, and why not where it was asked."""
    absence = core.board.standing(extension, full=True).absence
    return core.board.target_shown(extension), absence.bent if absence is not None else None


async def test_a_plan_that_would_make_a_circle_says_where_calls_go_and_why(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(MARIA, "2042", lunch(clock, forward_to="2041"), key=None, now=clock())
        await core.absences.plan("2041", [planned(clock, "2041", Forward(ForwardKind.COLLEAGUE, "2042"))], [], now=clock())
        await settled(core)
        assert await held_target(pbx, "2041") == SWITCHBOARD
        assert shown(core, "2041") == (SWITCHBOARD, "forward-loop")
        for full in (True, False):
            absence = core.board.standing("2041", full=full).absence
            assert absence is not None
            assert (absence.forward, absence.forward_number) == (ForwardKind.SWITCHBOARD, None)
            assert (absence.bent, absence.asked) == ("forward-loop", ForwardKind.COLLEAGUE)


async def test_calls_go_where_they_were_asked_to_as_soon_as_there_is_no_circle(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(MARIA, "2042", lunch(clock, forward_to="2041"), key=None, now=clock())
        await core.absences.plan("2041", [planned(clock, "2041", Forward(ForwardKind.COLLEAGUE, "2042"))], [], now=clock())
        await settled(core)
        await core.absences.end_absence(MARIA, "2042", way=Way.TRAY, key=None, now=clock())
        await until(lambda: shown(core, "2041") == ("2042", None))
        await settled(core)
        assert await held_target(pbx, "2041") == "2042"


async def test_a_mobile_number_that_an_import_changes_or_takes_away_changes_the_rule(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="mobile"), key=None, now=clock())
        await settled(core)
        await change_person(core, "2041", mobile=NEW_MOBILE)
        await settled(core)
        assert await held_target(pbx, "2041") == NEW_MOBILE
        assert shown(core, "2041") == (NEW_MOBILE, None)
        await change_person(core, "2041", mobile="")
        await settled(core)
        assert await held_target(pbx, "2041") == SWITCHBOARD
        assert shown(core, "2041") == (SWITCHBOARD, "mobile-missing")
        await change_person(core, "2041", mobile="09001234567")
        await settled(core)
        assert shown(core, "2041") == (SWITCHBOARD, "target-premium")
        await change_person(core, "2041", mobile=MOBILE)
        await settled(core)
        assert await held_target(pbx, "2041") == MOBILE
        assert shown(core, "2041") == (MOBILE, None)


async def test_a_changed_number_is_not_shown_as_in_force_before_the_pbx_has_it(
    database: Path, clock: Clock, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="mobile"), key=None, now=clock())
        await settled(core)

        async def refuses(rule: ForwardingRule) -> None:
            raise Unavailable("pbx-refused")

        with monkeypatch.context() as closed:
            closed.setattr(pbx, "apply", refuses)
            await change_person(core, "2041", mobile=NEW_MOBILE)
            assert await held_target(pbx, "2041") == MOBILE
            assert not core.board.standing("2041", full=True).in_force
            await until(lambda: core.board.standing("2041", full=True).trouble == "pbx-refused")
        await settled(core)
        assert await held_target(pbx, "2041") == NEW_MOBILE


async def test_calls_for_a_deputy_who_leaves_go_to_the_switchboard(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="2043"), key=None, now=clock())
        await settled(core)
        await remove_person(core, "2043")
        await settled(core)
        assert await held_target(pbx, "2041") == SWITCHBOARD
        assert shown(core, "2041") == (SWITCHBOARD, "target-unknown-extension")


@pytest.mark.parametrize(
    "narrower",
    [
        replace(shipped.default_policy(), forbidden_prefixes=("0900", "070")),
        replace(shipped.default_policy(), extension_pattern=r"\d{3,12}"),
    ],
)
async def test_a_policy_narrowed_while_the_hub_rested_is_shown_and_done(
    database: Path, clock: Clock, pbx: EmbeddedPbx, narrower: Policy
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="0701740650"), key=None, now=clock())
        await settled(core)
    async with running(database, pbx, clock, policy=narrower) as (core, _):
        await settled(core)
        assert await held_target(pbx, "2041") == SWITCHBOARD
        assert shown(core, "2041")[0] == SWITCHBOARD
        assert shown(core, "2041")[1] is not None


async def test_a_number_changed_while_the_hub_rested_is_not_in_force_until_the_pbx_has_it(
    database: Path, clock: Clock, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="mobile"), key=None, now=clock())
        await settled(core)
    store = Store(database)
    await store.write(
        lambda change: people.put_person(change, replace(people.read_people(change.sql)["2041"], mobile=NEW_MOBILE))
    )
    store.close()
    with monkeypatch.context() as closed:

        async def refuses(rule: ForwardingRule) -> None:
            raise Unavailable("pbx-refused")

        closed.setattr(pbx, "apply", refuses)
        async with running(database, pbx, clock) as (core, _):
            assert not core.board.standing("2041", full=True).in_force
            closed.undo()
            await settled(core)
            assert await held_target(pbx, "2041") == NEW_MOBILE


async def test_drift_that_cannot_be_healed_is_shown_as_not_in_force(
    database: Path, clock: Clock, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await settled(core)

        async def refuses(rule: ForwardingRule) -> None:
            raise Unavailable("pbx-refused")

        with monkeypatch.context() as closed:
            closed.setattr(pbx, "apply", refuses)
            pbx.tamper("2041", "garbage")
            await core.reconciler.reconcile()
            await until(lambda: core.board.standing("2041", full=True).trouble == "pbx-refused")
            assert not core.board.standing("2041", full=True).in_force
        await settled(core)
        assert await held_target(pbx, "2041") == SWITCHBOARD


async def test_the_comparison_renews_a_rule_that_ought_to_be_another(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, forward_to="mobile"), key=None, now=clock())
        await settled(core)
        # Nobody told: a fault elsewhere, say.
        core.board.people["2041"] = replace(core.board.people["2041"], mobile=NEW_MOBILE)
        await core.reconciler.reconcile()
        await settled(core)
        assert await held_target(pbx, "2041") == NEW_MOBILE


# The law, over whatever happens.

NUMBERS = some.sampled_from(("", MOBILE, NEW_MOBILE, "09001234567", "+46 70 174 06 12", "004512345678", "2042"))
TARGETS = some.sampled_from((None, "switchboard", "mobile", "none", "2041", "2042", "2043", MOBILE, "0923-650 00"))
WHO = some.sampled_from(EXTENSIONS)
STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("set"), WHO, TARGETS),
        some.tuples(some.just("plan"), WHO, some.sampled_from(("2001", "2041", "2042", "2043", "mobile"))),
        some.tuples(some.just("back"), WHO, some.none()),
        some.tuples(some.just("mobile"), WHO, NUMBERS),
        some.tuples(some.just("leaves"), some.sampled_from(("2042", "2043")), some.none()),
        some.tuples(some.just("comes"), some.sampled_from(("2042", "2043")), some.none()),
        some.tuples(some.just("compared"), WHO, some.none()),
    ),
    min_size=1,
    max_size=12,
)


async def _do(core: Core, clock: Clock, step: tuple[str, str, str | None]) -> None:
    what, extension, more = step
    here = core.board.people
    if what != "comes" and extension not in here:
        return
    try:
        if what == "set":
            await core.absences.set_absence(MARIA, extension, lunch(clock, forward_to=more), key=None, now=clock())
        elif what == "plan":
            if core.board.states[extension].absences:
                return
            forward = Forward(ForwardKind.MOBILE) if more == "mobile" else Forward(ForwardKind.COLLEAGUE, more)
            await core.absences.plan(
                extension,
                [replace(planned(clock, extension, forward), id=f"{clock().isoformat()}-{extension}")],
                [],
                now=clock(),
            )
        elif what == "back":
            await core.absences.end_absence(MARIA, extension, way=Way.RECEPTIONIST, key=None, now=clock())
        elif what == "mobile":
            await change_person(core, extension, mobile=more or "")
        elif what == "leaves":
            await remove_person(core, extension)
        elif what == "comes" and extension not in here:

            def work(change: Transaction) -> None:
                people.put_person(change, Person(extension, "Ny", "Person", "bygg", "bygg", id=f"new-{clock().isoformat()}"))
                people.touch_directory(change)

            await core.store.write(work)
            await core.reload_directory()
        elif what == "compared":
            await core.reconciler.reconcile()
    except (BadInput, Conflict):
        pass  # refused in words


def _law(core: Core, rules: dict[str, object]) -> None:
    for extension, state in core.board.states.items():
        standing = core.board.standing(extension, full=True)
        if not standing.in_force:
            continue
        rule = rules.get(extension)
        held = rule.target if isinstance(rule, ForwardingRule) else None
        model, bent = core.board.led(extension, state.held, state.announced)
        wanted = model.target if model is not None else None
        told = standing.absence.bent if standing.absence is not None else None
        assert (core.board.target_shown(extension), held, told) == (wanted, wanted, bent), extension


@settings(max_examples=draws(25), suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
async def test_shown_is_held_is_asked_or_not_in_force_whatever_happens(steps: list[tuple[str, str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "hub.db", Clock()
        await made_database(path)
        pbx = embedded(clock)
        async with running(path, pbx, clock) as (core, _):
            for step in steps:
                clock.move(seconds=7)
                await _do(core, clock, step)
                _law(core, dict(pbx._rules))
            await settled(core)
            _law(core, dict(pbx._rules))
            assert not core.board.differing()
        async with running(path, pbx, clock) as (core, _):
            await settled(core)
            await core.reconciler.reconcile()
            _law(core, dict(pbx._rules))
