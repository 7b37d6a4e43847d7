"""The question as an audience may know it: it names nothing that is not in the answer."""

from collections.abc import Mapping
from dataclasses import replace

from potay.built import Dataset
from potay.claims.known import Known
from potay.phrases import phrases
from potay.release.datasets import known_of
from potay.spec import AskedMap, LayerSpec, Mover, StyleSpec
from potay.spec.rules import ControlRule, Rules
from potay.terms.audiences import Audience
from potay.terms.holders import ACTOR_KINDS, NO_HOLDER
from potay.terms.movers import ANY
from potay.terms.subjects import ENDPOINTS, endpoint

#: Words that stand for holders of a kind, or for none, where rules and styles name holders.
HOLDER_WORDS = frozenset({ANY, *ACTOR_KINDS, *NO_HOLDER, "withheld", ""})

#: Columns whose values are statuses or holders, of which silence makes *unknown*.
BY_STATUS = ("status", "reading_status", "control", "coalition")


def reduce_asked(asked: AskedMap, told: Mapping[str, Dataset], gone: frozenset[str]) -> AskedMap:
    """A map that asks only what can be answered from the datasets that its audience has.

    Hubs, assumptions, layers and datasets that are gone are not asked for. Below *internal* nothing
    is said, or worked out, of arrangements with holders, and rules and styles name no holder that
    the reader does not know. In a public map silence may hide a report, so it is never hopeful.

    Parameters
    ----------
    told
        The reduced datasets, by name.
    gone
        Ids and names of rows that are gone.
    """
    spec, audience = asked.spec, asked.spec.audience
    known = known_of(told)
    layers = tuple(
        _layer(layer, known.actors, audience)
        for layer in asked.layers
        if not layer.dataset or layer.dataset in told
    )
    reduced = {
        "hubs": tuple(hub for hub in spec.hubs if _may_start(hub, known, gone, audience)),
        "what_if": {
            key: word for key, word in spec.what_if.items()
            if not _is_gone(key, known, gone)
        },
        "layers": tuple(layer.name for layer in layers),
        "ledger": tuple(name for name in spec.ledger if name in told),
        "movers": {name: _mover(mover, audience) for name, mover in spec.movers.items()},
        "rules": _rules(spec.rules, told, known.actors, audience),
    }  # fmt: skip
    datasets = {
        name: one.model_copy(update={"sha256": told[name].sha256})
        for name, one in asked.datasets.items()
        if name in told
    }
    return replace(asked, spec=spec.model_copy(update=reduced), layers=layers, datasets=datasets)


def _may_start(hub: str, known: Known, gone: frozenset[str], audience: Audience) -> bool:
    """Whether a hub, named by its id, is left; names of places are for internal use."""
    kind, bare = endpoint(hub)
    if audience == "internal":
        return hub not in gone and bare not in gone
    typed = bool(kind) and known.has_subject(kind, bare)
    return typed or any(known.has_subject(one, hub) for one in ENDPOINTS)


def _is_gone(key: str, known: Known, gone: frozenset[str]) -> bool:
    """Whether an assumption is of something withheld; one of nothing at all is refused later."""
    kind, _, subject = key.partition(".")
    return subject in gone and not known.has_subject(kind, subject)


def _mover(mover: Mover, audience: Audience) -> Mover:
    return mover if audience == "internal" else mover.model_copy(update={"arrangements": ()})


def _layer(layer: LayerSpec, holders: frozenset[str], audience: Audience) -> LayerSpec:
    """The layer with the styles of holders that the audience knows of, and with its words."""
    styles = layer.styles
    if audience != "internal" and layer.analysis == "control":
        known = holders | HOLDER_WORDS
        styles = {value: style for value, style in styles.items() if value in known}
    if audience == "public" and layer.by in BY_STATUS:
        styles = _untold(styles)
    return layer.model_copy(update={"styles": styles})


def _untold(styles: Mapping[str, StyleSpec]) -> dict[str, StyleSpec]:
    """Styles where silence is not told: nothing is presumed, and *unknown* says what it may be."""
    label = {name: told["status_unknown"] for name, told in phrases("not_told").items()}
    left = {value: style for value, style in styles.items() if value != "presumed"}
    if "unknown" in left:
        looks = left["unknown"].model_dump()
        left["unknown"] = StyleSpec.model_validate({**looks, "label": label})
    return left


def _rules(
    rules: Rules, told: Mapping[str, Dataset], holders: frozenset[str], audience: Audience
) -> Rules:
    changed: dict[str, object] = {}
    if not any(dataset.role == "flood" for dataset in told.values()):
        changed["flood_depth_m"] = None
    if audience != "internal":
        known = holders | HOLDER_WORDS
        named = (_rule(rule, known) for rule in rules.control)
        changed["control"] = tuple(rule for rule in named if rule.holder)
    if audience == "public":
        changed["silence"] = "unknown"
    return rules.model_copy(update=changed)


def _rule(rule: ControlRule, known: frozenset[str]) -> ControlRule:
    return rule.model_copy(update={"holder": tuple(one for one in rule.holder if one in known)})
