// What a benchmark has measured, and the end that it comes to.
import { writeFile } from "node:fs/promises";
import path from "node:path";

const { env } = process;

/** What was measured: all figures of each name, by groups. */
export class Figures {
  groups = {};

  keep(group, name, value) {
    if (value !== undefined) ((this.groups[group] ??= {})[name] ??= []).push(value);
  }
}

/** Shows a report, writes it down with every single figure, and ends accordingly. */
export async function tell(name, { text, json, missed }) {
  const file = path.join(env.VITRINE_ARTIFACTS, `${name}.json`);
  await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
  console.log(`\n${text}\n\nThe same and every single figure: ${file}`);
  if (missed && env.VITRINE_STRICT) process.exitCode = 1;
}
