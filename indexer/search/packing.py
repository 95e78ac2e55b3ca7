"""How files for the browser are packed (see `export`): what search/deflate.js unpacks."""

import zlib

from indexer.search.stretches import Reader, number

__all__ = ["Packer", "unpack"]

_FLUSHED = b"\0\0\xff\xff"
"""What a flush ends with (RFC 7692, 7.2.1)."""


class Packer:
    """Packs one file after the other: making a new compressor takes as long as packing a file."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)

    def pack(self, data: bytes, alone: bool = True) -> bytes:
        """The number of its bytes, then these as raw deflate up to a flush, without what that ends with.

        The file packed after one that does not stand alone may point back into that one, and can only be unpacked in
        one go with it; a full flush forgets what came before.
        """
        flush = zlib.Z_FULL_FLUSH if alone else zlib.Z_SYNC_FLUSH
        packed = self._stream.compress(data) + self._stream.flush(flush)
        return number(len(data)) + packed.removesuffix(_FLUSHED)


def unpack(packed: bytes) -> bytes:
    """What was packed alone. Raises ValueError."""
    reader = Reader(packed)
    size = reader.number()
    try:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(reader.rest())
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(data) != size:
        raise ValueError(f"{size} bytes expected, {len(data)} unpacked")
    return data
