"""Certificates for directory servers of tests: an issuer of their own, and what it issued, good or expired."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR = datetime(2090, 1, 1, tzinfo=UTC)


class Issuer:
    """An organisation's own; `ca` is what clients trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kommunens CA")])
        built = self._built(self._name, self._key.public_key(), FAR)
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        signed = built.add_extension(constraints, critical=True).sign(self._key, hashes.SHA256())
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def issued(self, name: str, *addresses: str, until: datetime = FAR) -> tuple[Path, Path]:
        """A certificate for `addresses` (by number) and `name`, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = self._built(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key.public_key(), until)
        names = [x509.DNSName(name), *(x509.IPAddress(ipaddress.ip_address(one)) for one in addresses)]
        signed = built.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(self._key, hashes.SHA256())
        certificate, kept = self._folder / f"{name}-{until:%Y}.crt", self._folder / f"{name}-{until:%Y}.key"
        certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        form = serialization.PrivateFormat.TraditionalOpenSSL
        kept.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
        kept.chmod(0o600)
        return certificate, kept

    def _built(self, name: x509.Name, key: ec.EllipticCurvePublicKey, until: datetime) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(LONG_AGO)
        return builder.not_valid_after(until + timedelta(days=1))
