import geopandas as gpd
import numpy as np
import shapely
from export.world import layer, world
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from potay.geo import distances_m
from potay.release import reduce_for
from potay.release.vertices import hide_places

PLACE = np.array([[-72.3251234, 18.5500077]])


def hidden(*shapes, places=PLACE):
    frame = gpd.GeoDataFrame(geometry=list(shapes), crs=4326)
    return list(hide_places(frame, places).geometry)


def test_a_vertex_on_a_withheld_place_is_moved_by_12_to_28_metres_and_no_other():
    line = LineString([(-72.33, 18.55), tuple(PLACE[0]), (-72.32, 18.55)])
    (told,) = hidden(line)
    first, middle, last = told.coords
    assert (first, last) == ((-72.33, 18.55), (-72.32, 18.55))
    (moved,) = distances_m(PLACE[:, 0], PLACE[:, 1], np.array([middle[0]]), np.array([middle[1]]))
    assert 12 <= moved <= 28.1


def test_roads_that_meet_at_the_place_still_meet_and_areas_still_fit():
    here = tuple(PLACE[0])
    one = LineString([(-72.33, 18.55), here])
    other = LineString([here, (-72.32, 18.56)])
    area = Polygon([here, (-72.33, 18.55), (-72.33, 18.56), here])
    first, second, ground = hidden(one, other, area)
    assert first.coords[-1] == second.coords[0] == ground.exterior.coords[0]
    assert ground.exterior.is_closed


def test_points_and_lines_elsewhere_are_not_touched():
    shapes = [Point(PLACE[0]), LineString([(-72.4, 18.5), (-72.3, 18.5)]), None]
    assert hidden(*shapes) == shapes
    assert hidden(*shapes, places=np.empty((0, 2))) == shapes


def test_a_road_through_a_withheld_checkpoint_does_not_mark_it():
    given_roads = next(one for one in world().layers if one.spec.name == "roads")
    assert 18.5500077 in shapely.get_coordinates(given_roads.frame.geometry.to_numpy())
    told = next(one for one in reduce_for(world("partners"), "partners").layers
                if one.spec.name == "roads")  # fmt: skip
    near = shapely.get_coordinates(told.frame.geometry.to_numpy()) - PLACE
    assert np.abs(near).max(axis=1).min() > 1e-5


def test_a_road_through_a_released_gateway_keeps_its_vertices():
    given_world = world()
    told = reduce_for(given_world, "internal")
    for before, after in zip(given_world.layers, told.layers, strict=True):
        if before.spec.name == "roads":
            assert list(after.frame.geometry) == list(before.frame.geometry)
    assert layer("x", "roads", given_world.layers[2].frame).frame is given_world.layers[2].frame


@given(st.floats(-74.5, -71.6), st.floats(18.0, 20.1))
def test_wherever_the_place_is_it_is_moved_alike_and_far_enough(lon, lat):
    place = np.array([[lon, lat]])
    line = LineString([(-75.0, 17.0), (lon, lat)])
    (once,) = hidden(line, places=place)
    (again,) = hidden(line, places=place)
    assert once == again
    x, y = once.coords[1]
    (moved,) = distances_m(place[:, 0], place[:, 1], np.array([x]), np.array([y]))
    assert 11.5 < moved < 28.5
