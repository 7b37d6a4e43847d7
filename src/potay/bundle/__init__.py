"""Bytes out: a bundle is written whole or not at all, and can be trusted after it left."""

from potay.bundle.check import verify_bundle
from potay.bundle.delivery import Delivery, delivery_of
from potay.bundle.envelope import (
    RECIPIENTS,
    Recipient,
    chosen_recipients,
    make_identity,
    read_identity,
    read_recipients,
)
from potay.bundle.key import (
    WorkspaceKey,
    key_path,
    make_key,
    own_signer,
    read_key,
    trusted_signers,
)
from potay.bundle.manifest import BundleFile
from potay.bundle.opening import Opened, open_bundle
from potay.bundle.signers import SIGNERS, Signer, read_signers, trust_signer
from potay.bundle.verdict import BundleVerdict, judge_bundle
from potay.bundle.write import BundleReceipt, Renderer, write_bundle

__all__ = [
    "RECIPIENTS",
    "SIGNERS",
    "BundleFile",
    "BundleReceipt",
    "BundleVerdict",
    "Delivery",
    "Opened",
    "Recipient",
    "Renderer",
    "Signer",
    "WorkspaceKey",
    "chosen_recipients",
    "delivery_of",
    "judge_bundle",
    "key_path",
    "make_identity",
    "make_key",
    "open_bundle",
    "own_signer",
    "read_identity",
    "read_key",
    "read_recipients",
    "read_signers",
    "trust_signer",
    "trusted_signers",
    "verify_bundle",
    "write_bundle",
]
