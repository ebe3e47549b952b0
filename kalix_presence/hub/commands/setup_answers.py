"""What `kalix-hub setup` asks: each answer's default, what is wrong with one, and the files that the answers make."""

from __future__ import annotations

import json
import re
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kalix_presence import shipped
from kalix_presence.hub.pbx.set_up import set_up_by_place
from kalix_presence.hub.site.config import FILE, Config, Listen, template
from kalix_presence.hub.web.certificate import judge
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback
from kalix_presence.model.policy import read_policy

Answers = Mapping[str, str]

EMBEDDED, PROXY = "embedded", "proxy"
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}", re.ASCII)
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `default` may look at the answers before it; `taken` gives the answer as it is kept, or refuses it."""

    name: str
    default: Callable[[Answers], str]
    taken: Callable[[str, Answers, datetime], str]


def _organisation(text: str, answers: Answers, now: datetime) -> str:
    if not text:
        raise BadInput("setup-organisation-none")
    try:
        read_policy(f"organisation = {_quoted(text)}", "policy.toml")
    except BadInput:
        raise BadInput("setup-organisation-strange") from None
    return text


def _pbx(text: str, answers: Answers, now: datetime) -> str:
    if text.lower() == EMBEDDED:
        return EMBEDDED
    host, port = _place(text, "setup-pbx-strange")
    _, sets_up = set_up_by_place()
    sets_up.look(host, port or sets_up.default_port(host))
    return text


def _name(text: str, answers: Answers, now: datetime) -> str:
    _place(text, "setup-name-strange")
    return text.lower()


def _certificate(text: str, answers: Answers, now: datetime) -> str:
    if text.lower() == PROXY:
        return PROXY
    if not Path(text).is_absolute():
        raise BadInput("setup-certificate-strange")
    listen = Listen(certificate=text, key=str(key_of(Path(text))), name=answers["name"])
    judge(Config(listen=listen), now=now)
    return text


def _administrator(text: str, answers: Answers, now: datetime) -> str:
    if not USERNAME.fullmatch(text.lower()):
        raise BadInput("username-strange", field="username")
    return text.lower()


def _own_name() -> str:
    name = socket.getfqdn()
    return name.lower() if _HOST.fullmatch(name) and not is_loopback(name) and name != "localhost" else socket.gethostname()


def _own_domain() -> str:
    """ "kalix" of presence.kalix.se."""
    parts = _own_name().split(".")
    return parts[-2] if len(parts) > 2 else ""


QUESTIONS = (
    Question("organisation", lambda answers: _own_domain().capitalize() or "Kommunen", _organisation),
    Question("pbx", lambda answers: EMBEDDED, _pbx),
    Question("name", lambda answers: _own_name(), _name),
    Question("certificate", lambda answers: PROXY, _certificate),
    Question("administrator", lambda answers: "admin", _administrator),
)


def key_of(certificate: Path) -> Path:
    """The key beside a certificate, as those who write certificates name the two."""
    beside = {"fullchain.pem": "privkey.pem", "cert.pem": "privkey.pem"}.get(certificate.name)
    return certificate.with_name(beside) if beside else certificate.with_suffix(".key")


def _place(text: str, code: str) -> tuple[str, int | None]:
    """Host and port of HOST or HOST:PORT. Raises BadInput `code`."""
    host, between, port = text.partition(":")
    if len(host) > 253 or not _HOST.fullmatch(host) or (between and not (port.isdecimal() and 0 < int(port[:6]) < 65_536)):
        raise BadInput(code)
    return host, int(port) if between else None


def write_files(folder: Path, answers: Answers) -> list[Path]:
    """The settings that the answers mean, each file readable by its owner only; none that is there is written over.
    Those that were made.

    Raises OSError; then none of them is left.
    """
    files = {"policy.toml": _policy_text(answers), FILE: _settings_text(answers)}
    if answers["pbx"] != EMBEDDED:
        _, sets_up = set_up_by_place()
        if not (folder / sets_up.secret_file).exists():
            files[sets_up.secret_file] = f"{secrets.token_hex(32)}\n"
    made: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.touch(mode=0o600, exist_ok=False)
            made.append(path)
            path.write_text(text, "utf-8")
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return made


def _policy_text(answers: Answers) -> str:
    text = (shipped.resources() / "policy.toml").read_text("utf-8")
    return _set(text, "", organisation=_quoted(answers["organisation"]))


def _settings_text(answers: Answers) -> str:
    text = _set(template(8770), "", policy='"policy.toml"')
    text = _set(text, "listen", name=_quoted(answers["name"]))
    if answers["certificate"] == PROXY:
        text = _set(text, "listen", trusted_proxies='["127.0.0.1"]')
    else:
        certificate, port = Path(answers["certificate"]), answers["name"].partition(":")[2] or "443"
        text = _set(text, "listen", certificate=_quoted(str(certificate)), key=_quoted(str(key_of(certificate))))
        text = _set(text, "listen", host='"0.0.0.0"', port=port)
    if answers["pbx"] == EMBEDDED:
        return text
    host, port_there = _place(answers["pbx"], "setup-pbx-strange")
    driver, sets_up = set_up_by_place()
    text = _set(text, "pbx", driver=_quoted(driver))
    return _set(text, f"pbx.{driver}", **sets_up.settings(host, port_there or sets_up.default_port(host)))


def _set(text: str, table: str, **values: str) -> str:
    """With the first line of each key in `table` ("": before the first), commented out or not, as `key = value`."""
    heading = f"[{table}]\n" if table else ""
    before, found, rest = text.partition(f"\n{heading}") if heading else ("", "", text)
    if heading and not found:
        raise ValueError(f"the template has no {heading}")
    ends = re.search(r"^\[", rest, re.MULTILINE)
    inside, after = (rest[: ends.start()], rest[ends.start() :]) if ends else (rest, "")
    for key, value in values.items():
        line = f"{key} = {value}"
        inside, count = re.subn(rf"^#?{key} = .*$", lambda _, line=line: line, inside, count=1, flags=re.MULTILINE)  # type: ignore[misc]
        if not count:
            raise ValueError(f"the template has no {key} in [{table}]")
    return before + found + inside + after


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
