"""`potay walk`: how long it takes on foot to places that no vehicle reaches."""

import typer

from potay import questions
from potay.cli.options import AsOf, Audience, Hubs, MapName, MoverName, Settings, overrides
from potay.cli.session import session_of, table
from potay.cli.words import notes
from potay.inputs import read_inputs

SHOWN = ("type", "id", "name", "status", "walk_status", "walk_minutes", "walk_km", "minutes")


def walk(
    context: typer.Context,
    map_name: MapName,
    hub: Hubs = None,
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
) -> None:
    """Walk, as modelled, to every place that is cut off by road, around what is closed."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience))
    inputs = read_inputs(asked, session.say)
    document, findings = questions.walks(inputs, hub)
    session.report(findings)
    rows = document["rows"]
    note = "Modelled over open ground, without paths or fords; nothing is known of the way itself."
    shown = table(SHOWN, ([row[field] for field in SHOWN] for row in rows))
    session.answer(document, [shown, note, *notes(inputs.state)])
