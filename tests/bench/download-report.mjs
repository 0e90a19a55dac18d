// What a download benchmark found, beside its budgets.
import { atLeast, atMost, composeTransfer, mediansOf, memories, row, seconds, speed, told } from "./table.mjs";

const BUDGETS = { line: 0.98, pageGrowthMib: 32 };

const STORES = { ranges: "parts", stream: "one answer" };

/** The large file only on the line that has a budget. */
const LINES = {
  loopback: ["loopback", "small"],
  gigabit: ["1 Gbit/s", "small"],
  distant: ["1 Gbit/s + 20 ms", "small"],
  large: ["1 Gbit/s, large file", "large"],
};

export function report(outcome) {
  const { bytes, memory } = outcome;
  const medians = mediansOf(outcome.figures);
  return composeTransfer(outcome, medians, judge(medians, memory), [
    speeds(medians, bytes),
    memories(memory, memoryNames(memory)),
  ]);
}

function judge(medians, memory) {
  const ratio = (line, store) => {
    const { curl, console: ours } = medians[`${line} ${store}`];
    return [`console / curl, ${LINES[line][0]}, ${STORES[store]}`, curl / ours];
  };
  const each = (judgement) => Object.keys(STORES).map(judgement);
  const held = (store) => memory[`large ${store}`];
  return [
    ...each((store) => atLeast(...ratio("large", store), BUDGETS.line)),
    ...each((store) => atLeast(...ratio("gigabit", store), BUDGETS.line)),
    ...each((store) =>
      atMost(`page growth, large, ${STORES[store]}, MiB`, held(store).pageGrowth, BUDGETS.pageGrowthMib, 0)),
    ...(memory["large chosen"]
      ? [atMost("page growth, large, chosen, MiB", memory["large chosen"].pageGrowth, BUDGETS.pageGrowthMib, 0)]
      : []),
    ...each((store) => told(...ratio("distant", store))),
    ...each((store) => told(...ratio("loopback", store))),
    ...each((store) => told(`all growth, large, ${STORES[store]}, MiB`, held(store).growth, 0)),
  ];
}

const memoryNames = (memory) => {
  const names = Object.entries(STORES).flatMap(([store, how]) =>
    ["small", "large"].map((size) => [`${size} ${store}`, `${size} file, ${how}`]));
  const chosen = ["large chosen", "large file, into a chosen one"];
  return Object.fromEntries(memory[chosen[0]] ? [...names, chosen] : names);
};

/**
 * `arrived`: the card no longer says that bytes are moving. `sending`: the data
 * alone, as the service saw it. `saved`: whole in the downloads folder.
 */
function speeds(medians, bytes) {
  const rows = Object.entries(LINES).flatMap(([line, [called, size]]) =>
    Object.entries(STORES).flatMap(([store, how]) => {
      const group = medians[`${line} ${store}`];
      return ["curl", "console"].map((way) => {
        const more = ["sending", "arrived", "saved"].map((what) => seconds(group[`${way} ${what}`]));
        return row(`${called}, ${how}: ${way}`, seconds(group[way]), ...more, speed(bytes[size], group[way]));
      });
    }));
  return [row("", "seconds", "sending", "arrived", "saved", "MB/s"), ...rows];
}
