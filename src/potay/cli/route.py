"""`potay route`: the best way between two places, what blocks it, what else there is."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from potay import questions
from potay.access import Clock, read_between, read_departure
from potay.cli.hours import told_by_the_clock
from potay.cli.options import AsOf, Audience, Draws, MapName, MoverName, Settings, WhatIf, overrides
from potay.cli.session import session_of, table
from potay.cli.words import asked_first, notes, status_words, unreported
from potay.inputs import read_inputs
from potay.phrases import phrase
from potay.terms.statuses import CASES


def route(
    context: typer.Context,
    map_name: MapName,
    origin: Annotated[str, typer.Argument(metavar="FROM", help="A place: id or name.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="A place: id or name.")],
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    alternatives: Annotated[int, typer.Option(min=1, max=20, help="How many ways to offer.")] = 4,
    settings: Settings = None,
    what_if: WhatIf = None,
    depart: Annotated[
        str, typer.Option(help="Leave at this moment, e.g. 2024-07-05T06:30 (Haiti time).")
    ] = "",
    departures: Annotated[
        bool, typer.Option("--departures", help="Say which departures of the day work.")
    ] = False,
    between: Annotated[
        str, typer.Option(help="The hours of departure to say it for.")
    ] = "04:00-18:00",
    draws: Draws = False,
) -> None:
    """Find the best way from FROM to TO and its independent alternatives."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    clock = Clock(
        depart=read_departure(depart, asked.spec.as_of) if depart else None,
        between=read_between(between) if departures else None,
    )
    inputs = read_inputs(asked, session.say)
    session.report(inputs.network.findings if session.verbose else [])
    answer = questions.route(
        inputs, origin, destination, clock=clock, alternatives=alternatives, draws=draws
    )
    state, asked_about = inputs.state, asked_first(answer["blocked_by"])
    told = _told(answer, status_words(state, ask=bool(asked_about)), asked_about)
    session.answer(answer, [*told, *told_by_the_clock(answer), *notes(state)])


def _told(
    answer: dict[str, Any], words: Mapping[str, str], asked: list[str]
) -> Iterator[Table | str]:
    later = answer["judged_at"] != answer["as_of"]
    applied = f", applied to {answer['judged_at'][:16].replace('T', ' ')}" if later else ""
    yield (
        f"{answer['origin']['name']} → {answer['destination']['name']} for "
        f"{answer['mover']}, as of {answer['as_of'][:10]}{applied}: {words[answer['status']]}."
    )
    if asked:
        means = phrase("basis_withheld", "en")
        yield f"{means[0].upper()}{means[1:]}: {', '.join(asked)}."
    cases = {name: answer[f"{name}_case"] for name in CASES}
    readings = [
        (name, words[case["status"]], case["minutes"]) for name, case in cases.items() if case
    ]
    if readings:
        yield table(("reading", "status", "minutes"), readings)
    if answer["routes"]:
        yield table(
            ("way", "status", "minutes", "km", "gateways", "by", "carries", "this mover"),
            [_way(number, way) for number, way in enumerate(answer["routes"], start=1)],
            title="Ways",
        )
    yield from _weak_points(answer)
    for title, key in (("Blocked by", "blocked_by"), ("Would open it", "would_open")):
        if answer[key]:
            yield table(
                ("what", "status", "held by", "basis", "reports"),
                [_blocker(item) for item in answer[key]],
                title=title,
            )


def _weak_points(answer: dict[str, Any]) -> Iterator[str]:
    """What alone or together would cut the place off, and the way most likely to be open."""
    cut, likely = answer.get("cut"), answer.get("most_reliable")
    if cut and cut["closures"]:
        sets = [" with ".join(closed) for closed in cut["closures"]]
        yield f"Cut off if this closes: {' or '.join(sets)}."
    if cut and cut["roads"]:
        roads = dict.fromkeys(one["name"] or one["subject"] for one in cut["roads"])
        yield f"Cut off if these stretches are lost: {', '.join(roads)}."
    if likely:
        by = f" by {', '.join(likely['gateways'])}" if likely["gateways"] else ""
        yield (
            f"Chance of access {answer['probability']:.2f}; the likeliest way{by} has "
            f"{likely['probability']:.2f} ({likely['km']:.1f} km)."
        )
    if answer.get("minutes_p90"):
        within = answer["probability_within_h"].items()
        yield (
            f"When there is a way, {answer['minutes_p50']:.0f} min are enough half the time and "
            f"{answer['minutes_p90']:.0f} min nine times in ten. Chance of being there within "
            f"{', '.join(f'{hours} h: {chance:.2f}' for hours, chance in within)}."
        )


def _way(number: int, way: dict[str, Any]) -> tuple[object, ...]:
    carries = way["carries"]
    return (
        number, way["status"], way["minutes"], way["km"], way["gateways"], way["modes"],
        carries.get("text", carries), "yes" if way["usable_by_mover"] else "cannot use it",
    )  # fmt: skip


def _blocker(item: dict[str, Any]) -> tuple[object, ...]:
    reports = "; ".join(
        f"{one['id']} {one['publisher'] or one['source_id']}, {one['as_of'][:10]}, "
        f"{one['age_days']} days old, reliability {one['reliability']}"
        for one in item["claims"]
    )
    name = f"{item['name']} ({item['subject']})"
    return (name, item["status"], item["control"], item["basis"], reports or unreported(item))
