"""What the audit trail tells of: every act of somebody that changes something, or that looks at what is another's."""

from __future__ import annotations

from enum import StrEnum


class AuditAct(StrEnum):
    """What was done. An endpoint that changes something is named as its function is; the others come from commands."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    CHANGE_PASSWORD = "change-password"  # noqa: S105  (the name of an act)
    SET_SECOND_FACTOR = "set-second-factor"
    END_SECOND_FACTOR = "end-second-factor"
    USE_RECOVERY_CODE = "use-recovery-code"
    BIND_IDENTITY = "bind-identity"
    """Somebody has signed in by the organisation's service for the first time, and is known by that from now on."""
    END_SESSION = "end-session"
    END_SESSIONS = "end-sessions"
    SET_ABSENCE = "set-absence"
    END_ABSENCE = "end-absence"
    UNDO_ABSENCE = "undo-absence"
    SHOW_LIFE = "show-life"
    NUDGE = "nudge"
    FORWARD_UNIT = "forward-unit"
    UNDO_UNIT = "undo-unit"
    SET_PREFERENCES = "set-preferences"
    ADD_PLAN = "add-plan"
    IMPORT_PLANS = "import-plans"
    CHANGE_PLAN = "change-plan"
    REMOVE_PLAN = "remove-plan"
    ANSWER_PLAN = "answer-plan"
    ADD_CALENDAR = "add-calendar"
    CHANGE_CALENDAR = "change-calendar"
    REMOVE_CALENDAR = "remove-calendar"
    LEAVE_MESSAGE = "leave-message"
    STEP_MESSAGE = "step-message"
    RING_MESSAGE = "ring-message"
    SEE_MESSAGES = "see-messages"
    """Somebody else has been shown callback messages that wait for a person."""
    PROPOSE_NOTICE = "propose-notice"
    CHANGE_NOTICE = "change-notice"
    WITHDRAW_NOTICE = "withdraw-notice"
    APPOINT_OFFICER = "appoint-officer"
    CHANGE_APPOINTMENT = "change-appointment"
    ASK_EXTENSION = "ask-extension"
    STEP_EXTENSION = "step-extension"
    IMPORT = "import"
    USER_ADD = "user-add"
    USER_PASSWORD = "user-password"  # noqa: S105  (the name of an act)
    USER_RESET = "user-reset"
    USER_FACTOR = "user-factor"
    """The administrator has taken away the second factor of somebody who lost it."""
    USER_BIND = "user-bind"
    USER_UNBIND = "user-unbind"
    USER_ROLES = "user-roles"
    USER_LOCK = "user-lock"
    USER_UNLOCK = "user-unlock"
    AUDIT_READ = "audit-read"
    """An administrator has searched the trail or taken a copy of it."""
    PERSON_EXPORT = "person-export"
    PERSON_ERASE = "person-erase"
    RESTORE = "restore"
    """A backup was put back: the lines that it lacks are named as the subject."""
    CUT_OFF = "cut-off"
    """Written by the hub when lines that it had written were gone: they are named as the subject."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> AuditAct:
        """An act that a newer hub knows reads as unknown rather than breaking an older client."""
        return cls.UNKNOWN
