"""Run by the system's Python, which has PyQGIS: opens a GeoPackage as QGIS does, tells as JSON.

look.py FILE.gpkg PROJECT OUT.png
"""

import json
import os
import sys

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

SIZE = (1000, 800)


def layer_facts(layer):
    """What QGIS knows of a layer: fields as it shows them, renderer as it draws it."""
    fields = [field.name() for field in layer.fields()]
    widgets = [layer.editorWidgetSetup(place) for place in range(len(fields))]
    renderer = layer.renderer()
    return {
        "valid": layer.isValid(),
        "name": layer.name(),
        "rows": layer.featureCount(),
        "crs": layer.crs().authid(),
        "labels": layer.labelsEnabled() and layer.labeling() is not None,
        "types": {field.name(): field.typeName() for field in layer.fields()},
        "aliases": {name: layer.attributeAlias(place) for place, name in enumerate(fields)},
        "words": {
            name: {code: label for pair in widget.config()["map"] for label, code in pair.items()}
            for name, widget in zip(fields, widgets, strict=True)
            if widget.type() == "ValueMap"
        },
        "renderer": renderer.type() if renderer else "",
        "categories": categories(renderer) if renderer else {},
    }


def categories(renderer):
    """Value → label and symbol layers: kind, colour, brush, whether dashed."""
    if renderer.type() != "categorizedSymbol":
        return {}
    return {
        str(one.value()): {
            "label": one.label(),
            "layers": [symbol_layer(part) for part in one.symbol().symbolLayers()],
        }
        for one in renderer.categories()
    }


def symbol_layer(part):
    told = part.properties()
    return [part.layerType(), part.color().name(), told.get("style", ""),
            told.get("use_custom_dash", "")]  # fmt: skip


def rendered(project, png):
    """Draw the project as it opens; say how many colours the picture has."""
    root = project.layerTreeRoot()
    settings = QgsMapSettings()
    settings.setLayers([one for one in root.layerOrder() if root.findLayer(one.id()).isVisible()])
    settings.setOutputSize(QSize(*SIZE))
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(project.crs())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(png)
    pixels = {image.pixel(x, y) & 0xFFFFFF for x in range(SIZE[0]) for y in range(SIZE[1])}
    return {"colours": sorted(f"#{pixel:06x}" for pixel in pixels),
            "errors": [error.message for error in job.errors()]}  # fmt: skip


def main(source, name, png):
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    whole = QgsVectorLayer(source, "all", "ogr")  # it owns its provider: keep it
    tables = [one.split("!!::!!")[1] for one in whole.dataProvider().subLayers()]
    told = {"qgis": Qgis.QGIS_VERSION, "tables": {
        table: layer_facts(QgsVectorLayer(f"{source}|layername={table}", table, "ogr"))
        for table in tables
    }}  # fmt: skip
    project = QgsProject.instance()
    told["read"] = project.read(f"geopackage:{source}?projectName={name}")
    root = project.layerTreeRoot()
    told |= {
        "title": project.title(),
        "crs": project.crs().authid(),
        "abstract": project.metadata().abstract(),
        "project": {layer.id(): layer_facts(layer) for layer in project.mapLayers().values()},
        "groups": {one.name(): [child.name() for child in one.children()]
                   for one in root.children()},
        "order": [layer.id() for layer in root.layerOrder()],
        "hidden": [one.layerId() for one in root.findLayers() if not one.isVisible()],
        "image": rendered(project, png),
    }  # fmt: skip
    sys.stdout.write(json.dumps(told, default=str))
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 may crash while it tears itself down


main(*sys.argv[1:4])
