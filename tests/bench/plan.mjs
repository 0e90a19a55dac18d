// What was asked of a benchmark of transfers, and the order in which it goes about it.
import { stat } from "node:fs/promises";

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
