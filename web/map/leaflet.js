// The parts of Leaflet that a page uses: without tiles, tooltips, GeoJSON and the control of layers,
// which would be a quarter of its program. leaflet.d.ts says their types.

export { control } from "leaflet/src/control/Control.js";
export { attribution } from "leaflet/src/control/Control.Attribution.js";
export { scale } from "leaflet/src/control/Control.Scale.js";
export { zoom } from "leaflet/src/control/Control.Zoom.js";
export { default as Browser } from "leaflet/src/core/Browser.js";
export * as DomEvent from "leaflet/src/dom/DomEvent.js";
import { EPSG3857 } from "leaflet/src/geo/crs/CRS.EPSG3857.js";
export { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { imageOverlay } from "leaflet/src/layer/ImageOverlay.js";
export { layerGroup } from "leaflet/src/layer/LayerGroup.js";
export { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { marker } from "leaflet/src/layer/marker/Marker.js";
export { popup } from "leaflet/src/layer/Popup.js";
export { canvas } from "leaflet/src/layer/vector/Canvas.js";
export { circleMarker } from "leaflet/src/layer/vector/CircleMarker.js";
export { Path } from "leaflet/src/layer/vector/Path.js";
export { polygon } from "leaflet/src/layer/vector/Polygon.js";
export { polyline } from "leaflet/src/layer/vector/Polyline.js";
export { svg } from "leaflet/src/layer/vector/SVG.js";
import "leaflet/src/layer/vector/Renderer.getRenderer.js";
export { map } from "leaflet/src/map/index.js";

export const CRS = { EPSG3857 };
