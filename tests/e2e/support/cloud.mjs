// The services as the tests see them: by their own API, past the console.
import { settings } from "./settings.mjs";

export async function tokenFor(user, { project = user, password } = {}) {
  const secret = password ?? (user === "admin" ? settings.adminPassword : settings.demoPassword);
  const domain = { name: "Default" };
  const response = await fetch(`${settings.keystone}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: user, domain, password: secret } },
        },
        scope: { project: { name: project, domain } },
      },
    }),
  });
  if (!response.ok) throw new Error(`no token for ${user}: ${response.status} ${await response.text()}`);
  return response.headers.get("x-subject-token");
}

/** What Keystone says of a token. */
export async function describeToken(token) {
  const response = await fetch(`${settings.keystone}/auth/tokens`, {
    headers: { "X-Auth-Token": token, "X-Subject-Token": token },
  });
  return (await response.json()).token;
}

/** Ends a token before its time. */
export async function revoke(token) {
  const headers = { "X-Auth-Token": token, "X-Subject-Token": token };
  const response = await fetch(`${settings.keystone}/auth/tokens`, { method: "DELETE", headers });
  if (response.status !== 204) throw new Error(`not revoked: ${response.status} ${await response.text()}`);
  await refused(token);
}

/** Waits until Glance refuses a token. It remembers one that it knew for a while. */
export async function refused(token) {
  const glance = new Glance(token);
  for (let n = 0; n < 150; n += 1) {
    if ((await glance.call("GET", "/images?limit=1", { ok: false })).status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("Glance still takes the token");
}

/** An application credential of a user in the project of the same name. */
export async function applicationCredential(user, name) {
  const token = await tokenFor(user);
  const headers = { "X-Auth-Token": token, "Content-Type": "application/json" };
  const { id } = (await describeToken(token)).user;
  const address = `${settings.keystone}/users/${id}/application_credentials`;
  const { application_credentials: old } = await (await fetch(address, { headers })).json();
  for (const one of old.filter((it) => it.name === name)) {
    await fetch(`${address}/${one.id}`, { method: "DELETE", headers });
  }
  const response = await fetch(address, {
    method: "POST",
    headers,
    body: JSON.stringify({ application_credential: { name } }),
  });
  if (!response.ok) throw new Error(`no application credential: ${await response.text()}`);
  return (await response.json()).application_credential;
}

/** What stands beside the lab under this name. */
export const cloudNamed = (name) => settings.clouds.find((cloud) => cloud.name === name);

/** Waits until `read` gives this, for ten seconds at most; what it gives in the end. */
export async function eventually(read, wanted) {
  const same = (value) => JSON.stringify(value) === JSON.stringify(wanted);
  for (let n = 0; n < 100 && !same(await read()); n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return read();
}

/** A project's images by the Image API. */
export class Glance {
  constructor(token, origin = settings.glance) {
    this.token = token;
    this.origin = origin;
  }

  static async as(user, { origin, ...options } = {}) {
    return new Glance(await tokenFor(user, options), origin);
  }

  async call(method, path, { headers = {}, body, ok = true } = {}) {
    const response = await fetch(`${this.origin}/v2${path}`, {
      method,
      headers: { "X-Auth-Token": this.token, Accept: "application/json", ...headers },
      body,
    });
    if (ok && !response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }

  async create(fields) {
    const response = await this.call("POST", "/images", {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ disk_format: "raw", container_format: "bare", ...fields }),
    });
    return response.json();
  }

  async createWithData(fields, data) {
    const image = await this.create(fields);
    await this.call("PUT", `/images/${image.id}/file`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: data,
    });
    return this.show(image.id);
  }

  async show(id) {
    return (await this.call("GET", `/images/${id}`)).json();
  }

  async status(id) {
    return (await this.call("GET", `/images/${id}`, { ok: false })).status;
  }

  async named(name) {
    const query = `name=${encodeURIComponent(`eq:${name}`)}`;
    return (await (await this.call("GET", `/images?${query}`)).json()).images;
  }

  async data(id) {
    return Buffer.from(await (await this.call("GET", `/images/${id}/file`)).arrayBuffer());
  }

  async patch(id, operations) {
    return this.call("PATCH", `/images/${id}`, {
      headers: { "Content-Type": "application/openstack-images-v2.1-json-patch" },
      body: JSON.stringify(operations),
    });
  }

  /** Offers an image to a project, by the project's id. */
  async share(id, project) {
    return this.call("POST", `/images/${id}/members`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ member: project }),
    });
  }

  /** The id of the project that this one acts for. */
  async project() {
    return (await describeToken(this.token)).project.id;
  }

  async delete(id) {
    return this.call("DELETE", `/images/${id}`, { ok: false });
  }
}
