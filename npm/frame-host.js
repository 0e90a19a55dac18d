// The other side of frame.html, for the page around it.

const VERSION = 1;

/** See frame-host.d.ts. */
export function connectFrame(frame, { tokenProvider, actions = [], ...options } = {}) {
  const nonce = crypto.randomUUID();
  const origin = new URL(frame.src).origin;
  const listeners = new Map();
  const { port1: port, port2: theirs } = new MessageChannel();
  let own = actions;
  let isWelcome = false;
  const plain = () => own.map(({ id, label, icon, places }) => ({ id, label, icon, places }));
  const say = (type, rest = {}) => port.postMessage({ type, ...rest });
  const ready = new Promise((resolve) => {
    port.onmessage = async ({ data }) => {
      if (data.type === "welcome") {
        isWelcome = data.vitrine === VERSION && data.nonce === nonce;
        if (isWelcome) resolve();
      } else if (!isWelcome) {
        return;
      } else if (data.type === "event") {
        for (const listener of listeners.get(data.name) ?? []) listener(data.detail);
      } else if (data.type === "action") {
        own.find(({ id }) => id === data.id)?.run(data.image);
      } else if (data.type === "token") {
        try {
          say("token", { id: data.id, token: await tokenProvider() });
        } catch (error) {
          say("token", { id: data.id, error: String(error?.message ?? error) });
        }
      }
    };
  });
  const hello = () => frame.contentWindow.postMessage(
    {
      vitrine: VERSION,
      type: "hello",
      nonce,
      options: { ...options, givesTokens: typeof tokenProvider === "function", actions: plain() },
    },
    origin,
    [theirs],
  );
  // Only once the frame listens: a port can be handed over but once.
  frame.addEventListener("load", hello, { once: true });
  return {
    ready,
    navigate: (path) => say("navigate", { path }),
    setTheme: (theme) => say("theme", { theme }),
    setActions: (list) => {
      own = list;
      say("actions", { actions: plain() });
    },
    on: (name, listener) => {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name).add(listener);
      return () => listeners.get(name).delete(listener);
    },
    unmount: () => {
      frame.removeEventListener("load", hello);
      say("unmount");
    },
  };
}
