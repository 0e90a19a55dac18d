// What an upload benchmark found, beside its budgets.
import { atLeast, atMost, composeTransfer, mediansOf, memories, row, seconds, speed, told } from "./table.mjs";

const BUDGETS = {
  line: 0.98,
  hashingCost: 0.1,
  growthMib: 32,
  hash: 0.95,
};

const LINES = {
  loopback: ["loopback", "small"],
  gigabit: ["1 Gbit/s", "small"],
  large: ["1 Gbit/s, large file", "large"],
  hash: ["hashing", "small"],
};

const MEMORY = { small: "small file, first upload", large: "large file", again: "small file, again" };

export function report(outcome) {
  const { bytes, memory } = outcome;
  const medians = mediansOf(outcome.figures);
  const { loopback, gigabit, large, hash } = medians;
  // Which of them is the faster changes with how many processors are idle.
  const bare = (line) => Math.min(line.bare, line["bare slice"]);
  const judged = [
    atLeast("console / curl, 1 Gbit/s, large file", large.curl / large.console, BUDGETS.line),
    atLeast("console / curl, 1 Gbit/s, small file", gigabit.curl / gigabit.console, BUDGETS.line),
    atMost("what hashing costs, 1 Gbit/s", 1 - bare(gigabit) / gigabit.console, BUDGETS.hashingCost),
    atMost("what hashing costs, loopback", 1 - bare(loopback) / loopback.console, BUDGETS.hashingCost),
    atLeast("worker / sha512sum", hash.sha512sum / hash.worker, BUDGETS.hash),
    atMost("memory growth, large file, MiB", memory.large.growth, BUDGETS.growthMib, 0),
    atMost("memory growth, first upload, MiB", memory.small.growth, BUDGETS.growthMib, 0),
    told("console / curl, loopback", loopback.curl / loopback.console),
    told("bare request / curl, loopback", loopback.curl / bare(loopback)),
  ];
  return composeTransfer(outcome, medians, judged, [speeds(medians, bytes), memories(memory, MEMORY)]);
}

/** `sending`: the body alone, as the receiver saw it. */
function speeds(medians, bytes) {
  const rows = Object.entries(LINES).flatMap(([group, [line, size]]) =>
    Object.entries(medians[group])
      .filter(([name]) => !name.endsWith(" sending"))
      .map(([name, took]) =>
        row(
          `${line}: ${name}`,
          seconds(took),
          seconds(medians[group][`${name} sending`]),
          speed(bytes[size], took),
        )));
  return [row("", "seconds", "sending", "MB/s"), ...rows];
}
