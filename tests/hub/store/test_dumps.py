"""What a dump holds is run statement by statement, no line of it as a command of the system; which programs are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.store import dumps
from kalix_presence.hub.store.dumps import Programs, programs_for
from kalix_presence.model.errors import BadInput, Unavailable

HEAD = b"--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET a = 1;\nCREATE TABLE public.unit (\n    code text\n);\n\n"
COPY = b"COPY public.unit (code, name) FROM stdin;\n"


def pieces(text: bytes) -> list[tuple[bytes, str, list[bytes]]]:
    return [(words, table, list(rows)) for words, table, rows in dumps._pieces(text.splitlines(keepends=True))]


def test_statements_and_rows_come_in_their_order() -> None:
    rest = b"SELECT pg_catalog.setval('public.a_seq', 7, true);\n\\unrestrict abc\n"
    found = pieces(HEAD + COPY + b"a\tA\n\\\\.\t\\N\n\\.\n\n\n" + b'COPY public."user" (a) FROM stdin;\n\\.\n' + rest)
    assert found == [
        (b"SET a = 1;\nCREATE TABLE public.unit (\n    code text\n);\n", "", []),
        (COPY[:-2], "unit", [b"a\tA\n", b"\\\\.\t\\N\n"]),
        (b'COPY public."user" (a) FROM stdin', "user", []),
        (b"SELECT pg_catalog.setval('public.a_seq', 7, true);\n", "", []),
    ]


def test_rows_that_nobody_reads_are_no_statements() -> None:
    text = HEAD + COPY + b"DROP TABLE unit;\n\\.\nSELECT 1;\n"
    assert [words for words, _, _ in dumps._pieces(text.splitlines(keepends=True))][-1] == b"SELECT 1;\n"


@pytest.mark.parametrize(
    "line", [b"\\! touch /tmp/x\n", b"\\connect other\n", b"\\copy a from b\n", b"\\.\n", b"\\restricted\n"]
)
def test_a_command_for_another_program_is_refused(line: bytes) -> None:
    with pytest.raises(dumps._Wrong):
        pieces(HEAD + line)


def test_rows_without_an_end_are_not_a_whole_dump() -> None:
    with pytest.raises(dumps._Wrong):
        pieces(HEAD + COPY + b"a\tA\n")


def laid(folder: Path, version: str, *, without: str = "") -> str:
    folder.mkdir()
    for name in {"pg_dump", "pg_restore"} - {without}:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_programs_are_the_servers_or_the_next_newer_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/bin:/usr/bin")
    monkeypatch.setattr(dumps.shutil, "which", lambda name: None)
    for version in ("14.2", "16.4 (Debian 16.4-1)", "17beta1", "15.8"):
        laid(tmp_path / version[:2], version, without="pg_restore" if version == "15.8" else "")
    places = [f"{tmp_path}/*"]
    assert programs_for(14, places) == Programs(tmp_path / "14", 14)
    assert programs_for(15, places).version == 16, "pg_dump alone does not put back"
    assert programs_for(17, places).version == 17
    with pytest.raises(BadInput) as refused:
        programs_for(18, places)
    assert (refused.value.code, refused.value.params) == ("postgresql-programs", {"least": 18})
    monkeypatch.setattr(dumps.shutil, "which", lambda name: laid(tmp_path / "own", "18.1") + "/pg_dump")
    assert programs_for(18, places).folder == tmp_path / "own"


def test_what_a_program_says_as_it_fails_is_told_and_what_hangs_is_ended(tmp_path: Path) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho 'some rows'\necho 'pg_dump: error: no rights' >&2\nexit 1\n")
    failing.chmod(0o755)
    with pytest.raises(Unavailable) as refused, dumps._running([str(failing)], {}) as out:
        assert out.read() == b"some rows\n"
    assert refused.value.params == {"program": "failing", "problem": "pg_dump: error: no rights"}
    with pytest.raises(KeyboardInterrupt), dumps._running(["/bin/sleep", "3600"], {}):
        raise KeyboardInterrupt


def test_settings_of_whoever_runs_it_lead_it_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere.example")
    monkeypatch.setenv("PGPASSWORD", "theirs")
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nenv\n")
    program.chmod(0o755)
    with dumps._running([str(program)], {"PGPASSWORD": "ours"}) as out:
        said = out.read()
    assert b"elsewhere" not in said
    assert b"PGPASSWORD=ours\n" in said


def test_certificates_of_the_system_are_named_for_programs_that_do_not_know_that_word() -> None:
    conninfo, settings = dumps._reached("host=db.example dbname=d sslmode=verify-full sslrootcert=system")
    assert "sslrootcert=system" not in conninfo
    assert "verify-full" in conninfo
    assert settings == {}


def test_a_dump_that_a_newer_program_wrote_is_told_as_that(tmp_path: Path) -> None:
    file = tmp_path / "newer.dump"
    file.write_bytes(dumps.MAGIC + bytes([1, 99, 0]) + b"\0" * 4000)
    from tests.postgresql import programs

    with pytest.raises(BadInput, match="backup-newer"):
        dumps.look_through(file, Programs(programs(), 15))
