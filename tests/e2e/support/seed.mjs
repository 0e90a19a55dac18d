// Thousands of made-up images in the lab, within seconds: `lab/many_images.py`
// writes them into the database of the Glance that is running.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const SCRIPT = fileURLToPath(new URL("../../../lab/many_images.py", import.meta.url));

/**
 * Brings the lab to `count` made-up images that an administrator's list shows, and
 * removes all others that were made up before; 0 leaves none, and whoever shares the
 * lab wants them gone. Gives {listed, hidden, community, killed}.
 */
export async function seedImages(count) {
  const { VITRINE_LAB_PYTHON: python, VITRINE_LAB_STATE: state } = process.env;
  if (!python || !state) throw new Error("no lab to put images into: run this by `cargo xtask`");
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run(python, [SCRIPT, state, String(count)], { env });
  return JSON.parse(stdout);
}
