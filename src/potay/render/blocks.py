"""The data of a page, by its shape: what Python writes into it and web/ reads out of it.

`authoring/blocktypes.py` writes web/data/blocks.ts from here; a test keeps the two in step and
holds built pages to these shapes.
"""

from typing import NotRequired, TypedDict

#: Words of a spec: one string where all languages say the same.
Words = str | dict[str, str]

Codes = TypedDict("Codes", {"of": list[str], "is": list[int]})
ListCodes = TypedDict("ListCodes", {"of": list[list[str]], "is": list[int]})

#: Practicability, most tonnes, most metres of height, paved, seconds per metre for each mover, what
#: fits for each mover.
Gait = list[int | float | list[float] | None]
Gaits = TypedDict("Gaits", {"of": list[Gait], "is": list[int]})
#: Per subject its level, delay in seconds, penalty and probability.
Verdicts = TypedDict("Verdicts", {"of": list[list[float]], "is": list[int]})


class Nodes(TypedDict):
    """Steps of 1e-5°, each from the node before."""

    lon: list[int]
    lat: list[int]


class Pieces(TypedDict):
    """`a` and `owner` from the piece before, `b` from `a`; lengths in centimetres."""

    counts: list[int]
    a: list[int]
    b: list[int]
    cm: list[int]
    combo: list[int]
    owner: list[int]
    oneway: dict[str, int]
    course: dict[str, list[int]]


class Roads(TypedDict):
    """Per road its id, gait and grade; per mover what is left of its speed at each of `grades`."""

    id: list[str]
    gait: Gaits
    grade: list[float | None]
    grades: list[float]
    share: list[list[float]]


class Links(TypedDict):
    """Per link what it is and carries; per mover seconds and fit."""

    id: list[str]
    mode: list[str]
    load: list[int]
    capacity: list[str]
    days: list[str]
    seconds: list[list[float | None]]
    fits: list[list[int]]


class Combos(TypedDict):
    """Sets of subjects that govern a piece together."""

    sizes: list[int]
    subject: list[int]
    share: dict[str, float]


class Subjects(TypedDict):
    """What reports can be about, and on what rests what is known of each."""

    key: list[str]
    basis: Codes
    by: Codes
    claims: ListCodes
    delay_m: dict[str, float]


class Places(TypedDict):
    """Where one starts and arrives: a key, or the number of a subject."""

    key: list[str | int]
    node: list[int]
    snap_m: list[float]
    apart: list[int]


class PassageRules(TypedDict):
    """The rules that suppositions need."""

    prior_open: float
    restricted_penalty: float
    silent_level: int


class NetworkBlock(TypedDict):
    """The compiled network for several movers; see network/portable.py."""

    as_of: str
    movers: list[str]
    on_foot: list[bool]
    nodes: Nodes
    pieces: Pieces
    roads: Roads
    links: Links
    service: list[float]
    combos: Combos
    subjects: Subjects
    verdicts: list[Verdicts]
    places: Places
    rules: PassageRules
    chains: NotRequired[dict[str, list[int]]]
    apart: NotRequired[list[int]]


Cell = str | int | float | bool | None
#: What a kind of thing was at each moment: the first in full, then number and value of each change.
Looks = TypedDict("Looks", {"ids": list[str], "of": list[list[Cell]], "is": list[list[int]]})
Statuses = TypedDict("Statuses", {"ids": list[str], "of": list[str], "is": list[list[int]]})
RoadStatuses = TypedDict("RoadStatuses", {"ids": None, "of": list[str], "is": list[list[int]]})


class TimelineBlock(TypedDict):
    """The map at other moments; see history.py."""

    moments: list[str]
    mover: str
    area_look: list[str]
    gateway_look: list[str]
    area: NotRequired[Looks]
    gateway: NotRequired[Looks]
    road: NotRequired[RoadStatuses]
    place: NotRequired[Statuses]
    corridor: NotRequired[Statuses]


class ReliefBlock(TypedDict):
    """Tones of the ground, a sign each, the signs of base64 from dark to bright."""

    bounds: list[float]
    columns: int
    rows: int
    flat: int
    tones: str


class Shapes(TypedDict):
    """See outlines.py."""

    step: int
    courses: list[int]
    of: list[int]


class Style(TypedDict, total=False):
    """How a value looks."""

    color: str
    fill: str
    width: float
    opacity: float
    dash: str
    pattern: str
    symbol: str
    label: Words


class Data(TypedDict):
    """Columns by name; those that say nothing are left out."""

    rows: int
    columns: dict[str, list[object]]


class AccessBy(TypedDict):
    """The order of a complete table of access."""

    mover: list[str]
    hub: list[str]
    place: list[int]


class AccessData(Data):
    """Access, whose rows may stand in order and name nothing."""

    by: NotRequired[AccessBy]


class LayerBlock(TypedDict):
    """One layer, with its rows and shapes."""

    name: str
    kind: str
    role: str
    title: Words
    note: Words
    visible: bool
    by: str
    style: Style
    styles: dict[str, Style]
    data: Data
    shapes: Shapes
    anchors: NotRequired[Shapes]


class TablesBlock(TypedDict):
    """Every table; `keys` are the subjects that numbers stand for."""

    access: AccessData
    corridors: Data
    state: Data
    claims: Data
    sources: Data
    actors: Data
    change: Data
    people: Data
    site_totals: Data
    keys: list[str]


class MoverHead(TypedDict):
    """A vehicle and who drives it."""

    title: Words
    vehicle_class: int
    organisation: str
    after_dark: bool
    arrangements: list[str]


class FindingHead(TypedDict):
    """What was found in the inputs."""

    severity: str
    sentence: str


class Generalised(TypedDict):
    """What was drawn plainer or left out."""

    layer: Words
    metres: float
    left: NotRequired[int]


class InputHead(TypedDict, total=False):
    """An input, with the head of its hash."""

    name: str
    title: str
    source: str
    licence: str
    sha256: str


class PeopleHead(TypedDict):
    """Whom modelled sums leave over."""

    total: float
    uncovered: float
    counted_twice: float


class LeavingHead(TypedDict):
    """How many each way out would carry."""

    kinds: list[str]
    corridors: list[list[str | float]]
    facilities: list[list[str | float]]
    status: dict[str, float]


class KindTerm(TypedDict):
    """What a kind of claim does, and its words."""

    does: str
    fr: str
    ht: str
    en: str


class Terms(TypedDict):
    """The floor of words, as far as a page needs it; see terms.py."""

    kinds: dict[str, KindTerm]
    access: list[str]
    signs: dict[str, Style]
    said: dict[str, dict[str, object]]


class HeadBlock(TypedDict):
    """What the page says about itself."""

    title: Words
    subtitle: Words
    language: str
    as_of: str
    previous: str | None
    compared: bool
    expires: str
    audience: str
    silence: str
    sensitivity: str
    view: list[float]
    mover: str
    movers: dict[str, MoverHead]
    hubs: list[str]
    what_if: dict[str, str]
    illustrative: list[str]
    attribution: list[str]
    colours: dict[str, str]
    generalised: list[Generalised]
    unasked: int
    findings: list[FindingHead]
    rules: dict[str, object]
    terms: Terms
    inputs: list[InputHead]
    version: str
    fingerprint: str
    licences: dict[str, str]
    people: NotRequired[PeopleHead]
    leaving: NotRequired[LeavingHead]


class LanguageWords(TypedDict):
    """What is said in one language; messages in the order of the ids, 0 where it is the id."""

    name: str
    date: str
    first: str
    months: list[str]
    group: str
    decimal: str
    phrases: dict[str, str]
    plural: list[int]
    messages: list[str | list[str] | int]


class WordsBlock(TypedDict):
    """All that is said, by language."""

    ids: list[str]
    fr: LanguageWords
    ht: LanguageWords
    en: LanguageWords


class Blocks(TypedDict):
    """All that a page's program reads."""

    relief: NotRequired[ReliefBlock]
    network: NotRequired[NetworkBlock]
    timeline: NotRequired[TimelineBlock]
    tables: TablesBlock
    head: HeadBlock
    words: WordsBlock
    layers: list[LayerBlock]
