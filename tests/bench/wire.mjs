// What both browsers' drivers need: JSON commands and their answers over one
// WebSocket, waiting, and where to click.

export class Wire {
  #socket;
  #last = 0;
  #waiting = new Map();

  static open(url) {
    const wire = new Wire();
    wire.#socket = new WebSocket(url);
    wire.#socket.onmessage = ({ data }) => wire.#take(JSON.parse(data));
    wire.#socket.onclose = () => wire.#end(new Error("the browser hung up"));
    return new Promise((resolve, reject) => {
      wire.#socket.onopen = () => resolve(wire);
      wire.#socket.onerror = () => reject(new Error(`no browser at ${url}`));
    });
  }

  call(method, params = {}, more = {}) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...more }));
    });
  }

  close() {
    this.#socket.close();
  }

  #take({ id, result, error, message }) {
    const call = this.#waiting.get(id);
    if (!call) return;
    this.#waiting.delete(id);
    if (error) call.reject(new Error(`${call.method}: ${message ?? error.message ?? error}`));
    else call.resolve(result);
  }

  #end(error) {
    for (const call of this.#waiting.values()) call.reject(error);
    this.#waiting.clear();
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `look` gives something; that. */
export async function until(what, look, limitMs = 30_000) {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`);
    await pause(50);
  }
}

/** What a promise comes to, if it does so in time. */
export async function within(what, promise, limitMs) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${limitMs} ms for ${what}`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for a browser to end, and ends it if that takes long. */
export async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once("exit", resolve));
  const last = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await end;
  clearTimeout(last);
}

/**
 * The place of an element, for a mouse; an expression for the page. What has just
 * appeared may still push others about: the place is where the element stays.
 */
export const middleOf = (element) => `(async () => {
  const element = ${element};
  const frame = () => new Promise(requestAnimationFrame);
  const place = () => {
    element.scrollIntoView({ block: "center" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  for (let last; ;) {
    const now = place();
    if (last?.x === now.x && last.y === now.y) return now;
    last = now;
    await frame();
    await frame();
  }
})()`;
