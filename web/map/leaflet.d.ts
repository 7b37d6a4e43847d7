// The same names as in leaflet.js, with the types of Leaflet.

import { Control } from "leaflet";

export {
  Browser,
  CRS,
  canvas,
  circleMarker,
  control,
  DomEvent,
  divIcon,
  imageOverlay,
  latLng,
  latLngBounds,
  layerGroup,
  map,
  marker,
  Path,
  polygon,
  polyline,
  popup,
  svg,
} from "leaflet";
export function attribution(options?: Control.AttributionOptions): Control.Attribution;
export function scale(options?: Control.ScaleOptions): Control.Scale;
export function zoom(options?: Control.ZoomOptions): Control.Zoom;

export type {
  CircleMarker,
  ImageOverlay,
  LatLng,
  LatLngBounds,
  LatLngTuple,
  Layer,
  LayerGroup,
  LeafletMouseEvent,
  Map,
  Marker,
  PathOptions,
  Polygon,
  Polyline,
  Renderer,
} from "leaflet";
