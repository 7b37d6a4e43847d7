"""Bytes out: a bundle is written whole or not at all, and can be verified by anyone."""

from potay.bundle.check import verify_bundle
from potay.bundle.manifest import BundleFile
from potay.bundle.write import BundleReceipt, Renderer, write_bundle

__all__ = ["BundleFile", "BundleReceipt", "Renderer", "verify_bundle", "write_bundle"]
