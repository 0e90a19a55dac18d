"""Registers two real disk images for a first look round. Safe to repeat.

usage: demo_images.py EMPTY_OR_MISSING_DIRECTORY
An image that is already there, by name and owner, is left as it is.
Needs qemu-img.
"""
import os
import random
import shutil
import struct
import subprocess
import sys

import cloud

MIB = 1 << 20
FIRST_SECTOR = 2048
IMAGES = cloud.GLANCE + "/v2/images"
QCOW2 = {
    "name": "vitrine-demo-qcow2", "disk_format": "qcow2",
    "container_format": "bare", "visibility": "public", "min_disk": 1,
    "tags": ["demo", "debian"], "os_distro": "debian", "os_version": "12",
    "hw_disk_bus": "virtio",
}
RAW = {
    "name": "vitrine-demo-raw", "disk_format": "raw",
    "container_format": "bare", "visibility": "shared", "protected": True,
}


def write_disk(path, size, content, seed):
    """A raw disk: an MBR with one bootable Linux partition, `content` bytes
    of noise where that begins, and a hole up to `size`."""
    entry = struct.pack("<B3sB3sII", 0x80, b"\x20\x21\x00", 0x83,
                        b"\xfe\xff\xff", FIRST_SECTOR,
                        size // 512 - FIRST_SECTOR)
    with open(path, "wb") as disk:
        disk.write(b"\xfa\xf4".ljust(446, b"\x90") + entry + bytes(48)
                   + b"\x55\xaa")
        disk.seek(FIRST_SECTOR * 512)
        disk.write(random.Random(seed).randbytes(content))
        disk.truncate(size)


def register(headers, image, path):
    """Creates the record, sends the bytes, and leaves nothing half-done."""
    # A protected record could not be deleted again after a failed upload.
    protected = image.get("protected", False)
    made = cloud.HTTP.post(IMAGES, headers=headers,
                           json={**image, "protected": False})
    made.raise_for_status()
    url = "%s/%s" % (IMAGES, made.json()["id"])
    try:
        with open(path, "rb") as data:
            cloud.HTTP.put(url + "/file", data=data, headers={
                **headers,
                "Content-Type": "application/octet-stream",
            }).raise_for_status()
        if protected:
            cloud.HTTP.patch(url, headers={
                **headers,
                "Content-Type": "application/openstack-images-v2.1-json-patch",
            }, json=[{"op": "replace", "path": "/protected",
                      "value": True}]).raise_for_status()
    except BaseException:  # Ctrl-C, too
        cloud.HTTP.delete(url, headers=headers)
        raise
    print("registered", image["name"])


def missing(headers, image):
    """Whether there is no whole one; what an interrupted start left goes."""
    found = cloud.HTTP.get(IMAGES, headers=headers,
                           params={"name": image["name"]})
    found.raise_for_status()
    records = found.json()["images"]
    for record in records:
        if record["status"] in ("queued", "saving"):
            cloud.HTTP.delete("%s/%s" % (IMAGES, record["id"]),
                              headers=headers)
            records = []
    return not records


def main(work):
    admin = cloud.sign_in("admin", cloud.ADMIN_PASSWORD,
                          cloud.project_scope("admin"))
    demo = cloud.sign_in("demo", cloud.DEMO_PASSWORD,
                         cloud.project_scope("demo"))
    os.makedirs(work, exist_ok=True)
    raw = os.path.join(work, "disk.raw")
    try:
        if missing(admin, QCOW2):
            qcow2 = os.path.join(work, "disk.qcow2")
            write_disk(raw, 256 * MIB, 6 * MIB, seed=1)
            subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2",
                            raw, qcow2], check=True)
            register(admin, QCOW2, qcow2)
        if missing(demo, RAW):
            write_disk(raw, 16 * MIB, 4 * MIB, seed=2)
            register(demo, RAW, raw)
    finally:
        shutil.rmtree(work)


main(sys.argv[1])
