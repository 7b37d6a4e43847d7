"""The Python door: a workspace, a map, and its answers as frames. `import potay` leads here.

Frames in, frames out: what is asked here and at the command line is one question, answered by
`potay.questions`; this room gives it as frames with documented columns, and takes a caller's own
frames in the place of files.
"""

from potay.door.answers import (
    Access,
    Answer,
    Change,
    Corridors,
    Critical,
    Leaving,
    People,
    Route,
    State,
    Walks,
)
from potay.door.given import input_columns
from potay.door.map import Map
from potay.door.tables import columns
from potay.door.workspace import Workspace, init, open

__all__ = [
    "Access",
    "Answer",
    "Change",
    "Corridors",
    "Critical",
    "Leaving",
    "Map",
    "People",
    "Route",
    "State",
    "Walks",
    "Workspace",
    "columns",
    "init",
    "input_columns",
    "open",
]
