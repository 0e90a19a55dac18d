// Medians, budgets and rows, as every benchmark's report has them.

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The value that so large a share of all doesn't exceed. */
export const percentile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.max(Math.ceil(values.length * share) - 1, 0)];

/** The median of each name in each group. */
export const mediansOf = (groups) =>
  Object.fromEntries(
    Object.entries(groups).map(([group, names]) => [
      group,
      Object.fromEntries(Object.entries(names).map(([name, all]) => [name, median(all)])),
    ]),
  );

export const atLeast = (what, value, budget, digits = 2) =>
  ({ what, value, budget: `>= ${budget}`, met: value >= budget, digits });
export const atMost = (what, value, budget, digits = 2) =>
  ({ what, value, budget: `<= ${budget}`, met: value <= budget, digits });
/** Without a budget. */
export const told = (what, value, digits = 2) => ({ what, value, digits });

export const row = (what, ...cells) => what.padEnd(50) + cells.map((cell) => cell.padStart(10)).join("");

const judgements = (judged) => [
  row("against the budget", "measured", "budget", ""),
  ...judged.map(({ what, value, budget = "-", met, digits }) =>
    row(what, value.toFixed(digits), budget, met === undefined ? "" : met ? "pass" : "MISS")),
];

/** `named`: what to call each key of `memory`. */
export function memories(memory, named) {
  const rows = Object.entries(named).map(([key, what]) => {
    const { before, peak, after, parts } = memory[key];
    const kinds = Object.entries(parts)
      .filter(([, mib]) => Math.abs(mib) >= 1)
      .map(([kind, mib]) => `${kind} ${signed(mib)}`);
    return `${row(what, before.toFixed(0), peak.toFixed(0), after.toFixed(0))}   at the peak: ${kinds.join(", ")}`;
  });
  return [row("memory of all processes, MiB", "before", "peak", "after"), ...rows];
}

const signed = (number) => `${number < 0 ? "" : "+"}${number.toFixed(0)}`;

const heading = ({ version, bytes, rounds }) =>
  `${version}; small ${mib(bytes.small)} MiB, large ${mib(bytes.large)} MiB; medians of ${rounds} rounds`;

const mib = (bytes) => Math.round(bytes / (1 << 20));

export const seconds = (value) => (value === undefined ? "" : value.toFixed(3));

export const speed = (bytes, took) => (bytes / took / 1e6).toFixed(0);

/** A whole report: text for a person, JSON with every single figure, and whether a budget was missed. */
export function compose(head, tables, judged, record) {
  const parts = [[head], ...tables, judgements(judged)];
  return {
    text: parts.map((lines) => lines.join("\n")).join("\n\n"),
    json: { ...record, judged },
    missed: judged.some((it) => it.met === false),
  };
}

/** That of a transfer's benchmark. */
export function composeTransfer({ version, bytes, rounds, figures, stages, memory }, medians, judged, tables) {
  const record = { version, bytes, rounds, medians, seconds: figures, stages, memory };
  return compose(heading(record), tables, judged, record);
}
