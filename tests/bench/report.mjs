// Medians, ratios and budgets of an upload benchmark.

const BUDGETS = {
  line: 0.98,
  hashingCost: 0.1,
  growthMib: 32,
  hash: 0.95,
};

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export function report({ version, bytes, rounds, seconds, stages, memory }) {
  const medians = Object.fromEntries(
    Object.entries(seconds).map(([group, ways]) => [
      group,
      Object.fromEntries(Object.entries(ways).map(([name, all]) => [name, median(all)])),
    ]),
  );
  const { loopback, gigabit, large, hash } = medians;
  const judged = [
    atLeast("console / curl, 1 Gbit/s, large file", large.curl / large.console, BUDGETS.line),
    atLeast("console / curl, 1 Gbit/s, small file", gigabit.curl / gigabit.console, BUDGETS.line),
    atMost("what hashing costs, 1 Gbit/s", 1 - gigabit.bare / gigabit.console, BUDGETS.hashingCost),
    atMost("what hashing costs, loopback", 1 - loopback.bare / loopback.console, BUDGETS.hashingCost),
    atLeast("worker / sha512sum", hash.sha512sum / hash.worker, BUDGETS.hash),
    atMost("memory growth, large file, MiB", memory.large.growth, BUDGETS.growthMib, 0),
    atMost("memory growth, first upload, MiB", memory.small.growth, BUDGETS.growthMib, 0),
    { what: "console / curl, loopback", value: loopback.curl / loopback.console, digits: 2 },
    { what: "bare request / curl, loopback", value: loopback.curl / loopback.bare, digits: 2 },
  ];
  const text = [
    `${version}; small ${mib(bytes.small)} MiB, large ${mib(bytes.large)} MiB; medians of ${rounds} rounds`,
    "",
    ...speeds(medians, bytes),
    "",
    ...memories(memory),
    "",
    row("against the budget", "measured", "budget", ""),
    ...judged.map(judgement),
  ].join("\n");
  return {
    text,
    json: { version, bytes, rounds, judged, medians, seconds, stages, memory },
    missed: judged.some((it) => it.met === false),
  };
}

const atLeast = (what, value, budget, digits = 2) => ({ what, value, budget: `>= ${budget}`, met: value >= budget, digits });
const atMost = (what, value, budget, digits = 2) => ({ what, value, budget: `<= ${budget}`, met: value <= budget, digits });

const judgement = ({ what, value, budget = "-", met, digits }) =>
  row(what, value.toFixed(digits), budget, met === undefined ? "" : met ? "pass" : "MISS");

const LINES = {
  loopback: ["loopback", "small"],
  gigabit: ["1 Gbit/s", "small"],
  large: ["1 Gbit/s, large file", "large"],
  hash: ["hashing", "small"],
};

/** `sending`: the body alone, as the receiver saw it. */
function speeds(medians, bytes) {
  const rows = Object.entries(LINES).flatMap(([group, [line, size]]) =>
    Object.entries(medians[group])
      .filter(([name]) => !name.endsWith(" sending"))
      .map(([name, took]) => {
        const sending = medians[group][`${name} sending`];
        return row(
          `${line}: ${name}`,
          took.toFixed(3),
          sending === undefined ? "" : sending.toFixed(3),
          (bytes[size] / took / 1e6).toFixed(0),
        );
      }));
  return [row("", "seconds", "sending", "MB/s"), ...rows];
}

function memories(memory) {
  const rows = Object.entries({ small: "small file, first upload", large: "large file", again: "small file, again" })
    .map(([key, what]) => {
      const { before, peak, after, parts } = memory[key];
      const kinds = Object.entries(parts)
        .filter(([, mib]) => Math.abs(mib) >= 1)
        .map(([kind, mib]) => `${kind} ${signed(mib)}`);
      return `${row(what, before.toFixed(0), peak.toFixed(0), after.toFixed(0))}   at the peak: ${kinds.join(", ")}`;
    });
  return [row("memory of all processes, MiB", "before", "peak", "after"), ...rows];
}

const signed = (number) => `${number < 0 ? "" : "+"}${number.toFixed(0)}`;

const mib = (bytes) => Math.round(bytes / (1 << 20));

const row = (what, ...cells) => what.padEnd(38) + cells.map((cell) => cell.padStart(10)).join("");
