"""Signatures as OpenSSH writes them (`ssh-keygen -Y sign`, PROTOCOL.sshsig), by Ed25519 keys.

Who has no potay can check a bundle with `ssh-keygen -Y verify -n potay-bundle`.
"""

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: What the signature is for: one made for a letter or a commit does not pass for one of a bundle.
NAMESPACE = "potay-bundle"
KIND = b"ssh-ed25519"
#: No signature comes near this; a larger file is none.
LARGEST = 1 << 16

_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_HASHES = (b"sha256", _HASH)
_BEGIN, _END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
_WIDTH = 70


class NoSignatureError(Exception):
    """The bytes are no signature that can be checked; the text says why, without full stop."""


@dataclass(frozen=True)
class Signature:
    """One signature: the public key that made it (as OpenSSH packs it), for what, of what hash."""

    key: bytes
    namespace: bytes
    hash: bytes
    value: bytes

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as OpenSSH shows it."""
        return fingerprint(self.key)

    def fits(self, message: bytes) -> bool:
        """Whether the key in the signature signed exactly this message."""
        try:
            key = Ed25519PublicKey.from_public_bytes(_unpacked(self.key, 2)[1])
            key.verify(self.value, _signed(self.namespace, self.hash, message))
        except (InvalidSignature, ValueError):
            return False
        return True


def public_blob(key: Ed25519PublicKey) -> bytes:
    """A public key as OpenSSH packs it: what stands in base64 after `ssh-ed25519`."""
    return _packed(KIND) + _packed(key.public_bytes_raw())


def fingerprint(blob: bytes) -> str:
    """The fingerprint of a packed public key, `SHA256:…`, as OpenSSH shows it."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def sign(key: Ed25519PrivateKey, message: bytes) -> bytes:
    """The armoured signature of a message: always the same bytes from the same key."""
    value = key.sign(_signed(NAMESPACE.encode(), _HASH, message))
    made = Signature(public_blob(key.public_key()), NAMESPACE.encode(), _HASH, value)
    return _armoured(_blob(made))


def read_signature(raw: bytes) -> Signature:
    """A signature from its armour; only the one spelling that OpenSSH writes is taken.

    Raises
    ------
    NoSignatureError
        Where the bytes are none, or one that cannot be checked here.
    """
    try:
        found = _parsed(_bare(raw))
    except (ValueError, struct.error):
        raise NoSignatureError("it is no signature") from None
    if _armoured(_blob(found)) != raw:
        raise NoSignatureError("it is no signature")
    return found


def _bare(raw: bytes) -> bytes:
    if not (raw.startswith(_BEGIN) and raw.endswith(_END)):
        raise ValueError("no armour")
    lines = raw.removeprefix(_BEGIN).removesuffix(_END)
    return base64.b64decode(lines.replace(b"\n", b""), validate=True)


def _parsed(blob: bytes) -> Signature:
    (version,) = struct.unpack(">I", blob[len(_MAGIC) : len(_MAGIC) + 4])
    if not blob.startswith(_MAGIC) or version != _VERSION:
        raise ValueError("not of this form")
    key, namespace, _, hashed, value = _unpacked(blob[len(_MAGIC) + 4 :], 5)
    kind = _field(key)[0]
    if kind != KIND:
        name = kind.decode("ascii", "backslashreplace")
        raise NoSignatureError(f"it was made by a key of the kind {name!r}; {KIND.decode()} is "
                               "expected")  # fmt: skip
    if len(_unpacked(key, 2)[1]) != 32 or hashed not in _HASHES:
        raise ValueError("not of this form")
    return Signature(key, namespace, hashed, _unpacked(value, 2)[1])


def _blob(one: Signature) -> bytes:
    fields = (one.key, one.namespace, b"", one.hash, _packed(KIND) + _packed(one.value))
    return _MAGIC + struct.pack(">I", _VERSION) + b"".join(_packed(field) for field in fields)


def _signed(namespace: bytes, hashed: bytes, message: bytes) -> bytes:
    """What is signed in place of the message itself."""
    digest = hashlib.new(hashed.decode(), message).digest()
    return _MAGIC + b"".join(_packed(field) for field in (namespace, b"", hashed, digest))


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
    return _BEGIN + b"".join(line + b"\n" for line in lines) + _END


def _packed(field: bytes) -> bytes:
    return struct.pack(">I", len(field)) + field


def _field(raw: bytes) -> tuple[bytes, bytes]:
    """The first field of a packed sequence, and the rest."""
    (length,) = struct.unpack(">I", raw[:4])
    if len(raw) < 4 + length:
        raise ValueError("cut short")
    return raw[4 : 4 + length], raw[4 + length :]


def _unpacked(raw: bytes, count: int) -> list[bytes]:
    """Exactly `count` fields of a packed sequence."""
    fields = []
    for _ in range(count):
        field, raw = _field(raw)
        fields.append(field)
    if raw:
        raise ValueError("something follows")
    return fields


def key_blob(text: str) -> bytes:
    """A packed Ed25519 public key from its base64.

    Raises
    ------
    ValueError
        Where the text is none.
    """
    try:
        blob = base64.b64decode(text, validate=True)
        kind, raw = _unpacked(blob, 2)
    except (ValueError, struct.error) as error:
        raise ValueError("no key") from error
    if kind != KIND or len(raw) != 32 or base64.b64encode(blob).decode() != text:
        raise ValueError("no key")
    return blob
