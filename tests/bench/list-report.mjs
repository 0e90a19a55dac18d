// What the list's benchmark found, beside its budgets.
import { atMost, compose, mediansOf, memories, percentile, row, told } from "./table.mjs";

const BUDGETS = { rowsMs: 1000, keyMs: 50, frameMs: 50 };

export function report({ version, rounds, sizes, figures, memory, keys, ways }) {
  const medians = mediansOf(figures);
  const pressed = keys.map(({ ms }) => ms);
  const judged = judge({ sizes, medians, memory, pressed, ways });
  const head = `${version}; lists of ${sizes.small} and ${sizes.large} images; medians of ${rounds} rounds`;
  const tables = [
    loading(medians, sizes),
    pressing(keys),
    scrolling(ways),
    memories(memory, { small: `${sizes.small} images`, large: `${sizes.large} images` }),
  ];
  return compose(head, tables, judged, { version, rounds, sizes, medians, ms: figures, keys, ways, memory });
}

function judge({ sizes, medians, memory, pressed, ways }) {
  // The browser's clock has steps of 0.1 ms: three refreshes of a screen are 50, and not 50.1.
  const frames = Object.values(ways).flatMap(({ deltas }) => deltas.map(Math.round));
  return [
    atMost(`first rows of ${sizes.small}, ms`, medians.small.rows, BUDGETS.rowsMs, 0),
    told(`first rows of ${sizes.large}, ms`, medians.large.rows, 0),
    told(`all of ${sizes.large}, console / service alone`, medians.large.all / medians.large.service),
    atMost(`key to rows of ${sizes.large}, p95, ms`, percentile(pressed, 0.95), BUDGETS.keyMs, 0),
    told("the same, p50, ms", percentile(pressed, 0.5), 0),
    told("the same, longest, ms", Math.max(...pressed), 0),
    atMost("longest frame while scrolling, ms", Math.max(...frames), BUDGETS.frameMs, 0),
    told(`page's memory for ${sizes.small}, MiB`, memory.small.pageKept, 0),
    told(`page's memory for ${sizes.large}, MiB`, memory.large.pageKept, 0),
  ];
}

const ms = (value) => value.toFixed(0);

const loading = (medians, sizes) => [
  row("milliseconds from the page's address to", "door", "first rows", "all", "service"),
  ...Object.entries(sizes).map(([size, count]) => {
    const { door, rows, all, service } = medians[size];
    return row(`${count} images`, ...[door, rows, all, service].map(ms));
  }),
];

/** Clearing brings back the whole list, and may be told apart. */
function pressing(keys) {
  const groups = {
    "a letter": keys.filter(({ word }) => word === undefined),
    "clearing the search": keys.filter(({ word }) => word !== undefined),
  };
  return [
    row("milliseconds from key to rows", "keys", "p50", "p95", "longest"),
    ...Object.entries(groups).map(([name, some]) => {
      const took = some.map((it) => it.ms);
      return row(name, String(some.length), ...[percentile(took, 0.5), percentile(took, 0.95), Math.max(...took)].map(ms));
    }),
  ];
}

/** Frames without rows, of all; frames over the budget; the longest; tasks over 50 ms; the slowest event. */
const scrolling = (ways) => [
  row("scrolling by", "frames", "no rows", "> 50 ms", "longest", "tasks", "event"),
  ...Object.entries(ways).map(([name, { deltas, blank, longTasks, slowEvents }]) =>
    row(
      name,
      String(deltas.length),
      String(blank),
      String(deltas.filter((delta) => Math.round(delta) > BUDGETS.frameMs).length),
      ms(Math.max(...deltas)),
      String(longTasks.length),
      ms(Math.max(0, ...slowEvents)),
    )),
];
