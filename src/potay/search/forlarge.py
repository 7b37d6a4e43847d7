"""Functions written plainly for networks of any size, compiled for large ones.

Imported only where a network is large: numba takes a second to load.
"""

from potay.search import backward, flow
from potay.search.compiling import compiled

descend = compiled()(flow.descend)
find_depths = compiled()(flow.find_depths)
find_dominators = compiled()(flow.find_dominators)
find_bridges = compiled()(flow.find_bridges)
one_more = compiled()(flow.one_more)
go_back = compiled()(backward.go_back)
