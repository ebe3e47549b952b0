"""The tables, in SQLAlchemy Core: the one description of what is kept. Instants are UTC epoch microseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from kalix_presence.hub.store.dialects import IN_DAYS, where

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

metadata = MetaData()

unit = Table(
    "unit",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("parent", String, ForeignKey("unit.code")),
)

person = Table(
    "person",
    metadata,
    Column("extension", String, primary_key=True),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
    Column("unit", String, ForeignKey("unit.code"), nullable=False),
    Column("administration", String, nullable=False),
    Column("title", String, nullable=False, server_default=""),
    Column("direct", String, nullable=False, server_default=""),
    Column("mobile", String, nullable=False, server_default=""),
    Column("email", String, nullable=False, server_default=""),
    Column("deputy", String),
    Column("duties", String, nullable=False, server_default=""),
    Column("language", String, nullable=False, server_default="sv"),
    Column("place", String, nullable=False, server_default=""),
    Column("reference", String, nullable=False, server_default=""),
    Column("id", String, nullable=False, server_default=""),
    Index("person_id", "id", unique=True),
    Index("person_reference", "reference", **where("reference <> ''")),
    Index("person_deputy", "deputy", **where("deputy IS NOT NULL")),
)

holding = Table(
    "holding",
    metadata,
    Column("person", String, nullable=False),
    Column("extension", String, nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
    Index("holding_now", "extension", unique=True, **where("until IS NULL")),
    Index("holding_until", "until"),
)

account = Table(
    "account",
    metadata,
    Column("username", String, primary_key=True),
    Column("extension", String, ForeignKey("person.extension", ondelete="SET NULL"), unique=True),
    Column("administration", String),
    Column("password_hash", String),
    Column("roles", String, nullable=False, server_default="employee"),
    Column("locked", Integer, nullable=False, server_default="0"),
    Column("code_until", Integer),
)

session = Table(
    "session",
    metadata,
    Column("id", String, primary_key=True),
    Column("username", String, ForeignKey("account.username", ondelete="CASCADE"), nullable=False),
    Column("access", LargeBinary, nullable=False),
    Column("access_expires_at", Integer, nullable=False),
    Column("family", LargeBinary, nullable=False),
    Column("turn", LargeBinary, nullable=False),
    Column("made_by", LargeBinary, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("seen_at", Integer, nullable=False),
    Column("expires_at", Integer, nullable=False),
    Column("device", String, nullable=False, server_default=""),
    Column("place", String, nullable=False, server_default=""),
    Index("session_by_username", "username"),
    Index("session_by_access", "access", unique=True),
    Index("session_by_family", "family", unique=True),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("username", String, ForeignKey("account.username", ondelete="CASCADE"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("recovery", String, nullable=False),
    Column("since", Integer, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("username", String, ForeignKey("account.username", ondelete="CASCADE"), nullable=False, unique=True),
    Column("since", Integer, nullable=False),
)

absence = Table(
    "absence",
    metadata,
    Column("id", String, primary_key=True),
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("reason", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer),
    Column("forward_kind", String, nullable=False),
    Column("forward_number", String),
    Column("note", String, nullable=False, server_default=""),
    Column("set_by", String, nullable=False),
    Column("way", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("set_at", Integer, nullable=False),
    Column("ended_at", Integer),
    Column("ended_by", String),
    Column("confirmed_at", Integer),
    Column("why", String, nullable=False, server_default=""),
    Column("source", String, nullable=False, server_default=""),
    Column("deputy", String),
    Column("counted", Integer, nullable=False, server_default="0"),
    Column("at_desk", Integer, nullable=False, server_default="0"),
    Index("absence_open", "extension", **where("ended_at IS NULL")),
    Index("absence_ended", "ended_at", **where("ended_at IS NOT NULL")),
    Index("absence_overdue", "extension", **where("ended_by = 'clock' AND confirmed_at IS NULL")),
    Index("absence_uncounted", "counted", **where("counted < 2")),
    Index("absence_extension", "extension", "set_at"),
    Index("absence_set_by", "set_by", **where("set_by <> extension")),
    Index(
        "absence_ended_by",
        "ended_by",
        **where("ended_by <> extension AND ended_by <> 'clock' AND ended_by <> 'plan'"),
    ),
    Index("absence_deputy", "deputy", **where("deputy IS NOT NULL")),
)

preference = Table(
    "preference",
    metadata,
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

plan = Table(
    "plan",
    metadata,
    Column("id", String, primary_key=True),
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("plan_extension", "extension"),
)

lift = Table(
    "lift",
    metadata,
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("occurrence", String, nullable=False),
    Column("until", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    UniqueConstraint("extension", "occurrence"),
    Index("lift_ends", "ends"),
)

taken_away = Table(
    "taken_away",
    metadata,
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("uid", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("ends", Integer),
    UniqueConstraint("extension", "uid"),
    Index("taken_away_ends", "ends"),
)

calendar = Table(
    "calendar",
    metadata,
    Column("id", String, primary_key=True),
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("calendar_extension", "extension"),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("extension", String),
    Column("full", LargeBinary, nullable=False),
    Column("colleague", LargeBinary),
    Column("audience", String),
    Index("event_at", "at"),
    info={IN_DAYS: True},
)

notice = Table(
    "notice",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("text", String, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_until", Integer, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("proposed_at", Integer, nullable=False),
    Column("published_by", String, nullable=False, server_default=""),
    Column("current", Integer, nullable=False, server_default="0"),
    Column("closed_at", Integer),
    Index("notice_closed", "closed_at"),
)

appointment = Table(
    "appointment",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("post", String, nullable=False),
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("since_day", Integer, nullable=False),
    Column("until_day", Integer),
    Column("appointed_by", String, nullable=False),
    Column("appointed_at", Integer, nullable=False),
)

extension_request = Table(
    "extension_request",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("to_unit", String, nullable=False),
    Column("number", String, nullable=False),
    Column("about", String, nullable=False),
    Column("wanted_day", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("words", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("reminded", Integer, nullable=False),
    Index("extension_request_closed", "closed_at"),
)

extension_step = Table(
    "extension_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request", String, ForeignKey("extension_request.id", ondelete="CASCADE"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("step", String, nullable=False),
    Column("word", String, nullable=False),
    Index("extension_step_request", "request"),
)

message = Table(
    "message",
    metadata,
    Column("id", String, primary_key=True),
    Column("to_kind", String, nullable=False),
    Column("to_code", String, nullable=False),
    Column("number", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("source", String, nullable=False),
    Column("made_at", Integer, nullable=False),
    Column("due", Integer, nullable=False),
    Column("changed_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("search", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("named", String, nullable=False, server_default=""),
    Column("counted", Integer, nullable=False, server_default="0"),
    Index("message_stage", "stage", "due"),
    Index("message_closed", "closed_at"),
    Index("message_number", "number", "to_code"),
    Index("message_named", "named"),
    Index("message_uncounted", "closed_at", **where("counted = 0 AND closed_at IS NOT NULL")),
)

message_step = Table(
    "message_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", String, ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("step", String, nullable=False),
    Column("by", String, nullable=False),
    Column("way", String, nullable=False),
    Column("detail", String, nullable=False, server_default=""),
    Index("message_step_message", "message"),
    Index("message_step_by", "by"),
)

ringing = Table(
    "ringing",
    metadata,
    Column("id", String, primary_key=True),
    Column("message", String, ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("extension", String, nullable=False),
    Column("way", String, nullable=False),
    Column("at", Integer, nullable=False),
)

lit_lamp = Table(
    "lit_lamp",
    metadata,
    Column("extension", String, primary_key=True),
)

message_copy = Table(
    "message_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", String, ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("extension", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Integer, nullable=False),
    UniqueConstraint("message", "extension", "channel"),
    Index("message_copy_waiting", "state", "next_at"),
)

pbx_job = Table(
    "pbx_job",
    metadata,
    Column("extension", String, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("username", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
    Index("idempotency_at", "at"),
    sqlite_with_rowid=False,
)

tally = Table(
    "tally",
    metadata,
    Column("unit", String, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("counter", String, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("quarter", "unit", "counter"),
)

counted_call = Table(
    "counted_call",
    metadata,
    Column("key", String, primary_key=True),
)

unit_day = Table(
    "unit_day",
    metadata,
    Column("day", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("parent", String, nullable=False),
    Column("fewest", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    PrimaryKeyConstraint("day", "unit"),
)

quality_report = Table(
    "quality_report",
    metadata,
    Column("span", String, nullable=False),
    Column("first", Integer, nullable=False),
    Column("frozen_at", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("first", "span"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
    Column("act", String, nullable=False),
    Column("by", String, nullable=False),
    Column("by_person", String, nullable=False),
    Column("about", String, nullable=False),
    Column("about_person", String, nullable=False),
    Column("way", String, nullable=False),
    Column("session", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Index("audit_about", "about_person", "number"),
)

audit_start = Table(
    "audit_start",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seal", LargeBinary, nullable=False),
    Column("mark", LargeBinary, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)


def stored(moment: datetime) -> int:
    """`moment` (aware) as it lies in the database: UTC epoch microseconds, exact."""
    return (moment - EPOCH) // _MICROSECOND


def moment_of(value: int) -> datetime:
    """The aware UTC instant of a stored value."""
    return EPOCH + timedelta(microseconds=value)
