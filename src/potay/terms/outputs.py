"""What a bundle may hold."""

from typing import Literal, get_args

Output = Literal["html", "gpkg", "tables", "routes"]
OUTPUTS: tuple[Output, ...] = get_args(Output)
