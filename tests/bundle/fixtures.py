"""Bundles for the tests of this folder: the tiny world through every export, or two small files."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from export.world import world

from potay.built import BuiltMap
from potay.bundle import BundleReceipt, make_key, write_bundle
from potay.bundle.manifest import DIGEST, MANIFEST, canonical, digest_of, files_below
from potay.export import write_gpkg, write_routes, write_tables
from potay.release import told_map
from potay.render import render_page

EXPORTS = {
    "html": lambda built, folder: (folder / "index.html").write_bytes(render_page(built)),
    "gpkg": lambda built, folder: write_gpkg(built, folder / f"{built.stem}.gpkg"),
    "tables": lambda built, folder: write_tables(built, folder / "tables"),
    "routes": lambda built, folder: write_routes(built, folder / "routes"),
}


def full_bundle(out: Path, audience: str, **changed: str) -> BundleReceipt:
    """The tiny world in every format, with the columns of an audience."""
    return write_bundle(told_map(world(audience, **changed)), out, EXPORTS)


def small(text: str = "one") -> dict:
    """A renderer of two small files, one in a folder."""

    def write(built: BuiltMap, folder: Path) -> None:
        (folder / "tables").mkdir()
        (folder / "tables" / "access.csv").write_text(text, encoding="utf-8")
        (folder / "index.html").write_text(f"<p>{text}</p>", encoding="utf-8")

    return {"small": write}


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def workspace_with_key(root: Path, name: str = "desk") -> Path:
    """A folder that can sign: not more of a workspace than bundles need."""
    root.mkdir(exist_ok=True)
    make_key(root, name)
    return root


def signed(root: Path, out: Path, audience: str = "internal", text: str = "one") -> BundleReceipt:
    """Two small files, signed with the key of the workspace `root`."""
    return write_bundle(replace(world(audience), home=root), out, small(text))


def resealed(folder: Path, **changed: object) -> None:
    """Change a manifest as somebody does who knows how it covers itself and its files."""
    told = json.loads((folder / MANIFEST).read_bytes())
    told["files"] = [asdict(file) for file in files_below(folder)]
    told |= changed
    (folder / MANIFEST).write_bytes(canonical(told | {DIGEST: digest_of(told)}))
