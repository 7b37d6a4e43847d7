"""Nothing that potay imports opens a socket, also not to see whether it could."""

import json
import subprocess
import sys

WATCHED = """
import json, socket, sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith("socket.") else None)
import potay.batch, potay.cli.app
from urllib3.util import connection
print(json.dumps([seen, connection.HAS_IPV6 is socket.has_ipv6]))
"""


def test_no_socket_is_opened_when_potay_is_imported():
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, check=True)
    assert json.loads(done.stdout) == [[], True]
