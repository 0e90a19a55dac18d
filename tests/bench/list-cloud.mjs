// The real services under the list, past the console.
const { env } = process;

/** An administrator's token: theirs is the longest list. */
export async function token() {
  const domain = { name: "Default" };
  const user = { name: "admin", domain, password: env.VITRINE_ADMIN_PASSWORD };
  const response = await fetch(`${env.VITRINE_KEYSTONE_URL}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: { methods: ["password"], password: { user } },
        scope: { project: { name: "admin", domain } },
      },
    }),
  });
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`);
  return response.headers.get("x-subject-token");
}

/** All images, page by page as fast as the service gives them: the seconds and bytes, and the images. */
export async function readAll(secret, limit = 1000) {
  const images = [];
  let bytes = 0;
  const start = performance.now();
  for (let next = `/v2/images?limit=${limit}`; next;) {
    const response = await fetch(`${env.VITRINE_GLANCE_URL}${next}`, { headers: { "X-Auth-Token": secret } });
    if (!response.ok) throw new Error(`${next}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    const page = JSON.parse(text);
    bytes += Buffer.byteLength(text);
    images.push(...page.images);
    next = page.next;
  }
  return { seconds: (performance.now() - start) / 1000, bytes, images };
}
