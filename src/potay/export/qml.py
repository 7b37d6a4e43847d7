"""How QGIS shows a table: renderer, labels, titles of columns, words behind codes."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from potay.built import BuiltMap
from potay.export.symbols import SEE_THROUGH, symbol
from potay.export.vectors import VectorTable
from potay.export.words import CODED, codes, title, word
from potay.holders import holder_colours
from potay.spec import StyleSpec

QGIS = "3.22.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

#: Where no label is drawn: backgrounds, and lines that are labelled by colour alone.
UNLABELLED = frozenset({"base", "boundaries", "links", "obstacles"})

#: Label placement in QGIS: around a point, curved along a line, over a polygon's middle.
_PLACEMENT = ("0", "3", "1")
#: From which scale on labels are drawn: 1 to this.
_LABELS_FROM = ("100000", "100000", "250000")


def style_text(parts: list[Element]) -> str:
    """A QML document of the parts."""
    root = Element("qgis", version=QGIS, labelsEnabled="1", readOnly="1",
                   styleCategories="Symbology|Labeling|Fields|Forms")  # fmt: skip
    root.extend(parts)
    return DOCTYPE + tostring(root, encoding="unicode")


def feature_parts(table: VectorTable, built: BuiltMap, coded: Mapping[str, str]) -> list[Element]:
    """Renderer, labelling and field descriptions of a feature table."""
    names = ["id", *map(str, table.frame.columns.drop(table.frame.geometry.name))]
    parts = [_renderer(table, built)]
    if table.role not in UNLABELLED:
        parts.append(_labelling(table, names, built.spec.language))
    return [*parts, *field_parts(names, built, coded)]


def field_parts(names: list[str], built: BuiltMap, coded: Mapping[str, str]) -> list[Element]:
    """Titles of columns and, for `coded` (column → domain), the words behind their codes."""
    fields, aliases = Element("fieldConfiguration"), Element("aliases")
    for place, name in enumerate(["fid", *names]):
        SubElement(aliases, "alias", field=name, index=str(place),
                   name="" if name == "fid" else title(name, built.spec.language))  # fmt: skip
        if name in coded:
            fields.append(_value_map(name, codes(coded[name], built)))
    return [fields, aliases]


def _renderer(table: VectorTable, built: BuiltMap) -> Element:
    spec, dimension = table.spec, table.dimension
    opacity = SEE_THROUGH if spec.analysis else 1.0
    symbols = Element("symbols")
    if not spec.by or spec.by not in table.frame.columns:
        root = Element("renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="0")
        symbols.append(symbol("0", spec.style, dimension, opacity))
        root.append(symbols)
        return root
    root = Element("renderer-v2", type="categorizedSymbol", attr=spec.by, symbollevels="0",
                   enableorderby="0", forceraster="0")  # fmt: skip
    categories = SubElement(root, "categories")
    for place, (value, label, style) in enumerate(_categories(table, built)):
        SubElement(categories, "category", symbol=str(place), value=value, label=label,
                   render="true")  # fmt: skip
        symbols.append(symbol(str(place), style, dimension, opacity))
    root.append(symbols)
    return root


def _categories(table: VectorTable, built: BuiltMap) -> Iterator[tuple[str, str, StyleSpec]]:
    """Value, label and style: the named styles, values without one, then all the rest."""
    spec, language = table.spec, built.spec.language
    words = _value_words(table, built)
    colours = holder_colours(built) if spec.analysis == "control" else {}
    present = {str(value) for value in table.frame[spec.by] if isinstance(value, str) and value}
    named = {v: s for v, s in spec.styles.items() if not table.split or v in present}
    for value, style in named.items():
        label = style.label.in_language(language) if style.label else words.get(value, value)
        yield value, label, style
    for value in sorted(present - set(spec.styles)):
        colour = colours.get(value)
        dealt = {"color": "#444444", "fill": colour} if colour else {}
        yield value, words.get(value, value), spec.style.model_copy(update=dealt)
    yield "", word("other", language), spec.style


def _value_words(table: VectorTable, built: BuiltMap) -> Mapping[str, str]:
    by = table.spec.by
    if by in ("control", "coalition", "kind", "mode"):
        return codes(CODED[by][0], built)
    return {**codes("access", built), **codes("passage", built)}


def _labelling(table: VectorTable, names: list[str], language: str) -> Element:
    root = Element("labeling", type="simple")
    settings = SubElement(root, "settings", calloutType="simple")
    text = SubElement(settings, "text-style", fieldName=_label(table, names, language),
                      isExpression="1", fontFamily="DejaVu Sans", fontSize="8",
                      fontSizeUnit="Point", textColor="35,35,35,255", textOpacity="1",
                      namedStyle="Book", allowHtml="0")  # fmt: skip
    SubElement(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
               bufferColor="255,255,255,255", bufferOpacity="0.85", bufferNoFill="1")  # fmt: skip
    SubElement(settings, "placement", placement=_PLACEMENT[table.dimension], dist="1.2",
               distUnits="MM", priority="5", centroidWhole="1", placementFlags="10",
               polygonPlacementFlags="2")  # fmt: skip
    SubElement(settings, "rendering", drawLabels="1", scaleVisibility="1",
               scaleMax=_LABELS_FROM[table.dimension], scaleMin="0", obstacle="1",
               mergeLines="1", displayAll="0")  # fmt: skip
    return root


def _label(table: VectorTable, names: list[str], language: str) -> str:
    """The expression of a label: a road's number, a name in the map's language, never empty."""
    wanted = ["ref"] if table.role == "roads" else []
    wanted += [f"name_{language}", "name"]
    texts = [f"nullif(\"{name}\",'')" for name in wanted if name in names]
    return "coalesce(" + ", ".join([*texts, '"id"']) + ")"


def _value_map(name: str, words: Mapping[str, str]) -> Element:
    field = Element("field", name=name, configurationFlags="None")
    widget = SubElement(field, "editWidget", type="ValueMap")
    options = SubElement(SubElement(widget, "config"), "Option", type="Map")
    pairs = SubElement(options, "Option", type="List", name="map")
    for code, label in words.items():
        pair = SubElement(pairs, "Option", type="Map")
        SubElement(pair, "Option", type="QString", name=label, value=code)
    return field
