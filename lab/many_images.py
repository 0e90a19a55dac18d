"""Puts thousands of made-up images straight into a lab's Glance database.

usage: many_images.py LAB_STATE COUNT
COUNT is what an administrator's list shows; on top come some that it leaves
out. Those of an earlier run go first, so that 0 removes them all. While there
are any, the lab has no quotas but the project tiny's. Prints how many there are
of each kind as JSON.

The services may be running; a request that writes in the same second may fail.
There is no file behind an image: it is listed, read, changed and deleted like
any other, and has no data to download.
"""
import json
import os
import sqlite3
import sys
import time
import uuid

import limits
import many_shapes

# Children first: they refer to the images.
TABLES = [("image_properties", "image_id"), ("image_tags", "image_id"),
          ("image_locations", "image_id"), ("image_members", "image_id"),
          ("images", "id")]
# The lab's own projects by their share, the administrator's first; besides them
# some that Keystone no longer knows, and nobody. Not tiny, which has quotas.
OWNERS = {"admin": 30, "demo": 30, "alt": 15, "demo2": 5, "service": 4}
FORMER = 4
UNLIMITED = -1
IMAGE_COLUMNS = [
    "id", "name", "size", "status", "created_at", "updated_at", "disk_format",
    "container_format", "checksum", "owner", "min_disk", "min_ram",
    "protected", "virtual_size", "visibility", "os_hidden", "os_hash_algo",
    "os_hash_value"]


def owners(keystone):
    """(project id, weight) of all that own made-up images."""
    with sqlite3.connect("file:%s?mode=ro" % keystone, uri=True) as database:
        known = dict(database.execute("SELECT name, id FROM project"))
    missing = sorted(set(OWNERS) - set(known))
    if missing:
        sys.exit("this lab's Keystone has no project %s: start the lab once"
                 % ", ".join(missing))
    former = [(uuid.uuid5(uuid.NAMESPACE_URL, "project %d" % n).hex, 4)
              for n in range(FORMER)]
    return ([(known[name], weight) for name, weight in OWNERS.items()]
            + former + [(None, 1)])


def set_quotas(keystone, count):
    """Made-up images would leave no project room for one more."""
    with sqlite3.connect(keystone, timeout=60) as database:
        database.executemany(
            "UPDATE registered_limit SET default_limit = ?"
            " WHERE resource_name = ?",
            [(UNLIMITED if count else limit, name)
             for name, limit in limits.LIMITS.items()])


def remove(database):
    """Takes away what earlier runs made; how many images that were."""
    ids = []
    while True:
        one = many_shapes.identity(len(ids))
        if not database.execute("SELECT 1 FROM images WHERE id = ?",
                                [one]).fetchone():
            break
        ids.append((one,))
    for table, column in TABLES:
        database.executemany(
            "DELETE FROM %s WHERE %s = ?" % (table, column), ids)
    return len(ids)


def insert(database, table, columns, rows):
    columns = columns + ["deleted"]
    database.executemany(
        "INSERT INTO %s (%s) VALUES (%s)"
        % (table, ", ".join(columns), ", ".join("?" * len(columns))),
        ([*row, 0] for row in rows))


def location(store, state, image):
    """Where a store would have the data."""
    if store == "web":
        url = "http://127.0.0.1:9/%s" % image
    else:
        url = "file://%s" % os.path.join(state, "glance", store, image)
    return url, json.dumps({"store": store})


def add(database, state, images):
    """Inserts images and all that belongs to them."""
    for made in images:
        made["times"] = [str(made["created_at"]), str(made["updated_at"])]
        made["created_at"], made["updated_at"] = made["times"]
    times = ["created_at", "updated_at"]
    insert(database, "images", IMAGE_COLUMNS,
           ([made[name] for name in IMAGE_COLUMNS] for made in images))
    insert(database, "image_properties", ["image_id", "name", "value", *times],
           ([made["id"], name, value, *made["times"]] for made in images
            for name, value in made["properties"].items()))
    insert(database, "image_tags", ["image_id", "value", *times],
           ([made["id"], tag, *made["times"]] for made in images
            for tag in made["tags"]))
    insert(database, "image_locations",
           ["image_id", "value", "meta_data", *times],
           ([made["id"], *location(store, state, made["id"]), *made["times"]]
            for made in images for store in made["stores"]))
    insert(database, "image_members",
           ["image_id", "member", "status", "can_share", *times],
           ([made["id"], member, status, 0, *made["times"]]
            for made in images for member, status in made["members"]))


def wanted(count, everyone):
    """Images until a default list shows `count` of them; and how many of each
    kind there are."""
    images = []
    kinds = dict.fromkeys(["listed", *many_shapes.EXTRAS.values()], 0)
    while kinds["listed"] < count:
        kinds[many_shapes.kind_of(len(images))] += 1
        images.append(many_shapes.image(len(images), everyone))
    return images, kinds


def main(state, count):
    state = os.path.abspath(state)
    began = time.monotonic()
    keystone = os.path.join(state, "db/keystone.sqlite")
    everyone = owners(keystone)
    images, kinds = wanted(count, everyone)
    database = sqlite3.connect(os.path.join(state, "db/glance.sqlite"),
                               timeout=60)
    database.execute("PRAGMA synchronous = OFF")
    with database:
        # At once for writing: Glance would else come in between.
        database.execute("BEGIN IMMEDIATE")
        removed = remove(database)
        add(database, state, images)
    database.close()
    set_quotas(keystone, count)
    print(json.dumps({**kinds, "removed": removed,
                      "seconds": round(time.monotonic() - began, 1)}))


main(sys.argv[1], int(sys.argv[2]))
