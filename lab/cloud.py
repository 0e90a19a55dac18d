"""Sign-in to the lab's Keystone, shared by the seeding scripts.

Settings come from the environment, set by `cargo xtask`: LAB_KEYSTONE_URL
(ends with /v3), LAB_GLANCE_URL (no version suffix) and the passwords.
"""
import os

import requests

KEYSTONE = os.environ["LAB_KEYSTONE_URL"]
GLANCE = os.environ["LAB_GLANCE_URL"]
ADMIN_PASSWORD = os.environ["LAB_ADMIN_PASSWORD"]
DEMO_PASSWORD = os.environ["LAB_DEMO_PASSWORD"]
GLANCE_PASSWORD = os.environ["LAB_GLANCE_PASSWORD"]
HTTP = requests.Session()


def sign_in(user, password, scope):
    """Headers that carry a token for `user`, scoped as asked."""
    domain = {"id": "default"}
    answer = HTTP.post(KEYSTONE + "/auth/tokens", json={"auth": {
        "identity": {"methods": ["password"], "password": {"user": {
            "name": user, "domain": domain, "password": password}}},
        "scope": scope}})
    answer.raise_for_status()
    return {"X-Auth-Token": answer.headers["X-Subject-Token"]}


def project_scope(name):
    return {"project": {"name": name, "domain": {"id": "default"}}}


SYSTEM_SCOPE = {"system": {"all": True}}
