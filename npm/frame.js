// The console in a frame of its own, for pages that want to share nothing with it. It
// listens to the origins that frame.json names, and to no other; the protocol is in
// docs/embedding.md.
import { mount } from "./index.js";

const VERSION = 1;

// The message may come before the answer does.
const known = fetch("frame.json")
  .then((answer) => (answer.ok ? answer.json() : { origins: [] }))
  .catch(() => ({ origins: [] }));

let isTaken = false;
addEventListener("message", async ({ origin, source, data, ports: [port] }) => {
  const isHello = data?.vitrine === VERSION && data.type === "hello" && typeof data.nonce === "string";
  // The first who may speaks, and only the page around this one.
  if (!isHello || !port || source !== parent) return;
  const { origins = [] } = await known;
  if (isTaken || !origins.includes(origin)) return;
  isTaken = true;
  start(port, data);
});

function start(port, { nonce, options = {} }) {
  const say = (type, rest = {}) => port.postMessage({ type, ...rest });
  const asked = new Map();
  let next = 0;
  const tokenProvider = () => new Promise((resolve, reject) => {
    asked.set((next += 1), { resolve, reject });
    say("token", { id: next });
  });
  const actions = (list) => (list ?? []).map((action) => ({
    ...action,
    run: (image) => say("action", { id: action.id, image }),
  }));
  const { givesTokens, ...given } = options;
  const console = mount(document.body, {
    ...given,
    ...(givesTokens && { tokenProvider }),
    actions: actions(options.actions),
  });
  for (const name of EVENTS) console.on(name, (detail) => say("event", { name, detail }));
  port.onmessage = ({ data }) => {
    if (data.type === "navigate") console.navigate(data.path);
    else if (data.type === "theme") console.setTheme(data.theme);
    else if (data.type === "actions") console.setActions(actions(data.actions));
    else if (data.type === "unmount") console.unmount();
    else if (data.type === "token") {
      const waiting = asked.get(data.id);
      asked.delete(data.id);
      if (data.error === undefined) waiting?.resolve(data.token);
      else waiting?.reject(new Error(data.error));
    }
  };
  say("welcome", { vitrine: VERSION, nonce });
}

const EVENTS = [
  "ready", "navigate", "image-created", "image-changed", "image-deleted", "image-selected",
  "image-picked", "transfer-progress", "transfer-finished", "transfer-failed",
  "auth-required", "error",
];
