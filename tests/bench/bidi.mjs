// Firefox over WebDriver BiDi, without a subscription to anything: see cdp.mjs.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { Wire, ended, middleOf } from "./wire.mjs";

const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.download.always_ask_before_handling_new_types": false,
  "browser.download.folderList": 2,
  "browser.download.useDownloadDir": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

export async function launch(program, folder) {
  const profile = await mkdtemp(path.join(folder, "firefox-"));
  const downloads = path.join(profile, "downloads");
  await mkdir(downloads);
  const lines = Object.entries({ ...PREFERENCES, "browser.download.dir": downloads })
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(path.join(profile, "user.js"), lines.join("\n"));
  const child = spawn(program, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const wire = await Wire.open(`${await addressOf(child)}/session`);
  const { capabilities } = await wire.call("session.new", { capabilities: {} });
  return {
    pid: child.pid,
    downloads,
    version: `Firefox/${capabilities.browserVersion}`,
    open: (url) => Page.open(wire, url),
    async close() {
      await wire.call("browser.close").catch(() => {});
      wire.close();
      await ended(child);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What it says on its standard error, which is read to the end: a full pipe would stop it. */
const addressOf = (child) =>
  new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const address = said.match(/listening on (ws:\/\/\S+)/)?.[1];
      if (address) resolve(address);
    });
    child.once("exit", () => reject(new Error(`Firefox ended: ${said}`)));
  });

class Page {
  #wire;
  #context;

  static async open(wire, url) {
    const page = new Page();
    page.#wire = wire;
    // In a window of its own it stays visible, whatever else is open.
    page.#context = (await wire.call("browsingContext.create", { type: "window" })).context;
    await wire.call("browsingContext.navigate", { context: page.#context, url, wait: "complete" });
    return page;
  }

  close() {
    return this.#wire.call("browsingContext.close", { context: this.#context });
  }

  async #remote(expression) {
    const { result, exceptionDetails } = await this.#wire.call("script.evaluate", {
      expression,
      target: { context: this.#context },
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result;
  }

  /** The value of an expression, or what its promise comes to. */
  async evaluate(expression) {
    const { value } = await this.#remote(`(async () => JSON.stringify(await (${expression})))()`);
    return value === undefined ? undefined : JSON.parse(value);
  }

  async click(element) {
    const { x, y } = await this.evaluate(middleOf(element));
    const actions = [
      { type: "pointerMove", x: Math.round(x), y: Math.round(y) },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#perform({ type: "pointer", id: "mouse", actions });
  }

  /** Types into what has the focus. */
  async type(text) {
    const actions = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#perform({ type: "key", id: "keyboard", actions });
  }

  async choose(file, input = 'input[type="file"]') {
    const { sharedId } = await this.#remote(`document.querySelector('${input}')`);
    await this.#wire.call("input.setFiles", { context: this.#context, element: { sharedId }, files: [file] });
  }

  #perform(source) {
    return this.#wire.call("input.performActions", { context: this.#context, actions: [source] });
  }
}
