"""A white dot as a PNG: the mark that viewers of KMZ tint with the colour of a status."""

import struct
import zlib


def dot_png(size: int) -> bytes:
    """A filled white disc on nothing, `size` pixels across, the same bytes on every machine."""
    middle, radius = (size - 1) / 2, size / 2 - 1
    rows = b"".join(
        b"\x00" + b"".join(
            b"\xff\xff\xff\xff" if (x - middle) ** 2 + (y - middle) ** 2 <= radius**2 else bytes(4)
            for x in range(size)
        )
        for y in range(size)
    )  # fmt: skip
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    stored = zlib.compress(rows, level=0)  # deflated bytes differ between zlib and its rivals
    parts = ((b"IHDR", head), (b"IDAT", stored), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
