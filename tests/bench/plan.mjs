// What was asked of a benchmark, the order in which it goes about it, and the end
// that it comes to.
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";

const { env } = process;

const measured = async (file) => ({ file, bytes: (await stat(file)).size });

export const files = {
  small: await measured(env.VITRINE_SMALL),
  large: await measured(env.VITRINE_LARGE),
};
export const bytes = { small: files.small.bytes, large: files.large.bytes };

export const rounds = Number(env.VITRINE_ROUNDS);
export const largeRounds = Number(env.VITRINE_LARGE_ROUNDS);

/** Forwards and backwards by turns, so that a machine that gets slower is unjust to nobody. */
export function turn(ways, round) {
  const entries = Object.entries(ways);
  return round % 2 === 0 ? entries : entries.toReversed();
}

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
