"""Joins an Asterisk by its files: the lines of the guide put where they belong, on a plain Asterisk and in the layouts of
FreePBX and of Issabel, which came of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk.config_text import PlanLine, option, plan_lines, sections
from kalix_presence.hub.pbx.joining_files import Change, Wanted
from kalix_presence.model.errors import BadInput, Conflict

FREEPBX = "extensions_custom.conf"
"""Where this file is, the others are FreePBX's, and written anew by it."""
OVERRIDES = ("extensions_override_freepbx.conf", "extensions_override_issabelpbx.conf")
"""Read before all others, each by the distribution of its name."""
PHONES = ("pjsip.endpoint.conf", "pjsip_additional.conf")
"""Where phones and trunks stand that it writes itself: FreePBX's, Issabel's."""
AFTER_PHONES = ("pjsip.endpoint_custom_post.conf", "pjsip_custom_post.conf")
"""Read after them."""
JOINT = "Gosub(kalix-presence,${EXTEN},1)"
FIRST = ("from-internal", "from-internal-noxfer", "from-internal-xfer", "from-internal-custom")
"""The contexts whose own lines FreePBX's phones meet before ours."""
CATCH_ALL = re.compile(r"_[*#]X?[.!]")
"""Whatever begins with a sign, as FreePBX's [bad-number] has it: it is for what nobody asked before it knows."""
CODES = {"code_set": "1#", "code_other": "2041*1#", "code_back": "", "code_callbacks": ""}
OURS = ("kalix-presence.conf", "kalix-presence-site.conf")


class JoinFiles:
    """See `pbx.joining_files.Joins`."""

    etc = Path("/etc/asterisk")

    def changes(self, wanted: Wanted) -> list[Change]:
        """All files, in the order in which they are best read."""
        if not (wanted.etc / "extensions.conf").is_file():
            raise BadInput("asterisk-join-nothing", folder=str(wanted.etc))
        work = _Freepbx(wanted) if (wanted.etc / FREEPBX).is_file() else _Plain(wanted)
        work.refuse_collisions()
        work.plan()
        work.site()
        work.account()
        return list(work.changes())


class _Work:
    """What both layouts have in common. `text` holds each file as it is to be."""

    manager = "manager.conf"
    fresh = ""
    """What stands above the account in a manager file of the site's own."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted, self.policy = wanted, wanted.policy
        self.text: dict[str, str] = {}
        self.secret = secrets.token_hex(32)
        self.site_values: dict[str, str] = {}
        self.queue = ""

    def read(self, name: str) -> str:
        """A file as it is to be so far; "" for one that is not there."""
        if name not in self.text:
            path = self.wanted.etc / name
            self.text[name] = path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else ""
        return self.text[name]

    def append(self, name: str, lines: str) -> None:
        """Put `lines` at the end of a file."""
        text = self.read(name)
        self.text[name] = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{lines}"

    def dialplan(self) -> Iterator[tuple[str, PlanLine]]:
        """The first lines of all extensions in the site's own dialplan files."""
        for path in sorted(self.wanted.etc.glob("extensions*.conf")):
            for line in plan_lines(path.read_bytes().decode("utf-8", "surrogateescape")):
                yield path.name, line

    def refuse_collisions(self) -> None:
        """Raises Conflict `asterisk-join-codes` with each of our codes that is something else already."""
        taken = {
            f"{getattr(self.policy, name)} ({name}): exten => {line.pattern} in [{line.context}], {file}": None
            for name, rest in CODES.items()
            for file, line in self.dialplan()
            if not line.context.startswith("kalix-") and self.collides(line, getattr(self.policy, name), rest)
        }
        if taken:
            raise Conflict("asterisk-join-codes", taken="; ".join(taken))

    def asked_first(self) -> Sequence[str]:
        """The contexts whose own lines a phone's number meets before `kalix-codes` is asked."""
        raise NotImplementedError

    def collides(self, line: PlanLine, code: str, rest: str) -> bool:
        """Whether a line is meant for this very code, or keeps it from ours: it fits it, and not just any number that begins
        otherwise, nor only what nobody before it knows."""
        if CATCH_ALL.fullmatch(line.pattern) and line.context not in self.asked_first():
            return False
        if not line.pattern.lstrip("_").startswith((code[0], code.rstrip("#*"))):
            return False
        return line.fits(code + rest) or line.fits(code) or line.fits(code.rstrip("#*"))

    def plan(self) -> None:
        """Put the lines into the dialplan."""
        raise NotImplementedError

    def site(self) -> None:
        """Our own two files; a site file that is there already stays as it is."""
        for name in OURS:
            if name == OURS[0] or not (self.wanted.etc / name).is_file():
                self.text[name] = (shipped.resources() / "asterisk" / name).read_text("utf-8")
        if OURS[1] in self.text:
            self.text[OURS[1]] = self._with_codes(self._with_values(self.text[OURS[1]]))

    def _with_values(self, text: str) -> str:
        policy = self.policy
        values = {
            "SWITCHBOARD": policy.switchboard,
            "SIGNALS": str(policy.signals),
            "SIGNAL_SECONDS": str(policy.signal_seconds),
            "ZONE": policy.zone,
            "DAY_START": policy.day_start,
            "EXTENSIONS": f"^({policy.extension_pattern})$".replace(r"\d", "[0-9]"),
            "FORBIDDEN": f"^({'|'.join(policy.forbidden_prefixes) or '-'})",
            **self.site_values,
        }
        rows = text.splitlines(keepends=True)
        for at, row in enumerate(rows):
            if (said := re.match(r"( same => n,Set\(KALIX_(\w+)=).*\)$", row)) and said[2] in values:
                rows[at] = f"{said[1]}{values[said[2]]})\n"
        return "".join(rows)

    def _with_codes(self, text: str) -> str:
        """The patterns of the site's own codes in place of the usual ones."""
        policy = self.policy
        back = policy.code_back.rstrip("#")
        codes = {"*23*": policy.code_set, "*230*": policy.code_other, "*98": policy.code_callbacks, "#23": back}
        codes["%2323"] = back.replace("#", "%23")
        for was, code in codes.items():
            line = re.escape(f"exten => _{was}") + r"(X?!,1,Set\(KALIX_DIALLED=\$\{EXTEN:)\d"
            text = re.sub(line, lambda said, code=code: f"exten => _{code}{said[1]}{len(code)}", text)  # type: ignore[misc]
        return text

    def account(self) -> None:
        """The hub's account, with a secret that is made up here."""
        example = (shipped.resources() / "asterisk" / "examples" / "manager.conf").read_text("utf-8")
        if "kalix" in sections(self.read(self.manager)):
            raise Conflict("asterisk-join-account", file=self.manager)
        lines = example[example.index("[kalix]") :].replace("change-me", self.secret)
        self.append(self.manager, f"{self.fresh}\n{lines}")

    def settings(self) -> bytes:
        """The hub's own settings file, with this driver."""
        text = self.wanted.settings.read_text("utf-8")
        text = re.sub(r'^driver = ".*"', 'driver = "asterisk"', text, count=1, flags=re.MULTILINE)
        if self.queue:
            text = re.sub(
                r"^#?switchboard_queue = .*", f'switchboard_queue = "{self.queue}"', text, count=1, flags=re.MULTILINE
            )
        return text.encode()

    def changes(self) -> Iterator[Change]:
        """Each file that is to be another one."""
        for name, text in sorted(self.text.items()):
            path = self.wanted.etc / name
            before, after = path.read_bytes() if path.is_file() else None, text.encode("utf-8", "surrogateescape")
            if before != after and (after or before is not None):
                yield Change(path, before, after, as_shipped=name == OURS[0], secrets=(self.secret,))
        secret = self.wanted.folder / "asterisk.secret"
        yield Change(secret, secret.read_bytes() if secret.is_file() else None, f"{self.secret}\n".encode(), private=True)
        yield Change(self.wanted.settings, self.wanted.settings.read_bytes(), self.settings())


class _Plain(_Work):
    """The site's own extensions.conf: lines that ring somebody become ours, and stay where they are."""

    def asked_first(self) -> Sequence[str]:
        return self._phone_contexts()

    def plan(self) -> None:
        text = self.read("extensions.conf")
        rows = text.splitlines(keepends=True)
        people = self.wanted.extensions
        phones = self._phone_contexts()
        if not phones:
            raise BadInput("asterisk-join-phones", folder=str(self.wanted.etc))
        joined, main = 0, False
        for line in list(plan_lines(text)):
            if line.application in ("Dial", "Queue") and line.pattern == self.policy.switchboard:
                self._main(line)
                main = True
            elif _rings_one_of(line, people):
                joined += 1
            else:
                continue
            end = "\r\n" if rows[line.at].endswith("\r\n") else "\n"
            rows[line.at] = f"{' ' if rows[line.at][:1].isspace() else ''}{line.head}{JOINT}{end}"
        if not joined:
            raise BadInput("asterisk-join-person", file="extensions.conf")
        contexts = [name for name in phones if re.search(rf"^\[{re.escape(name)}\]", text, re.MULTILINE)]
        added = "" if main else f"exten => {self.policy.switchboard},1,{JOINT}\n same => n,Hangup()\n"
        for at, row in enumerate(rows):
            if (name := re.match(r"\[([^\]]+)\]", row)) and name[1] in contexts:
                contexts.remove(name[1])
                rows[at] = f"{row.rstrip()}\ninclude => kalix-codes\n{added}"
        self.text["extensions.conf"] = "".join(rows)
        includes = "".join(f"#include {name}\n" for name in reversed(OURS) if name not in text)
        self.append("extensions.conf", f"\n{includes}\n[kalix-dial]\ninclude => {phones[0]}\n")
        self.site_values["OUTSIDE"] = phones[0]

    def account(self) -> None:
        super().account()
        text = self.text[self.manager]
        general = sections(text).get("general", [])
        if option(general, "enabled") != "yes":
            found = re.search(r"^enabled\s*=.*$", text, re.MULTILINE)
            if found:
                text = f"{text[: found.start()]}enabled = yes{text[found.end() :]}"
            else:
                text = re.sub(r"^\[general\].*$", r"\g<0>\nenabled = yes", text, count=1, flags=re.MULTILINE)
        if not general:
            text = f"[general]\nenabled = yes\nbindaddr = 127.0.0.1\n{text}"
        self.text[self.manager] = text

    def _main(self, line: PlanLine) -> None:
        """What rang at the main number is what the switchboard is from now on."""
        target = line.data.split(",")[0].replace("${EXTEN}", self.policy.switchboard)
        if line.application == "Queue":
            self.queue = self.site_values["SWITCHBOARD_QUEUE"] = target
        else:
            self.site_values["SWITCHBOARD_DIAL"] = target

    def _phone_contexts(self) -> list[str]:
        """The contexts in which people's phones dial, as pjsip.conf says."""
        found: dict[str, None] = {}
        text = self.read("pjsip.conf")
        names = re.findall(r"^\[([^\]]+)\]\(([^)!+]*)\)", text, re.MULTILINE)
        known = sections(text)
        bases = {name: base for name, base in names if base and name in self.wanted.extensions}
        for each in self.wanted.extensions:
            rows = known.get(each, [])
            base = next((b for n, b in names if n == each and option(known.get(b, []), "context")), bases.get(each, ""))
            context = option(rows, "context") or option(known.get(base, []), "context")
            if context:
                found[context] = None
        return list(found)


class _Freepbx(_Work):
    """FreePBX's files that it leaves to the site, or Issabel's: those that its own include, since others nobody reads."""

    manager = "manager_custom.conf"
    fresh = "\n[general](+)\nallowmultiplelogin = no\ndisabledevents = VarSet,Newexten,RTCPSent,RTCPReceived\n"

    def asked_first(self) -> Sequence[str]:
        return FIRST

    def plan(self) -> None:
        includes = "".join(f"#include {name}\n" for name in reversed(OURS) if name not in self.read(FREEPBX))
        numbers = dict.fromkeys([*self._patterns(), self.policy.switchboard])
        lines = "".join(f"exten => {each},1,{JOINT}\n same => n,Hangup()\n" for each in numbers)
        text = self.read(FREEPBX)
        custom = "include => kalix-codes\ninclude => kalix-in\n"
        header = re.search(r"^\[from-internal-custom\].*$", text, re.MULTILINE)
        if header:
            self.text[FREEPBX] = f"{text[: header.end()]}\n{custom.rstrip()}{text[header.end() :]}"
        else:
            custom = f"\n[from-internal-custom]\n{custom}"
        ours = f"[kalix-in]\n{lines}\n[kalix-dial]\ninclude => from-internal\n"
        self.append(FREEPBX, f"\n{includes}{'' if header else custom}\n{ours}")
        # By this context come inbound routes to an extension; in this file, which is read first, ours is asked first.
        self.append(self._included("extensions.conf", OVERRIDES), "\n[from-did-direct]\ninclude => kalix-in\n")
        self.site_values["SWITCHBOARD_DIAL"] = f"Local/{self.policy.switchboard}@from-internal-additional"
        self.site_values["OUTSIDE"] = "from-internal"
        lamps = "mailboxes = {0}@kalix\nsubscribe_context = kalix-hints\n"
        phones = "".join(f"\n[{each}](+)\n{lamps.format(each)}" for each in self._phones())
        trunks = "".join(f"\n[{name}](+)\nallow_transfer = no\nallow_subscribe = no\n" for name in self._trunks())
        if phones or trunks:
            self.append(self._included("pjsip.conf", AFTER_PHONES), phones + trunks)

    def _included(self, file: str, names: Sequence[str]) -> str:
        """The one of these that `file` includes, or another whose name begins so. Raises BadInput `asterisk-join-layout` where
        none does."""
        there = sorted(path.name for path in self.wanted.etc.glob(f"{file.removesuffix('.conf')}*.conf"))
        text = "\n".join(self.read(each) for each in there)
        included = re.findall(r"^[ \t]*#include[ \t]+\"?([^\s;\"]+)", text, re.MULTILINE)
        for name in names:
            if name in included:
                return name
        raise BadInput("asterisk-join-layout", file=file, names=", ".join(names))

    def _patterns(self) -> list[str]:
        """One pattern for many people, but where it would take another number (a ring group, say) each by itself."""
        others = {line.pattern for _, line in self.dialplan() if line.pattern.isdigit()} - set(self.wanted.extensions)
        found: dict[str, None] = {}
        for each in self.wanted.extensions:
            wide = PlanLine(0, "", _pattern(each), "", "", "")
            found[each if any(wide.fits(other) for other in others) else wide.pattern] = None
        return list(found)

    def _phones(self) -> list[str]:
        known = {name for file in PHONES for name in sections(self.read(file))}
        return [each for each in self.wanted.extensions if each in known]

    def _trunks(self) -> list[str]:
        """Endpoints that are known by their address, as FreePBX writes its trunks."""
        files = ("pjsip.identify.conf", *PHONES)
        rows = [rows for file in files for rows in sections(self.read(file)).values() if option(rows, "match")]
        return sorted({endpoint for each in rows if (endpoint := option(each, "endpoint"))})


def _rings_one_of(line: PlanLine, people: Sequence[str]) -> bool:
    """Whether the line rings the phone of the very person who is dialled."""
    if line.application != "Dial" or not re.match(r"(PJSIP|SIP)/(\d+|\$\{EXTEN\})(,|$)", line.data):
        return False
    return any(line.fits(each) and re.search(rf"/({each}|\$\{{EXTEN\}})", line.data) for each in people)


def _pattern(extension: str) -> str:
    """A pattern for those of the same length and first figure."""
    return f"_{extension[0]}{'X' * (len(extension) - 1)}"
