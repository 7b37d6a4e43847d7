"""Where journeys begin and end: places found by id, by type and id, or by name."""

from collections.abc import Sequence

import numpy as np

from potay.errors import Finding, NoAnswerError
from potay.network.arrays import Network
from potay.network.names import plain, suggest
from potay.terms.subjects import endpoint


def find_place(network: Network, asked: str) -> int:
    """Row of the one place that is meant.

    Tried in turn: `type:id` or `type.id`; an id (of infrastructure first, then sites, areas,
    gateways, others); a name, without case and accents, that only one place bears.

    Raises
    ------
    NoAnswerError
        Where nothing or more than one place fits; near names are suggested.
    """
    places = network.places
    kind, name = endpoint(asked)
    exact = np.flatnonzero((places.type == kind) & (places.id == name))
    if len(exact):
        return int(exact[0])
    by_id = np.flatnonzero(places.id == asked)
    if len(by_id):
        return int(min(by_id, key=lambda row: (_rank(str(places.type[row])), row)))
    wanted = plain(asked)
    named = [row for row in range(len(places.id)) if plain(str(places.name[row])) == wanted]
    if len(named) == 1:
        return named[0]
    raise NoAnswerError(_unknown(network, asked, named))


def _rank(kind: str) -> tuple[int, str]:
    order = ("infrastructure", "site", "area", "gateway")
    return (order.index(kind) if kind in order else len(order), kind)


def _unknown(network: Network, asked: str, named: Sequence[int]) -> Finding:
    places = network.places
    if named:
        choice = ", ".join(f"{places.type[row]}.{places.id[row]}" for row in named)
        return Finding("error", f"'{asked}' names {len(named)} places: {choice}. Use one of these.")
    known = {str(name) for name in [*places.id.tolist(), *places.name.tolist()] if name}
    near = suggest(asked, known)
    hint = (
        "" if near else "Give the id or the name of one: potay access lists sites and facilities."
    )
    return Finding("error", f"'{asked}' is no place of this map.{near}", hint=hint)


def find_hubs(network: Network, asked: Sequence[str]) -> list[int]:
    """Rows of hubs, all of them places on the main network.

    Raises
    ------
    NoAnswerError
        Where none is asked for, or any is unknown or off the network: all faults at once.
    """
    if not asked:
        message = "no hub: name at least one place to start from."
        raise NoAnswerError(Finding("error", message, hint="Put ids into 'hubs' of the map."))
    rows: list[int] = []
    faults: list[Finding] = []
    for hub in dict.fromkeys(asked):
        try:
            rows.append(on_network(network, find_place(network, hub)))
        except NoAnswerError as error:
            faults += error.findings
    if faults:
        raise NoAnswerError(faults)
    return rows


def on_network(network: Network, row: int) -> int:
    """The row itself, if the place is on the main network.

    Raises
    ------
    NoAnswerError
        Where the place is off the network.
    """
    places = network.places
    if not places.misplaced[row]:
        return row
    name = f"{places.type[row]}.{places.id[row]}"
    if places.node[row] < 0:
        raise NoAnswerError(Finding("error", f"'{name}' is off the network: no road is near it."))
    message = (
        f"'{name}' is off the network: its nearest road ({places.snap_m[row]:.0f} m) joins no"
        " other road."
    )
    raise NoAnswerError(Finding("error", message, hint="Draw the road that leads to it."))
