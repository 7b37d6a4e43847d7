"""Shortest ways over arrays: knows edges and costs, and nothing of reports.

Small networks are searched by scipy; large ones by a **customisable contraction hierarchy**, with
the same answers. Contraction looks at the network alone, customisation lays the costs of one state
on it, a query climbs the elimination tree. After

* J. Dibbelt, B. Strasser, D. Wagner: Customizable Contraction Hierarchies. ACM Journal of
  Experimental Algorithmics 21, 2016: customisation by lower triangles, elimination tree queries;
* R. Geisberger, P. Sanders, D. Schultes, D. Delling: Contraction Hierarchies: Faster and Simpler
  Hierarchical Routing in Road Networks. WEA 2008: contraction and shortcuts.

Two things differ from there. The order is not by nested dissection (separators found beforehand),
but nodes with the fewest neighbours go first, which is quick enough to be done for every network
that is opened; and contraction ends where neighbours become many, at a core that is searched as it
is.
"""
