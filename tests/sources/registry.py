"""One dataset of claims in a workspace of its own, for the tests of what is written there."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from potay.spec import DatasetSpec

COLUMNS = (
    "claim_id", "subject_type", "subject", "kind", "value", "as_of", "source_id", "note",
)  # fmt: skip
HEADER = ",".join(COLUMNS)
ROW = {
    "claim_id": "C2", "subject_type": "gateway", "subject": "canaan", "kind": "status",
    "value": "open", "as_of": "2026-11-22", "source_id": "ocha", "note": "seen",
}  # fmt: skip
FIRST = "C1,gateway,martissant,status,closed,2024-01-05,icg,née"


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def dataset(root: Path, content: str | bytes = f"{HEADER}\n{FIRST}\n", **more) -> DatasetSpec:
    """A registered dataset `claims`, or another by its name; `more` overrides dataset.toml."""
    content = content.encode() if isinstance(content, str) else content
    values = {"name": "claims", "file": "claims.csv", "role": "claims"} | more
    folder = root / "data" / values["name"]
    folder.mkdir(parents=True)
    (folder / values["file"]).write_bytes(content)
    sha = digest(content)
    (folder / "dataset.toml").write_text(
        f'title = "Reports"\nrole = "{values["role"]}"\nfile = "{values["file"]}"\n'
        f'source = "us"\nlicence = "CC0-1.0"\nretrieved = 2026-11-22\nsha256 = "{sha}"\n',
        encoding="utf-8",
    )
    return DatasetSpec(
        folder=folder, title="Reports", source="us", licence="CC0-1.0",
        retrieved=date(2026, 11, 22), sha256=sha, **values,
    )  # fmt: skip


def is_registered(spec: DatasetSpec) -> bool:
    line = f'sha256 = "{digest(spec.path.read_bytes())}"'
    return line in (spec.folder / "dataset.toml").read_text(encoding="utf-8")


def files(spec: DatasetSpec) -> list[str]:
    return sorted(path.name for path in spec.folder.iterdir())
