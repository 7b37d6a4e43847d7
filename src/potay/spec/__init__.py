"""What was asked: TOML files turned into frozen values, every mistake reported at once."""

from potay.spec.dataset import DatasetSpec
from potay.spec.layer import LayerSpec, StyleSpec
from potay.spec.map import MapSpec
from potay.spec.mover import Mover
from potay.spec.rules import ControlRule, Rules
from potay.spec.starter import make_workspace, starter_folder
from potay.spec.text import Text
from potay.spec.workspace import (
    AskedMap,
    Overrides,
    Workspace,
    find_workspace,
    map_of_frames,
    open_workspace,
    read_map,
    read_workspace,
)

__all__ = [
    "AskedMap",
    "ControlRule",
    "DatasetSpec",
    "LayerSpec",
    "MapSpec",
    "Mover",
    "Overrides",
    "Rules",
    "StyleSpec",
    "Text",
    "Workspace",
    "find_workspace",
    "make_workspace",
    "map_of_frames",
    "open_workspace",
    "read_map",
    "read_workspace",
    "starter_folder",
]
