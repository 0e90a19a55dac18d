// <vitrine-console>, and mount() for pages that want no custom element. All that they
// take and give is in index.d.ts.
import { program, programDigest, styles } from "./built.js";

const TAG = "vitrine-console";

/** What an attribute is called as an option, for those that are texts. */
const TEXTS = {
  "image-endpoint": "imageEndpoint",
  "auth-url": "authUrl",
  region: "region",
  interface: "interface",
  domain: "domain",
  project: "project",
  "image-size-cap": "imageSizeCap",
  locale: "locale",
  theme: "theme",
  routing: "routing",
  base: "base",
  view: "view",
  assets: "assets",
  "worker-url": "workerUrl",
};
/** Those that are there or not. */
const FLAGS = { pick: "pick", storage: "storage" };

/** Each console's stylesheets: one for all, and one for the letters around each. */
let sheet;

const here = new URL("./", import.meta.url).href;

// One program for all consoles of the page; another attempt after a failure.
let loading;
function load(assets) {
  loading ??= (async () => {
    const url = new URL(program, assets).href;
    const module = await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
    const wasm = fetch(url.replace(/\.js$/, "_bg.wasm"), { integrity: programDigest });
    await module.default({ module_or_path: wasm });
    return module;
  })();
  loading.catch(() => { loading = undefined; });
  return loading;
}

/** By the files' address: the page's own line that loads their worker. */
const lines = new Map();

/**
 * The workers' programs. Browsers start workers of the page's own origin alone: where the
 * assets are another's, one line of the page's own loads them. `workerUrl` is a file with
 * that line, for pages whose policy forbids `blob:`.
 */
function workers(assets, workerUrl) {
  const worker = new URL("program/worker_loader.js", assets).href;
  if (workerUrl) return { workerUrl: new URL(workerUrl, document.baseURI).href, carrierUrl: "" };
  if (new URL(assets).origin === location.origin) {
    return { workerUrl: worker, carrierUrl: new URL("program/carrier.js", assets).href };
  }
  if (!lines.has(worker)) {
    const line = new Blob([`import ${JSON.stringify(worker)};`], { type: "text/javascript" });
    lines.set(worker, URL.createObjectURL(line));
  }
  return { workerUrl: lines.get(worker), carrierUrl: "" };
}

/** The bar's words and sizes follow the page's letters, within what the rows can hold. */
function letters(element) {
  const px = Number.parseFloat(getComputedStyle(element).fontSize) || 14;
  const own = new CSSStyleSheet();
  own.replaceSync(`:host { --v-size: ${Math.min(16, Math.max(12, px))}px; }`);
  return own;
}

/** A token and its end, as the program reads them. */
async function token(provider) {
  const given = await provider();
  if (!given) return ["", ""];
  if (typeof given === "string") return [given, ""];
  const { token, expiresAt } = given;
  const end = expiresAt === undefined || expiresAt === null ? null : new Date(expiresAt);
  return [token ?? "", end && !Number.isNaN(end.getTime()) ? end.toISOString() : ""];
}

const plain = (actions) =>
  actions.map(({ id, label, icon, places }) => ({ id, label, icon: icon ?? null, places: places ?? null }));

/** One console in one element. */
class Console {
  #id = null;
  #module = null;
  #isGone = false;
  #listeners = new Map();
  #later = [];
  #actions = [];
  #container = document.createElement("div");
  #root;
  #provider;
  #onEnd;

  constructor(root, options, dispatch, onEnd) {
    this.#root = root;
    this.#onEnd = onEnd;
    this.#provider = options.tokenProvider;
    this.#actions = options.actions ?? [];
    this.dispatch = dispatch;
    this.ready = this.#start(options);
    // Whoever waits for it hears of a failure; whoever doesn't hears the event.
    this.ready.catch(() => {});
  }

  async #start(options) {
    const assets = new URL(options.assets ?? here, document.baseURI).href;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
    }
    this.#root.adoptedStyleSheets = [sheet, letters(this.#root.host)];
    this.#root.append(this.#container);
    try {
      await this.#load(assets, options);
    } catch (error) {
      if (this.#isGone) return;
      const line = document.createElement("p");
      line.setAttribute("role", "alert");
      line.textContent = `The console could not be loaded. Check the connection and reload the page. (${error.message})`;
      this.#container.replaceChildren(line);
      this.#tell("error", { message: line.textContent, requestId: null });
      throw error;
    }
  }

  async #load(assets, options) {
    this.#module = await load(assets);
    if (this.#isGone) return;
    const given = {
      ...Object.fromEntries(Object.values(TEXTS).map((name) => [name, options[name] ?? null])),
      ...workers(assets, options.workerUrl),
      routing: options.routing ?? "memory",
      without: options.without ?? [],
      pick: Boolean(options.pick),
      storage: Boolean(options.storage),
      givesTokens: typeof options.tokenProvider === "function",
      actions: plain(this.#actions),
    };
    const id = await this.#module.mount(this.#root, this.#container, JSON.stringify(given), {
      token: () => token(this.#provider),
      hear: (event) => {
        const { name, detail } = JSON.parse(event);
        this.#tell(name, detail);
      },
      offers: (id, image) => this.#ask(id, image, "when", true),
      // Not in the middle of a click: it may take the console away.
      act: (id, image) => queueMicrotask(() => this.#ask(id, image, "run", undefined)),
    });
    if (this.#isGone) return this.#module.unmount(id);
    this.#id = id;
    for (const change of this.#later.splice(0)) change(this.#module, id);
  }

  /** Now, or as soon as the console is there. */
  #do(change) {
    if (this.#id === null) this.#later.push(change);
    else change(this.#module, this.#id);
  }

  /** What a host's own code does wrong is the host's to see, and stops nothing here. */
  #ask(id, image, what, otherwise) {
    const action = this.#actions.find((action) => action.id === id);
    try {
      const answer = action?.[what] ? action[what](JSON.parse(image)) : otherwise;
      return what === "when" ? Boolean(answer) : undefined;
    } catch (error) {
      reportError(error);
      return false;
    }
  }

  // Never in the middle of what the program is doing: a listener may unmount it.
  #tell(name, detail) {
    queueMicrotask(() => {
      for (const listener of this.#listeners.get(name) ?? []) {
        try {
          listener(detail);
        } catch (error) {
          reportError(error);
        }
      }
      this.dispatch(name, detail);
    });
  }

  on(name, listener) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
    this.#listeners.get(name).add(listener);
    return () => this.#listeners.get(name)?.delete(listener);
  }

  navigate(path) {
    this.#do((module, id) => module.navigate(id, path));
  }

  setTheme(theme) {
    this.#do((module, id) => module.setTheme(id, theme));
  }

  setActions(actions) {
    this.#actions = actions ?? [];
    this.#do((module, id) => module.setActions(id, JSON.stringify(plain(this.#actions))));
  }

  setTokenProvider(provider) {
    this.#provider = provider;
  }

  get running() {
    return this.#id === null ? 0 : this.#module.running(this.#id);
  }

  unmount() {
    if (this.#isGone) return;
    this.#isGone = true;
    if (this.#id !== null) this.#module.unmount(this.#id);
    this.#id = null;
    this.#container.remove();
    this.#root.adoptedStyleSheets = [];
    this.#onEnd?.();
  }
}

const mounted = new WeakMap();

/** See index.d.ts. */
export function mount(element, options = {}) {
  const there = mounted.get(element);
  if (there) return there;
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  element.append(host);
  const dispatch = (name, detail) =>
    element.dispatchEvent(new CustomEvent(`vitrine:${name}`, { detail, bubbles: true, composed: true }));
  const console = new Console(root, options, dispatch, () => {
    host.remove();
    mounted.delete(element);
  });
  mounted.set(element, console);
  return console;
}

class VitrineConsole extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = [...Object.keys(TEXTS), ...Object.keys(FLAGS), "features"];

  #internals = this.attachInternals();
  #root = this.attachShadow({ mode: "open" });
  #console = null;
  #isDue = false;
  #provider = undefined;
  #actions = [];
  #value = null;

  connectedCallback() {
    // Set before the element was defined.
    for (const name of ["tokenProvider", "actions", ...Object.values(TEXTS), ...Object.values(FLAGS), "features"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#restartSoon();
  }

  // A host that only moves the element takes it away and puts it back at once.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#console) return;
    if (name === "theme" && before !== null && now !== null) this.#console.setTheme(now);
    else if (name === "view") this.#console.navigate(now ?? "/images");
    else this.#restart();
  }

  #options() {
    const texts = Object.entries(TEXTS).map(([name, option]) => [option, this.getAttribute(name) ?? undefined]);
    const flags = Object.entries(FLAGS).map(([name, option]) => [option, this.hasAttribute(name)]);
    const words = (this.getAttribute("features") ?? "").split(/\s+/);
    const without = words.filter((word) => word.startsWith("no-")).map((word) => word.slice(3));
    return {
      ...Object.fromEntries([...texts, ...flags]),
      without,
      tokenProvider: this.#provider,
      actions: this.#actions,
    };
  }

  // Several attributes and properties change at a time: once, when they all have.
  #restartSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected && !this.#console) this.#start();
    });
  }

  #restart() {
    this.#stop();
    this.#restartSoon();
  }

  #start() {
    const dispatch = (name, detail) => {
      if (name === "image-picked") this.#setValue(detail.id);
      this.dispatchEvent(new CustomEvent(`vitrine:${name}`, { detail, bubbles: true, composed: true }));
    };
    this.#console = new Console(this.#root, this.#options(), dispatch);
  }

  #stop() {
    this.#console?.unmount();
    this.#console = null;
  }

  #setValue(value) {
    this.#value = value;
    this.#internals.setFormValue(value);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  formResetCallback() {
    this.#value = null;
    this.#internals.setFormValue(null);
  }

  get tokenProvider() { return this.#provider; }
  set tokenProvider(provider) {
    const had = typeof this.#provider === "function";
    this.#provider = provider;
    if (!this.#console) return;
    if (had && typeof provider === "function") this.#console.setTokenProvider(provider);
    else this.#restart();
  }

  get actions() { return this.#actions; }
  set actions(actions) {
    this.#actions = actions ?? [];
    this.#console?.setActions(this.#actions);
  }

  /** The id of the image that was picked, as the form sends it. */
  get value() { return this.#value; }
  get name() { return this.getAttribute("name"); }
  set name(name) { this.setAttribute("name", name); }
  get form() { return this.#internals.form; }
  get running() { return this.#console?.running ?? 0; }
  get ready() { return this.#console?.ready ?? Promise.resolve(); }

  navigate(path) { this.#console?.navigate(path); }
}

for (const [attribute, option] of Object.entries({ ...TEXTS, features: "features" })) {
  Object.defineProperty(VitrineConsole.prototype, option, {
    configurable: true,
    get() { return this.getAttribute(attribute); },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}
for (const [attribute, option] of Object.entries(FLAGS)) {
  Object.defineProperty(VitrineConsole.prototype, option, {
    configurable: true,
    get() { return this.hasAttribute(attribute); },
    // Frameworks hand an attribute's empty text to the property.
    set(value) { this.toggleAttribute(attribute, value === "" || Boolean(value)); },
  });
}

// Another copy of the package may have been here first.
if (!customElements.get(TAG)) customElements.define(TAG, VitrineConsole);
