"""The head of a page: what map this is, of when, for whom, by which rules and from which inputs."""

from collections.abc import Mapping, Sequence
from typing import Any

from potay.built import BuiltMap
from potay.errors import Finding
from potay.holders import holder_colours
from potay.render.encode import plain
from potay.render.layers import words
from potay.render.terms import terms_block
from potay.render.vendor import licence_texts
from potay.spec import MapSpec

#: What of an input's record a reader needs to trace it.
_HASH_HEAD = 12
_INPUT = ("name", "title", "source", "licence", "sha256")


def head_block(built: BuiltMap, generalised: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Everything the page says about itself, as plain values."""
    spec, source = built.spec, built.provenance
    return {
        "title": words(spec.title),
        "subtitle": words(spec.subtitle),
        "language": spec.language,
        "as_of": plain(built.state.as_of),
        "previous": plain(spec.previous),
        "compared": "change" in built.tables,
        "expires": plain(source.expires),
        "audience": source.audience,
        "silence": built.state.silence,
        "sensitivity": source.sensitivity,
        "view": list(spec.opening_view.bounds),
        **_movers(spec),
        "hubs": list(spec.hubs),
        "what_if": dict(spec.what_if),
        "illustrative": plain(built.illustrative),
        "attribution": plain(built.attribution),
        "colours": holder_colours(built),
        "generalised": list(generalised),
        "unasked": built.unasked,
        "findings": [_finding(finding) for finding in built.findings],
        "rules": plain(spec.rules.model_dump()),
        "inputs": [_input(one) for one in source.inputs],
        "version": source.versions.get("potay", ""),
        "fingerprint": source.fingerprint[:_HASH_HEAD],
        "licences": licence_texts(),
        "terms": terms_block(built),
        **_people(built),
    }


def _input(one: Mapping[str, Any]) -> dict[str, Any]:
    """What of an input a reader sees, with the head of its hash."""
    told = {key: plain(one[key]) for key in _INPUT if key in one}
    return told | {"sha256": told["sha256"][:_HASH_HEAD]} if told.get("sha256") else told


def _people(built: BuiltMap) -> dict[str, Any]:
    """Whom the modelled sums leave over, and how many each way out would carry; or nothing."""
    people, ways = built.people, built.evacuation
    if not people:
        return {}
    left = {"people": {name: people[name] for name in ("total", "uncovered", "counted_twice")}}
    if not ways:
        return left
    carried = {
        name: [[one[key], one["persons_modelled"]] for one in ways[name]]
        for name, key in (("corridors", "ref"), ("facilities", "id"))
    }
    out = ways["summary"]["people_by_status"]
    return left | {"leaving": {"kinds": list(ways["kinds"]), **carried, "status": dict(out)}}


def _movers(spec: MapSpec) -> dict[str, Any]:
    told = {
        name: {
            "title": words(mover.title),
            "vehicle_class": mover.vehicle_class,
            "organisation": mover.organisation,
            "after_dark": mover.after_dark,
            "arrangements": list(mover.arrangements),
        }
        for name, mover in spec.movers.items()
    }
    return {"mover": spec.mover, "movers": told}


def _finding(finding: Finding) -> dict[str, str]:
    return {"severity": finding.severity, "sentence": finding.sentence()}
