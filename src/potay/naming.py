"""Whether what a map names is there at all: only its data know its holders and its columns.

What `spec` can tell is refused there. A name that nothing bears would change no answer and no
picture, and nobody would notice; so it is refused before anything is reduced or computed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from potay.built import Dataset
from potay.errors import Finding
from potay.network.names import plain
from potay.release import columns_of
from potay.spec import AskedMap, LayerSpec
from potay.spec.toml import suggestion
from potay.terms.holders import ACTOR_KINDS, NO_HOLDER
from potay.terms.movers import ANY
from potay.terms.places import places_of
from potay.terms.statuses import ACCESS, PASSAGES, REPORTED
from potay.terms.subjects import ENDPOINTS, SUBJECT_OF_ROLE, endpoint

#: Columns of statuses.
_STATUSES = ("status", "reading_status", "own_status")
#: What the kinds of a role are of, where its `kind` is a word of a list.
_KINDS = {"infrastructure": "infrastructure", "obstacles": "obstacle", "links": "link"}


def unknown_names(
    asked: AskedMap, read: Mapping[str, Dataset], actors: Iterable[str]
) -> list[Finding]:
    """One error for each name in a map's hubs, rules, movers and layers that nothing bears.

    Which names there are is suggested for internal use only.

    Parameters
    ----------
    read
        The map's datasets, whole.
    actors
        The ids of the actors of its ledger.
    """
    ids = frozenset(actors)
    faults = [*_holders(asked, ids), *_hubs(asked, read.values())]
    for layer in asked.layers:
        if layer.dataset in read:
            faults += _of_layer(layer, read[layer.dataset], ids)
    if asked.spec.audience == "internal":
        return faults
    return [replace(fault, hint="'potay check' says what is near.") for fault in faults]


def _holders(asked: AskedMap, actors: frozenset[str]) -> Iterator[Finding]:
    words = {ANY, *ACTOR_KINDS, *NO_HOLDER, *actors}
    for number, rule in enumerate(asked.spec.rules.control):
        where = f"rules.control.{number}.holder"
        yield from _each(rule.holder, words, asked.label, f"'{where}': no holder")
    for name, mover in asked.spec.movers.items():
        where = f"movers.{name}.arrangements"
        yield from _each(mover.arrangements, actors, asked.label, f"'{where}': no actor")


def _hubs(asked: AskedMap, read: Iterable[Dataset]) -> Iterator[Finding]:
    """Hubs that are the id, type and id, or name of no place."""
    places = [(SUBJECT_OF_ROLE[one.role], one.frame) for one in read
              if one.frame is not None and SUBJECT_OF_ROLE.get(one.role) in ENDPOINTS]  # fmt: skip
    wrong = [hub for hub in asked.spec.hubs if not any(_is_in(hub, *one) for one in places)]
    if wrong:
        known = {name for kind, frame in places for name in _names(kind, frame)}
        yield from _each(wrong, known, asked.label, "'hubs': no place of this map is")


def _is_in(hub: str, kind: str, frame: pd.DataFrame) -> bool:
    named, bare = endpoint(hub)
    if hub in frame.index or (named == kind and bare in frame.index):
        return True
    return plain(hub) in {plain(str(name)) for name in frame["name"]}


def _names(kind: str, frame: pd.DataFrame) -> Iterator[str]:
    """All that a place may be called by."""
    yield from map(str, frame["name"])
    for one in map(str, frame.index):
        yield from (one, f"{kind}.{one}", f"{kind}:{one}")


def _of_layer(layer: LayerSpec, dataset: Dataset, actors: frozenset[str]) -> Iterator[Finding]:
    if not layer.by or dataset.frame is None:
        return
    label = f"layers/{layer.name}.toml"
    columns = {*map(str, dataset.frame.columns), *columns_of(dataset.role)}
    yield from _each([layer.by], columns, label, "'by': no column")
    known = _values(layer, dataset, actors)
    if known:
        yield from _each(layer.styles, known, label, f"'styles': no value of '{layer.by}' is")


def _values(layer: LayerSpec, dataset: Dataset, actors: frozenset[str]) -> frozenset[str]:
    """What the column of a layer may hold; nothing where that is not ours to say."""
    if layer.by in ("control", "coalition"):
        return actors | {*NO_HOLDER, "withheld"}
    if layer.by in ("kind", "mode") and dataset.role in _KINDS:
        return frozenset(places_of(_KINDS[dataset.role]))
    if layer.by in _STATUSES:
        return frozenset({*ACCESS, *PASSAGES, *REPORTED})
    return frozenset()


def _each(named: Iterable[str], known: Iterable[str], label: str, said: str) -> Iterator[Finding]:
    known = frozenset(known)
    for name in named:
        if name not in known:
            yield Finding("error", f"{said} '{name}'.", file=label,
                           hint=suggestion(name, known))  # fmt: skip
