"""A workspace: a folder with data/, layers/ and maps/, and one map of it fully asked for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from potay.errors import Finding, SpecError, raise_errors
from potay.signs import hidden_signs, named_signs
from potay.spec.dataset import DatasetSpec
from potay.spec.layer import LayerSpec
from potay.spec.map import MapSpec
from potay.spec.toml import DEEPEST, read_toml, suggestion, validated
from potay.spec.whatif import read_what_if
from potay.terms.subjects import PLACED

FOLDERS = ("data", "layers", "maps")
#: What messages call the call that makes a map of frames.
OF_FRAMES = "Map.from_frames"


@dataclass(frozen=True)
class Workspace:
    """The names that a workspace offers; files are read only when a map needs them."""

    root: Path
    datasets: tuple[str, ...]
    layers: tuple[str, ...]
    maps: tuple[str, ...]


@dataclass(frozen=True)
class AskedMap:
    """One map with everything it names: layers in drawing order, datasets by name.

    A map of frames, not files, has no workspace.
    """

    workspace: Workspace | None
    spec: MapSpec
    layers: tuple[LayerSpec, ...]
    datasets: Mapping[str, DatasetSpec]

    @property
    def home(self) -> Path | None:
        """The folder of its workspace."""
        return self.workspace.root if self.workspace else None

    @property
    def label(self) -> str:
        """What messages call the place where the map is asked for."""
        return OF_FRAMES if self.workspace is None else f"maps/{self.spec.name}.toml"

    def to_have(self, role: str) -> str:
        """What to do so that the map has a dataset of a role, as a hint."""
        if self.workspace is None:
            return f"Give it one: {role}=…"
        return f"Add a layer whose dataset has the role {role}."


@dataclass(frozen=True)
class Overrides:
    """What a command changes of a map: `--as-of`, `--mover`, `--audience`, `--set`, `--what-if`.

    `what_if` names TOML files with a table [what_if]; a `--set` of the same subject beats them.
    `assumed` are statuses by subject and `changed` values by dotted key, as Python gives them.
    """

    as_of: str = ""
    mover: str = ""
    audience: str = ""
    settings: tuple[str, ...] = field(default=())
    what_if: tuple[str, ...] = field(default=())
    assumed: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)


def find_workspace(start: Path) -> Workspace:
    """The nearest folder upward from `start` that has data/, layers/ and maps/.

    Raises
    ------
    SpecError
        Where no such folder exists.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if all((folder / name).is_dir() for name in FOLDERS):
            return read_workspace(folder)
    raise SpecError(
        "no workspace here: expected a folder with data/, layers/ and maps/.",
        file=str(start),
        hint="Go to one, name it with --workspace, or make one with 'potay init DIR'.",
    )


def open_workspace(folder: Path | None = None) -> Workspace:
    """The workspace in a folder; where none is named, the nearest one upward from here.

    Raises
    ------
    SpecError
        Where there is none.
    """
    try:
        return find_workspace(Path.cwd()) if folder is None else read_workspace(folder.resolve())
    except ValueError:  # a NUL in it
        raise SpecError("no folder can have this name.", file=str(folder)) from None


def read_workspace(root: Path) -> Workspace:
    """The names in a workspace folder.

    Raises
    ------
    SpecError
        Where one of data/, layers/ and maps/ is missing.
    """
    missing = [name for name in FOLDERS if not (root / name).is_dir()]
    if missing:
        raise SpecError(
            f"not a workspace: {', '.join(f'{name}/' for name in missing)} is missing.",
            file=str(root),
            hint="Make one with 'potay init DIR'.",
        )
    folders = {path.parent.name for path in root.glob("data/*/dataset.toml")}
    return Workspace(
        root=root,
        # A name with a dot before it is what an import makes, or left when it was killed.
        datasets=tuple(sorted(name for name in folders if not name.startswith("."))),
        layers=tuple(sorted(path.stem for path in root.glob("layers/*.toml"))),
        maps=tuple(sorted(path.stem for path in root.glob("maps/*.toml"))),
    )


def read_dataset_spec(workspace: Workspace, name: str) -> tuple[DatasetSpec | None, list[Finding]]:
    """One dataset.toml, or its faults."""
    folder = workspace.root / "data" / name
    label = f"data/{name}/dataset.toml"
    values, faults = read_toml(folder / "dataset.toml", label)
    if faults:
        return None, faults
    spec, faults = validated(DatasetSpec, {**values, "name": name, "folder": folder}, label)
    if spec and not _inside(spec.path, folder):
        faults = [
            Finding("error", f"'file' is '{spec.file}', which leaves the dataset's own folder.",
                    file=label, hint="Put the file beside dataset.toml.")
        ]  # fmt: skip
    return (None if faults else spec), faults


def read_layer_spec(workspace: Workspace, name: str) -> tuple[LayerSpec | None, list[Finding]]:
    """One file of layers/, or its faults."""
    label = f"layers/{name}.toml"
    values, faults = read_toml(workspace.root / label, label)
    if faults:
        return None, faults
    return validated(LayerSpec, {**values, "name": name}, label)


def read_map(workspace: Workspace, map_name: str, overrides: Overrides | None = None) -> AskedMap:
    """A map by name or by file, with its layers and datasets; all faults in one error.

    Raises
    ------
    SpecError
        With every unknown key, wrong type, missing name and cycle found.
    """
    path = _map_path(workspace, map_name)
    label = _label(path, workspace.root)
    values, faults = _with_bases(path, workspace, ())
    raise_errors(SpecError, faults)
    spec = _spec_of(values, path.stem, label, overrides or Overrides())
    return _resolved(workspace, spec, label)


def map_of_frames(
    values: Mapping[str, Any],
    layers: tuple[LayerSpec, ...],
    datasets: Mapping[str, DatasetSpec],
    overrides: Overrides,
) -> AskedMap:
    """A map without files: its values as TOML would hold them, layers and datasets as values.

    Raises
    ------
    SpecError
        With every unknown key, wrong type and missing name found.
    """
    spec = _spec_of(values, str(values["name"]), OF_FRAMES, overrides)
    raise_errors(SpecError, _names_known(spec, OF_FRAMES))
    return AskedMap(None, spec, layers, datasets)


def _spec_of(values: Mapping[str, Any], name: str, label: str, overrides: Overrides) -> MapSpec:
    """The values of a map over the shipped defaults, and the overrides over both."""
    merged, faults = _overridden(_with_defaults(values), overrides)
    spec, more = validated(MapSpec, {**merged, "name": name}, label)
    raise_errors(SpecError, faults + more)
    assert spec is not None
    return spec


def _resolved(workspace: Workspace, spec: MapSpec, label: str) -> AskedMap:
    faults = _names_known(spec, label)
    layers: list[LayerSpec] = []
    wanted: dict[str, str] = dict.fromkeys(spec.ledger, label)
    for name in spec.layers:
        if name not in workspace.layers:
            faults.append(_unknown(label, "layer", name, workspace.layers, "layers/"))
            continue
        layer, more = read_layer_spec(workspace, name)
        faults += more
        if layer:
            layers.append(layer)
            if layer.dataset:
                wanted.setdefault(layer.dataset, f"layers/{name}.toml")
    datasets: dict[str, DatasetSpec] = {}
    for name, asked_in in wanted.items():
        if name not in workspace.datasets:
            faults.append(_unknown(asked_in, "dataset", name, workspace.datasets, "data/"))
            continue
        dataset, more = read_dataset_spec(workspace, name)
        faults += more
        if dataset:
            datasets[name] = dataset
    raise_errors(SpecError, faults)
    return AskedMap(workspace, spec, tuple(layers), datasets)


def _names_known(spec: MapSpec, label: str) -> list[Finding]:
    faults = []
    if spec.mover not in spec.movers:
        faults.append(_unknown(label, "mover", spec.mover, tuple(spec.movers), "[movers]"))
    if len(set(spec.layers)) != len(spec.layers):
        twice = sorted({name for name in spec.layers if spec.layers.count(name) > 1})
        faults.append(Finding("error", f"layers named twice: {', '.join(twice)}.", file=label))
    for key in spec.what_if:
        kind = key.partition(".")[0]
        if kind not in PLACED:
            faults.append(_unknown(label, "what_if subject type", kind, PLACED, ""))
    return faults


def _unknown(label: str, what: str, name: str, known: tuple[str, ...], place: str) -> Finding:
    where = f" in {place}" if place else ""
    return Finding("error", f"no {what} '{name}'{where}.", file=label, hint=suggestion(name, known))


def _map_path(workspace: Workspace, map_name: str) -> Path:
    if map_name.endswith(".toml"):
        path = Path(map_name)
        if path.is_file():
            return path.resolve()
    elif map_name in workspace.maps:
        return workspace.root / "maps" / f"{map_name}.toml"
    raise SpecError(
        f"no map '{map_name}' in {workspace.root.name}/maps.",
        hint=suggestion(map_name, workspace.maps),
    )


def _label(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _with_bases(
    path: Path, workspace: Workspace, seen: tuple[str, ...]
) -> tuple[dict[str, Any], list[Finding]]:
    """The tables of a map laid over those of the map it `extends`."""
    label = _label(path, workspace.root)
    if path.stem in seen:
        chain = " → ".join([*seen[seen.index(path.stem) :], path.stem])
        return {}, [Finding("error", f"'extends' goes in a circle: {chain}.", file=label)]
    values, faults = read_toml(path, label)
    base = values.pop("extends", None)
    if faults or base is None:
        return values, faults
    if base not in workspace.maps:
        return {}, [_unknown(label, "map", str(base), workspace.maps, "maps/")]
    lower, faults = _with_bases(
        workspace.root / "maps" / f"{base}.toml", workspace, (*seen, path.stem)
    )
    return _merged(lower, values), faults


def _with_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped rules and movers under those of the map; movers get their names."""
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    merged = _merged(tomllib.loads(text), values)
    movers = merged.get("movers")
    if isinstance(movers, dict):
        merged["movers"] = {
            name: {**mover, "name": name} if isinstance(mover, dict) else mover
            for name, mover in movers.items()
        }
    return merged


def _merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge key by key; everything else, lists too, is replaced."""
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _overridden(
    values: dict[str, Any], overrides: Overrides
) -> tuple[dict[str, Any], list[Finding]]:
    faults: list[Finding] = []
    for key in ("as_of", "mover", "audience"):
        if getattr(overrides, key):
            values = {**values, key: getattr(overrides, key)}
    for file in overrides.what_if:
        assumed, more = read_what_if(Path(file))
        values, faults = _merged(values, {"what_if": assumed}), faults + more
    for setting in overrides.settings:
        name, equals, text = setting.partition("=")
        if fault := _setting_fault(setting, name.strip(), is_pair=bool(equals)):
            faults.append(fault)
        else:
            values = _with_setting(values, name.strip(), text.strip())
    return _assumed(values, overrides), faults + _given_faults(overrides)


def _assumed(values: dict[str, Any], overrides: Overrides) -> dict[str, Any]:
    """The values with what Python gives: statuses by subject, values by dotted key."""
    seen = {name: said for name, said in overrides.assumed.items()
            if not hidden_signs(f"{name}={said}")}  # fmt: skip
    if seen:
        values = _merged(values, {"what_if": seen})
    for name, value in overrides.changed.items():
        values = _at_key(values, name, value)
    return values


def _given_faults(overrides: Overrides) -> list[Finding]:
    """What a setting of the command line is refused for, of those that Python gives."""
    faults = []
    for name, value in (*overrides.assumed.items(), *overrides.changed.items()):
        if signs := hidden_signs(f"{name}={value}"):
            message = f"{name[:80]}: holds {named_signs(signs)}, which nobody sees."
            faults.append(Finding("error", message, hint="Type it anew."))
        elif name.count(".") > DEEPEST:
            faults.append(Finding("error", f"{name[:80]}: is no key of a map.",
                                  hint="For example rules.silence."))  # fmt: skip
    return faults


def _setting_fault(setting: str, name: str, *, is_pair: bool) -> Finding | None:
    if not (is_pair and name) or name.count(".") > DEEPEST:
        return Finding("error", f"--set {setting[:80]}: expected key=value.",
                       hint="For example --set gateway.martissant=open.")  # fmt: skip
    signs = hidden_signs(setting)
    if not signs:
        return None
    message = f"--set {setting[:80]}: holds {named_signs(signs)}, which nobody sees."
    return Finding("error", message, hint="Type it anew.")


def _with_setting(values: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    if name.partition(".")[0] in PLACED:
        return _merged(values, {"what_if": {name: text}})
    return _at_key(values, name, _toml_value(text))


def _at_key(values: dict[str, Any], name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """The values with another one at a dotted key."""
    for part in reversed(name.split(".")):
        value = {part: value}
    return _merged(values, value)


def _toml_value(text: str) -> Any:  # noqa: ANN401 - whatever TOML can say
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # no name that a file can have; links in a ring
        return False
