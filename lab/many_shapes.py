"""What ten thousand images of a real cloud look like, made up by lot.

Pure: no database, no service. Image number `n` is the same each time, however
many others are made, so that a smaller set is the beginning of a larger one.
"""
import datetime
import hashlib
import random
import uuid

MIB = 1 << 20
GIB = 1 << 30

# Not the clock: what is newest stays so from run to run.
NEWEST = datetime.datetime(2026, 11, 1, 12)
AGES_S = 6 * 365 * 86400

# What a default list leaves out, each one image in so many: hidden ones, others'
# `community` ones, and `killed` ones, which no list shows.
EXTRA_EVERY = 40
EXTRAS = {7: "hidden", 19: "community", 31: "killed"}

# (name, versions, type, smallest and largest size)
SYSTEMS = [
    ("ubuntu", ["18.04", "20.04", "22.04", "24.04", "24.10", "26.04"],
     "linux", 280 * MIB, 3 * GIB),
    ("debian", ["9", "10", "11", "12", "13"], "linux", 250 * MIB, 2 * GIB),
    ("fedora", ["38", "39", "40", "41", "42", "43", "44"], "linux",
     400 * MIB, 2 * GIB),
    ("rocky", ["8.10", "9.4", "9.5", "10.0"], "linux", 500 * MIB, 3 * GIB),
    ("almalinux", ["8.10", "9.5", "10.1"], "linux", 500 * MIB, 3 * GIB),
    ("centos", ["7", "stream-9", "stream-10"], "linux", 800 * MIB, 2 * GIB),
    ("rhel", ["7.9", "8.10", "9.6", "10.0"], "linux", 700 * MIB, 10 * GIB),
    ("opensuse", ["15.6", "16.0", "tumbleweed"], "linux", 300 * MIB, GIB),
    ("alpine", ["3.9", "3.10", "3.20", "3.21"], "linux", 40 * MIB, 200 * MIB),
    ("flatcar", ["3815.2.5", "4081.2.0"], "linux", 350 * MIB, 600 * MIB),
    ("cirros", ["0.5.2", "0.6.2", "0.6.3"], "linux", 12 * MIB, 25 * MIB),
    ("freebsd", ["13.3", "14.1", "14.2"], "freebsd", 500 * MIB, 2 * GIB),
    ("windows", ["2016", "2019", "2022", "2025", "11"], "windows",
     8 * GIB, 40 * GIB),
]
TEAMS = ["platform", "payments", "search", "data", "edge", "qa", "research"]
HOSTS = ["web", "db", "mail", "build", "cache", "git", "auth", "bastion"]
ODD_NAMES = [
    "Karl's \"new\" image", "`backtick` $HOME", "<b>bold</b> & <i>more</i>",
    "=1+1", "a,b;c|d", "100%", "C:\\Images\\disk.raw", "../../etc/passwd",
    "  blanks around  ", "two  blanks", "Prüfstand Größe Ⅳ", "İstanbul ışık",
    "测试镜像", "テスト用イメージ", "Образ Debian", "Εικόνα", "이미지",
    "صورة أوبونتو", "תמונת דיסק", "safe\u202egnp.2wocq", "e\u0301tage",
    "zero\u200bwidth", "name:with:colons", "snake_case-and-dash.v1+2",
]
TAGS = (["lts", "base", "golden", "production", "staging", "testing", "eol",
         "do-not-delete", "gpu", "arm64", "cis-hardened", "fips", "k8s",
         "amphora", "cloud-init", "uefi", "secure boot", "windows", "linux",
         "nightly", "weekly", "2024", "2025", "2026", "Überprüft", "重要",
         "a/b", "team:platform", "cost=42", "approved by \"ops\""]
        + TEAMS + ["release-%d" % n for n in range(1, 25)])
CHOICES = {
    "architecture": ["x86_64", "x86_64", "x86_64", "aarch64", "ppc64le"],
    "hw_disk_bus": ["virtio", "scsi", "ide", "sata"],
    "hw_vif_model": ["virtio", "e1000", "vmxnet3"],
    "hw_qemu_guest_agent": ["yes", "no"],
    "hw_scsi_model": ["virtio-scsi", "lsilogic"],
    "hw_machine_type": ["q35", "pc", "virt"],
    "hw_firmware_type": ["uefi", "bios"],
    "hw_rng_model": ["virtio"],
    "hw_video_model": ["virtio", "qxl", "vga"],
    "hw_watchdog_action": ["reset", "pause", "none"],
    "hw_cpu_sockets": ["1", "2"],
    "os_secure_boot": ["required", "optional", "disabled"],
    "os_require_quiesce": ["yes", "no"],
    "img_config_drive": ["optional", "mandatory"],
    "build_branch": ["main", "release/2026.2", "feature/größer"],
    "support": ["gold", "silver", "none", ""],
    "Approved By": ["ops", "Jörg O'Neill", "安全团队"],
    "notes": ["do not use", "see the wiki; page 7", "word " * 300],
}


def kind_of(n):
    """What an administrator's default list makes of image `n`."""
    return EXTRAS.get(n % EXTRA_EVERY, "listed")


def identity(n):
    """The id of image number `n`."""
    return _uuid(random.Random("id %d" % n))


def image(n, owners):
    """Image number `n`; `owners` are (project id or None, weight), the first one
    the administrator's."""
    lot = random.Random("image %d" % n)
    kind = kind_of(n)
    # One's own `community` images are in one's default list.
    projects, weights = zip(*(owners[1:] if kind == "community" else owners))
    made = _times(lot)
    made.update(
        id=identity(n),
        owner=lot.choices(projects, weights)[0],
        visibility=_visibility(lot, kind),
        os_hidden=kind == "hidden",
        protected=lot.random() < 0.06,
        min_disk=lot.choice([0, 0, 0, 1, 5, 10, 20, 40, 100]),
        min_ram=lot.choice([0, 0, 0, 256, 512, 1024, 2048, 8192]))
    made.update(_contents(lot, n, made["created_at"]))
    made.update(_status(lot, kind))
    _fit_status(lot, made)
    made["tags"] = lot.sample(TAGS, _few(lot, 8))
    made["members"] = _members(lot, made, projects)
    return made


def _times(lot):
    """More are young than old; most were not changed for long."""
    age = AGES_S * lot.random() ** 1.6
    created = NEWEST - datetime.timedelta(seconds=age)
    later = lot.choice([0, 2, 40, 3600, age * lot.random()])
    updated = created + datetime.timedelta(seconds=min(later, age))
    return {"created_at": created, "updated_at": updated}


def _visibility(lot, kind):
    if kind == "community":
        return "community"
    names, weights = ["private", "shared", "public"], [40, 35, 25]
    return lot.choices(names, weights)[0]


def _contents(lot, n, created):
    """Name, formats, size, digests and properties, which belong together."""
    system, versions, os_type, smallest, largest = lot.choice(SYSTEMS)
    version = lot.choice(versions)
    is_snapshot = lot.random() < 0.25
    name = (_snapshot_name(lot, created) if is_snapshot
            else _system_name(lot, system, version, created))
    if is_snapshot:
        smallest, largest = 2 * GIB, 200 * GIB
    disk, container = _formats(lot, is_snapshot)
    # Some of the bytes are in the cloud more than once.
    contents = n + 100 if lot.random() > 0.08 else lot.randrange(60)
    if contents < 60:
        smallest, largest, disk = 300 * MIB, 4 * GIB, "qcow2"
    own = random.Random("contents %d" % contents)
    size = int(smallest * (largest / smallest) ** own.random())
    size = own.choice([size, size, size, size // MIB * MIB])
    if lot.random() < 0.01:
        size, contents = lot.choice([(0, 1001), (1, 1002), (511, 1003)])
    seed = str(contents).encode()
    return {
        "name": _odd(lot, name), "size": size,
        "disk_format": disk, "container_format": container,
        "virtual_size": _virtual(own, disk, size),
        "checksum": hashlib.md5(seed).hexdigest(),
        "os_hash_algo": "sha512",
        "os_hash_value": hashlib.sha512(seed).hexdigest(),
        "properties": _properties(lot, system, version, os_type, is_snapshot),
    }


def _system_name(lot, system, version, created):
    day = created.strftime("%Y%m%d")
    return lot.choice([
        "%s-%s-server-cloudimg-amd64-%s" % (system, version, day),
        "%s %s (%s)" % (system.title(), version, created.date()),
        "%s_%s_x86_64_v%d" % (system, version, lot.randrange(1, 130)),
        "golden/%s/%s:%s" % (lot.choice(TEAMS), system, version),
        "k8s-node-v1.%d.%d-%s" % (lot.randrange(24, 36), lot.randrange(15),
                                  system),
        "%s-build-%d" % (lot.choice(TEAMS), lot.randrange(1, 20000)),
        "%s-%s" % (system, version),
    ])


def _snapshot_name(lot, created):
    host = "%s-%02d" % (lot.choice(HOSTS), lot.randrange(1, 40))
    return lot.choice([
        "snap-%s-%s" % (host, created.strftime("%Y-%m-%d-%H%M")),
        "%s before the upgrade of %s" % (host, created.date()),
        "%s.backup.%d" % (host, lot.randrange(1, 12)),
        "auto_%08x_%s" % (lot.getrandbits(32), host),
    ])


def _odd(lot, name):
    """Now and then a name that nobody expects, or none."""
    dice = lot.random()
    if dice < 0.01:
        return lot.choice([None, "", "x" * 255, ("long name " * 26)[:255]])
    if dice < 0.05:
        return "%s %d" % (lot.choice(ODD_NAMES), lot.randrange(100))
    return name


def _formats(lot, is_snapshot):
    if is_snapshot:
        return lot.choice(["qcow2", "raw"]), "bare"
    disk = lot.choices(
        ["qcow2", "raw", "vmdk", "iso", "vhdx", "vhd", "vdi", "ploop", "ami"],
        [60, 22, 6, 5, 2, 2, 1, 1, 1])[0]
    if disk == "ami":
        return disk, "ami"
    return disk, lot.choices(["bare", "ovf", "ova", "docker", "compressed"],
                             [94, 2, 2, 1, 1])[0]


def _virtual(lot, disk, size):
    if disk in ("raw", "iso"):
        return size
    if disk in ("qcow2", "vmdk", "vhdx"):
        return max(size, lot.choice([2, 5, 10, 20, 40, 80, 250]) * GIB)
    return None


def _properties(lot, system, version, os_type, is_snapshot):
    if lot.random() < 0.1:
        return {}
    found = {"os_distro": system, "os_version": version, "os_type": os_type}
    if is_snapshot:
        found.update(
            image_type="snapshot", image_location="snapshot",
            instance_uuid=_uuid(lot), base_image_ref=_uuid(lot))
    if lot.random() < 0.3:
        found["build_id"] = str(lot.randrange(1 << 20))
    for name in lot.sample(sorted(CHOICES), _few(lot, 12)):
        found[name] = lot.choice(CHOICES[name])
    return found


def _status(lot, kind):
    """`active` but for some, and the stores of what has data."""
    status = "killed" if kind == "killed" else lot.choices(
        ["active", "queued", "deactivated", "saving", "importing",
         "uploading"], [900, 50, 30, 6, 8, 6])[0]
    stores = lot.choices(
        [["fast"], ["slow"], ["fast", "slow"], ["web"]], [60, 26, 12, 2])[0]
    # An upload that was refused at its end leaves a digest and a store behind.
    poisoned = status == "queued" and lot.random() < 0.1
    has_data = status in ("active", "deactivated") or poisoned
    return {"status": status, "stores": stores if has_data else []}


def _fit_status(lot, made):
    """Takes away what an image of its status hasn't got."""
    if not made["stores"]:
        made.update(checksum=None, os_hash_algo=None, os_hash_value=None,
                    virtual_size=None)
        if made["status"] != "uploading":
            made["size"] = None
    elif lot.random() < 0.02:
        # From before the service had it, or from a store that tells no digest.
        made.update(os_hash_algo=None, os_hash_value=None)
        made["checksum"] = lot.choice([made["checksum"], None])
    if made["status"] == "queued" and lot.random() < 0.3:
        made.update(disk_format=None, container_format=None)
    if made["status"] == "importing":
        made["properties"]["os_glance_importing_to_stores"] = "fast"
        # Without its lock nobody works on it any more.
        if lot.random() < 0.5:
            made["properties"]["os_glance_import_task"] = _uuid(lot)


def _members(lot, made, projects):
    """(project, status) of those that a shared image is offered to."""
    if made["visibility"] != "shared" or lot.random() < 0.6:
        return []
    others = [it for it in projects if it and it != made["owner"]]
    return [(project, lot.choice(["accepted", "pending", "rejected"]))
            for project in lot.sample(others, lot.randrange(1, 4))]


def _few(lot, most):
    """A number up to `most`, rather small."""
    return int((most + 1) * lot.random() ** 2)


def _uuid(lot):
    return str(uuid.UUID(int=lot.getrandbits(128), version=4))
