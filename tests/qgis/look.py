"""Run by the system's Python, which has PyQGIS: opens a GeoPackage as QGIS does, tells as JSON.

look.py FILE.gpkg PROJECT OUT.png
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    Qgis,
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402


def layer_facts(layer):
    fields = layer.fields()
    renderer = layer.renderer()
    facts = {
        "valid": layer.isValid(),
        "rows": layer.featureCount(),
        "crs": layer.crs().authid(),
        "renderer": renderer.type() if renderer else "",
        "labels": layer.labelsEnabled() and layer.labeling() is not None,
        "types": {field.name(): field.typeName() for field in fields},
        "aliases": {field.name(): layer.attributeAlias(place) for place, field in enumerate(fields)},
        "widgets": {
            field.name(): layer.editorWidgetSetup(place).type() for place, field in enumerate(fields)
        },
        "value_maps": {
            field.name(): layer.editorWidgetSetup(place).config().get("map", [])
            for place, field in enumerate(fields)
            if layer.editorWidgetSetup(place).type() == "ValueMap"
        },
    }
    if renderer and renderer.type() == "categorizedSymbol":
        facts["categories"] = [
            [str(one.value()), one.label(), one.symbol().color().name()]
            for one in renderer.categories()
        ]
        facts["symbol_layers"] = {
            str(one.value()): [
                [part.layerType(), part.properties().get("style", ""),
                 part.properties().get("use_custom_dash", "")]
                for part in one.symbol().symbolLayers()
            ]
            for one in renderer.categories()
        }
    return facts


def rendered(project, png):
    settings = QgsMapSettings()
    settings.setLayers([layer for layer in project.layerTreeRoot().layerOrder()
                        if project.layerTreeRoot().findLayer(layer.id()).isVisible()])
    settings.setOutputSize(QSize(1000, 800))
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(project.crs())
    extent = project.viewSettings().defaultViewExtent()
    if extent.isEmpty():
        extent = settings.fullExtent()
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(png)
    colours = {image.pixel(x, y) for x in range(0, 1000, 2) for y in range(0, 800, 2)}
    return {"colours": len(colours), "errors": [error.message for error in job.errors()]}


def main():
    source, name, png = sys.argv[1:4]
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    told = {"qgis": Qgis.QGIS_VERSION, "tables": {}}
    base = QgsVectorLayer(source, "all", "ogr")
    parts = [one.split("!!::!!")[1] for one in base.dataProvider().subLayers()]
    for table in parts or []:
        layer = QgsVectorLayer(f"{source}|layername={table}", table, "ogr")
        told["tables"][table] = layer_facts(layer)
    project = QgsProject.instance()
    told["read"] = project.read(f"geopackage:{source}?projectName={name}")
    told["title"], told["crs"] = project.title(), project.crs().authid()
    told["project"] = {
        layer.id(): layer_facts(layer) | {"name": layer.name()}
        for layer in project.mapLayers().values()
    }
    root = project.layerTreeRoot()
    told["groups"] = {group.name(): [child.name() for child in group.children()]
                      for group in root.children()}
    told["order"] = [layer.id() for layer in root.layerOrder()]
    told["image"] = rendered(project, png)
    print(json.dumps(told, default=str))
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 may crash while it tears itself down


main()
