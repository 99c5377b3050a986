"""Certificates for a server of a test on this machine, signed by an authority that nobody else knows."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=36_500)


class Certified(NamedTuple):
    """PEM files: ``server`` is key and certificate, ``authority`` is what clients trust."""

    server: Path
    authority: Path


def certified(folder: Path) -> Certified:
    """For 127.0.0.1."""
    authority, server = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = _signed("authority", authority.public_key(), authority).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    leaf = _signed("broker", server.public_key(), authority).add_extension(here, critical=False)
    told = Certified(folder / "server.pem", folder / "authority.pem")
    told.authority.write_bytes(root.sign(authority, SHA256()).public_bytes(Encoding.PEM))
    told.server.write_bytes(
        server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + leaf.sign(authority, SHA256()).public_bytes(Encoding.PEM)
    )
    return told


def _signed(
    name: str, key: EllipticCurvePublicKey, authority: EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    subject, issuer = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, "authority")
    )
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    return (
        x509.CertificateBuilder(
            issuer, subject, key, x509.random_serial_number(), _FROM, _FROM + _UNTIL
        )
        .add_extension(identifier, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
