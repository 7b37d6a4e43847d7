"""A QGIS project inside the GeoPackage: layers in order, grouped, titled, at the map's view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from pyproj import Transformer

from potay.built import BuiltMap
from potay.export.archive import zip_bytes
from potay.export.moment import shown, stamp
from potay.export.qml import DOCTYPE, QGIS
from potay.export.words import for_whom, word
from potay.geo import WGS84, utm_epsg

BACKGROUND = frozenset({"base", "boundaries"})
_GEOMETRY = {0: "Point", 1: "Line", 2: "Polygon"}


@dataclass(frozen=True)
class ProjectLayer:
    """One entry of the project: a table of the GeoPackage with what QGIS must know to show it."""

    table: str
    title: str
    role: str
    dimension: int | None  # None: a table without geometry
    visible: bool
    style: list[Element]

    @property
    def id(self) -> str:
        """Its id in the project; QGIS gives ids of its own to layers with short ones."""
        return f"potay_layer_{self.table}"


def project_row(
    built: BuiltMap, layers: Iterable[ProjectLayer], file_name: str
) -> tuple[str, str, str]:
    """The row of `qgis_projects`: name, metadata, content (a zipped project in hexadecimal)."""
    moment = stamp(built.provenance.as_of)[:19]
    metadata = f'{{"last_modified_time": "{moment}", "last_modified_user": "potay"}}'
    text = DOCTYPE + tostring(_project(built, tuple(layers), file_name), encoding="unicode")
    return built.name, metadata, zip_bytes({f"{built.name}.qgs": text.encode()}).hex()


def _project(built: BuiltMap, layers: tuple[ProjectLayer, ...], file_name: str) -> Element:
    language, provenance = built.spec.language, built.provenance
    heading = f"{built.spec.title.in_language(language)} · {shown(provenance.as_of, language)}"
    root = Element("qgis", version=QGIS, projectname=heading, saveUser="potay",
                   saveDateTime=stamp(provenance.as_of)[:19])  # fmt: skip
    SubElement(root, "homePath", path="")
    SubElement(root, "title").text = heading
    zone = utm_epsg(*built.spec.opening_view.centre)
    _srs(SubElement(root, "projectCrs"), zone)
    root.append(_tree(layers, file_name, language))
    _view(root, built, zone)
    described = SubElement(root, "projectlayers")
    for layer in layers:
        described.append(_layer(layer, file_name))
    order = SubElement(root, "layerorder")
    for layer in _top_first(layers):
        SubElement(order, "layer", id=layer.id)
    _properties(root)
    _metadata(root, built, heading)
    return root


def _tree(layers: tuple[ProjectLayer, ...], file_name: str, language: str) -> Element:
    root = Element("layer-tree-group")
    groups: Mapping[str, list[ProjectLayer]] = {"situation": [], "background": [], "tables": []}
    for layer in reversed(layers):
        groups[_group(layer)].append(layer)
    for name, members in groups.items():
        group = SubElement(root, "layer-tree-group", name=word(name, language), expanded="1",
                           checked="Qt::Checked")  # fmt: skip
        for layer in members:
            SubElement(group, "layer-tree-layer", id=layer.id, name=layer.title,
                       providerKey="ogr", source=f"./{file_name}|layername={layer.table}",
                       checked="Qt::Checked" if layer.visible else "Qt::Unchecked",
                       expanded="0")  # fmt: skip
    custom = SubElement(root, "custom-order", enabled="1")
    for layer in _top_first(layers):
        SubElement(custom, "item").text = layer.id
    return root


def _group(layer: ProjectLayer) -> str:
    if layer.dimension is None:
        return "tables"
    return "background" if layer.role in BACKGROUND else "situation"


def _top_first(layers: tuple[ProjectLayer, ...]) -> list[ProjectLayer]:
    return [layer for layer in reversed(layers) if layer.dimension is not None]


def _layer(layer: ProjectLayer, file_name: str) -> Element:
    flat = layer.dimension is None
    root = Element("maplayer", type="vector", labelsEnabled="1", readOnly="0",
                   geometry="No geometry" if flat else _GEOMETRY[layer.dimension or 0],
                   styleCategories="AllStyleCategories")  # fmt: skip
    SubElement(root, "id").text = layer.id
    SubElement(root, "datasource").text = f"./{file_name}|layername={layer.table}"
    SubElement(root, "layername").text = layer.title
    if not flat:
        _srs(SubElement(root, "srs"), WGS84)
    SubElement(root, "provider", encoding="UTF-8").text = "ogr"
    root.extend(layer.style)
    return root


def _view(root: Element, built: BuiltMap, zone: str) -> None:
    """What the project opens on: the map's view in metres of its UTM zone."""
    box = Transformer.from_crs(WGS84, zone, always_xy=True).transform_bounds(
        *built.spec.opening_view.bounds
    )
    edges = {
        name: f"{value:.0f}"
        for name, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)
    }
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    extent = SubElement(canvas, "extent")
    for name, value in edges.items():
        SubElement(extent, name).text = value
    SubElement(canvas, "rotation").text = "0"
    _srs(SubElement(canvas, "destinationsrs"), zone)
    settings = SubElement(root, "ProjectViewSettings", UseProjectScales="0", rotation="0")
    _srs(SubElement(settings, "DefaultViewExtent", edges), zone)


def _srs(parent: Element, authority: str) -> None:
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "srsid").text = "1"  # any number of its own makes QGIS heed the authority
    SubElement(system, "srid").text = authority.partition(":")[2]
    SubElement(system, "authid").text = authority


def _properties(root: Element) -> None:
    properties = SubElement(root, "properties")
    paths = SubElement(properties, "Paths")
    SubElement(paths, "Absolute", type="bool").text = "false"
    system = SubElement(properties, "SpatialRefSys")
    SubElement(system, "ProjectionsEnabled", type="int").text = "1"


def _metadata(root: Element, built: BuiltMap, heading: str) -> None:
    language, provenance = built.spec.language, built.provenance
    told = SubElement(root, "projectMetadata")
    SubElement(told, "title").text = heading
    until = shown(provenance.expires, language)
    SubElement(told, "abstract").text = (
        f"{word('warning', language)} {word('expires', language)} {until}. "
        f"{provenance.audience}, {provenance.sensitivity}. {for_whom(built)}"
    )
    SubElement(told, "author").text = "potay"
    SubElement(told, "creation").text = stamp(provenance.as_of)[:19]
