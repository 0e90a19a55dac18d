// Chromium over its own protocol, with the domains that this needs and no more:
// a driver that listens to the network makes the browser keep whole bodies in
// memory, and slow, which would be measured instead of the console.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { picks } from "../e2e/support/picked.mjs";
import { Wire, ended, middleOf, until } from "./wire.mjs";

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];

const KEY_CODES = { Backspace: 8, PageUp: 33, PageDown: 34, End: 35, Home: 36 };

/** `preferences`: settings, as it writes them into a profile. */
export async function launch(program, folder, preferences = {}) {
  const profile = await mkdtemp(path.join(folder, "chromium-"));
  await mkdir(path.join(profile, "Default"));
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify(preferences));
  const child = spawn(program, [...ARGS, `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  const [port, address] = await until("Chromium to listen", () =>
    readFile(path.join(profile, "DevToolsActivePort"), "utf8").then((text) => text.split("\n"), () => null));
  const wire = await Wire.open(`ws://127.0.0.1:${port}${address.trim()}`);
  const downloads = path.join(profile, "downloads");
  await mkdir(downloads);
  await wire.call("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  return {
    pid: child.pid,
    downloads,
    version: (await wire.call("Browser.getVersion")).product,
    open: (url, size) => Page.open(wire, url, size),
    async close() {
      await wire.call("Browser.close").catch(() => {});
      wire.close();
      await ended(child);
      await rm(profile, { recursive: true, force: true });
    },
  };
}

class Page {
  constructor(wire, targetId, sessionId) {
    this.call = (method, params = {}) => wire.call(method, params, { sessionId });
    this.close = () => wire.call("Target.closeTarget", { targetId });
  }

  /** `size`: {width, height} of its window, in pixels. */
  static async open(wire, url, size = {}) {
    // In a window of its own it stays visible, whatever else is open.
    const { targetId } = await wire.call("Target.createTarget", { url, newWindow: true, ...size });
    const { sessionId } = await wire.call("Target.attachToTarget", { targetId, flatten: true });
    return new Page(wire, targetId, sessionId);
  }

  /** The value of an expression, or what its promise comes to. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.call("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async click(element) {
    const { x, y } = await this.evaluate(middleOf(element));
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.call("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  /** Types into what has the focus. */
  type(text) {
    return this.call("Input.insertText", { text });
  }

  /** Runs a function in every page that comes here, before its own programs. */
  async beforehand(work) {
    await this.call("Page.enable");
    await this.call("Page.addScriptToEvaluateOnNewDocument", { source: `(${work})()` });
  }

  goTo(url) {
    return this.call("Page.navigate", { url });
  }

  /** Presses and releases a key, by its name or the letter that it types. */
  async press(key) {
    const letter = [...key].length === 1;
    const about = { key, code: letter ? "" : key, windowsVirtualKeyCode: KEY_CODES[key] };
    const text = letter ? { type: "keyDown", text: key } : { type: "rawKeyDown" };
    await this.call("Input.dispatchKeyEvent", { ...about, ...text });
    await this.call("Input.dispatchKeyEvent", { ...about, type: "keyUp" });
  }

  /** Selects all that is in the field that has the focus. */
  selectAll() {
    return this.call("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "F24", commands: ["selectAll"] });
  }

  /** Turns the wheel by so many pixels over a place; answered when the page has had it. */
  wheel({ x, y }, deltaY) {
    return this.call("Input.dispatchMouseEvent", { type: "mouseWheel", x, y, deltaX: 0, deltaY });
  }

  /** Until the page is closed its site has so many bytes of storage. */
  limitStorage(origin, quotaSize) {
    return this.call("Storage.overrideQuotaForOrigin", { origin, quotaSize });
  }

  /** The person chooses this file, which is there, whenever the page asks for a place. */
  picks(file) {
    return picks(file, {
      evaluate: (work) => this.evaluate(`(${work})()`),
      send: (method, params) => this.call(method, params),
    });
  }

  async choose(file, input = 'input[type="file"]') {
    const { result } = await this.call("Runtime.evaluate", {
      expression: `document.querySelector('${input}')`,
    });
    await this.call("DOM.setFileInputFiles", { files: [file], objectId: result.objectId });
  }
}
