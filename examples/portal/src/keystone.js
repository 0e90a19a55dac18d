// The portal signs people in; the console is only given tokens.
const { auth_url: AUTH_URL } = await (await fetch("/portal.json")).json();

const credentials = { current: null };

async function issue({ user, password, project }) {
  const domain = { name: "Default" };
  const answer = await fetch(`${AUTH_URL}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ auth: {
      identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
      scope: { project: { name: project, domain } },
    } }),
  });
  if (!answer.ok) throw new Error("User name, password or project is wrong");
  const { token } = await answer.json();
  return { token: answer.headers.get("X-Subject-Token"), expiresAt: token.expires_at, user: token.user.name, catalog: token.catalog };
}

export async function signIn(form) {
  const session = await issue(form);
  credentials.current = form;
  const image = session.catalog.find(({ type }) => type === "image");
  return { user: session.user, imageEndpoint: image.endpoints.find((it) => it.interface === "public").url, authUrl: AUTH_URL };
}

/** What the console asks for tokens. */
export const tokenProvider = async () => {
  if (!credentials.current) return null;
  const { token, expiresAt } = await issue(credentials.current);
  return { token, expiresAt };
};
