"""Fills the lab's Keystone: users, projects, catalog, quotas. Safe to repeat.

Prints the id of RegionOne's public image endpoint, which Glance's
[oslo_limit] needs.
"""
import sys

import cloud
import limits

ADMIN = cloud.sign_in("admin", cloud.ADMIN_PASSWORD,
                      cloud.project_scope("admin"))
SYSTEM = cloud.sign_in("admin", cloud.ADMIN_PASSWORD, cloud.SYSTEM_SCOPE)

PROJECTS = {
    "service": "Service users",
    "demo": "Demo project",
    "demo2": "Second project of user demo",
    "alt": "Project of user alt (image sharing)",
    "tiny": "Project with tiny quotas",
}
# (user, role, project); each user's first project is its default one.
GRANTS = [
    ("demo", "member", "demo"),
    ("demo", "member", "demo2"),
    ("alt", "member", "alt"),
    ("tiny", "member", "tiny"),
    ("auditor", "reader", "demo"),
    ("boss", "manager", "demo"),
]
INTERFACES = ("public", "internal", "admin")


def call(method, path, ok=(200, 201, 204), headers=ADMIN, **options):
    answer = cloud.HTTP.request(method, cloud.KEYSTONE + path,
                                headers=headers, **options)
    if answer.status_code not in ok:
        sys.exit("%s %s -> %s %s" % (method, path, answer.status_code,
                                     answer.text))
    return answer.json() if answer.content else None


def ensure(kind, query, body):
    """The id of the first `kind` that matches, made from both if none does."""
    plural = kind + "s"
    found = call("GET", "/" + plural, params=query)[plural]
    if not found:
        body = {kind: {**query, **body}}
        found = [call("POST", "/" + plural, json=body)[kind]]
    return found[0]["id"]


def ensure_user(name, password, **extra):
    return ensure("user", {"name": name, "domain_id": "default"},
                  {"password": password, **extra})


def ensure_endpoint(service, interface, region, url):
    have = call("GET", "/endpoints", params={
        "service_id": service, "interface": interface, "region_id": region})
    for endpoint in have["endpoints"]:
        if endpoint["url"] != url:
            call("PATCH", "/endpoints/" + endpoint["id"],
                 json={"endpoint": {"url": url}})
        return endpoint["id"]
    return call("POST", "/endpoints", json={"endpoint": {
        "service_id": service, "interface": interface, "region_id": region,
        "url": url}})["endpoint"]["id"]


def ensure_limits(kind, value_key, wanted, service, **where):
    plural = kind + "s"
    have = {limit["resource_name"] for limit in call(
        "GET", "/" + plural, headers=SYSTEM,
        params={"service_id": service, **where})[plural]}
    new = [{"service_id": service, "region_id": "RegionOne",
            "resource_name": name, value_key: value, **where}
           for name, value in wanted.items() if name not in have]
    if new:
        call("POST", "/" + plural, headers=SYSTEM, json={plural: new})


def seed_people():
    """Projects, users and roles; gives back the project ids by name."""
    roles = {r["name"]: r["id"] for r in call("GET", "/roles")["roles"]}
    projects = {name: ensure("project",
                             {"name": name, "domain_id": "default"},
                             {"description": description})
                for name, description in PROJECTS.items()}

    def grant(user, role, where):
        call("PUT", "%s/users/%s/roles/%s" % (where, user, roles[role]))

    glance = ensure_user("glance", cloud.GLANCE_PASSWORD)
    service = "/projects/" + projects["service"]
    grant(glance, "admin", service)
    grant(glance, "service", service)
    grant(glance, "reader", "/system")  # reads limits
    # Belongs nowhere: an unscoped token with an empty project list.
    ensure_user("noproject", cloud.DEMO_PASSWORD)
    for name, role, project in GRANTS:
        user = ensure_user(name, cloud.DEMO_PASSWORD,
                           default_project_id=projects[project])
        grant(user, role, "/projects/" + projects[project])
    return projects


def seed_catalog():
    """Both services in two regions; gives back the image service's id and
    its public endpoint in RegionOne."""
    for region in ("RegionOne", "RegionTwo"):
        call("PUT", "/regions/" + region, ok=(201, 409),
             json={"region": {"description": "Lab " + region}})
    image = ensure("service", {"type": "image"}, {
        "name": "glance", "description": "Image service"})
    identity = ensure("service", {"type": "identity"}, {"name": "keystone"})
    # RegionTwo is the same Glance: it gives glance-download a "remote" region
    # and a console a region switch.
    endpoints = {}
    for region in ("RegionOne", "RegionTwo"):
        for interface in INTERFACES:
            endpoints[region, interface] = ensure_endpoint(
                image, interface, region, cloud.GLANCE)
            ensure_endpoint(identity, interface, region, cloud.KEYSTONE)
    return image, endpoints["RegionOne", "public"]


def main():
    projects = seed_people()
    image, endpoint = seed_catalog()
    ensure_limits("registered_limit", "default_limit", limits.LIMITS, image)
    ensure_limits("limit", "resource_limit", limits.TINY_LIMITS, image,
                  project_id=projects["tiny"])
    print(endpoint)


main()
