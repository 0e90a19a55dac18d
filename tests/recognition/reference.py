"""Glance's own opinion of files: what oslo.utils' inspector sees in them, and
what `set_data` of Glance answers to them under chosen formats.

Run by tests/recognition.rs in the services' environment. Reads one JSON object
per line: {"path", "cut": length or null, "flips": [[place, byte], ...],
"ask": [[disk_format, container_format], ...]}; answers with one line each.
"""

import io
import json
import logging
import sys
from types import SimpleNamespace

from glance.common import config  # noqa: F401  (registers the options)
from glance.common import exception
from glance import location
from oslo_utils.imageutils import format_inspector

# As the file store reads.
CHUNK = 64 * 1024


class Store:
    """Swallows the data, as a store does."""

    @staticmethod
    def add_to_backend_with_multihash(conf, image_id, data, size, *rest, **more):
        size = 0
        while chunk := data.read(CHUNK):
            size += len(chunk)
        return "memory://", size, "checksum", "multihash", {}

    add_with_multihash = add_to_backend_with_multihash


def inspect(data):
    wrapper = format_inspector.InspectWrapper(io.BytesIO(data))
    while wrapper.read(CHUNK):
        pass
    wrapper.close()
    try:
        formats = wrapper.formats
    except AttributeError:
        return {"formats": None, "safe": {}}
    safe = {}
    for inspector in formats:
        try:
            inspector.safety_check()
            safe[str(inspector)] = True
        except Exception:
            safe[str(inspector)] = False
    return {"formats": sorted(str(f) for f in formats), "safe": safe}


def answer(data, disk_format, container_format):
    image = SimpleNamespace(
        image_id="id", disk_format=disk_format, container_format=container_format,
        extra_properties={}, os_hash_algo=None, os_hash_value=None, checksum=None,
        size=None, virtual_size=None, locations=[], status="queued",
    )
    proxy = location.ImageProxy(image, None, Store, None)
    try:
        proxy.set_data(io.BytesIO(data))
    except exception.InvalidImageData as refusal:
        return {"refused": str(refusal), "virtual_size": None}
    return {"refused": None, "virtual_size": image.virtual_size}


def main():
    logging.disable(logging.CRITICAL)
    location.CONF([], project="glance", default_config_files=[])
    files = {}
    for line in sys.stdin:
        job = json.loads(line)
        path = job["path"]
        if path not in files:
            with open(path, "rb") as file:
                files[path] = file.read()
        data = bytearray(files[path])
        if job["cut"] is not None:
            del data[job["cut"]:]
        for place, byte in job["flips"]:
            if place < len(data):
                data[place] = byte
        data = bytes(data)
        said = inspect(data)
        said["answers"] = [answer(data, *pair) for pair in job["ask"]]
        print(json.dumps(said))


main()
