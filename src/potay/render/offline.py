"""folium, imported without a look at the network.

folium imports a library that fetches pages (requests, and beneath it urllib3), which we never
use. When it is imported, urllib3 opens a socket and binds it to ::1, to learn whether the machine
has IPv6. Here it learns that from Python, and no socket is opened.
"""

import socket
import sys

_PROBING = "urllib3.util.connection"
_HAS_IPV6 = socket.has_ipv6
_LOOKED = _PROBING in sys.modules  # whoever imported it had it look already

socket.has_ipv6 = False
try:
    import folium
    from folium.template import Template
finally:
    socket.has_ipv6 = _HAS_IPV6
if _PROBING in sys.modules and not _LOOKED:
    vars(sys.modules[_PROBING])["HAS_IPV6"] = _HAS_IPV6

__all__ = ["Template", "folium"]
