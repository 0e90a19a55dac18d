// What a page is watched for, from inside: asking it again and again from without
// would cost time of its own. Each function runs in the page and knows nothing of
// what stands beside it here.

/**
 * Before the console's own program: notes when the door was there, when a button was
 * clicked, when rows were, and each count of images that was told. Milliseconds since
 * the page was asked for; of what a person sees, when its frame was drawn.
 */
export function watchLoad() {
  const seen = { counts: [] };
  let waiting;
  const drawn = (name) => {
    if (name in seen) return;
    seen[name] = undefined;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => {
        seen[name] = performance.now();
      };
      after.port2.postMessage(0);
    });
  };
  const countTold = () => {
    const text = document.querySelector(".v-count [role=status]")?.textContent ?? "";
    const numbers = text.match(/\d[\d,]*/g)?.map((digits) => Number(digits.replaceAll(",", "")));
    return numbers && Math.max(...numbers);
  };
  const look = () => {
    if (document.querySelector('form input[type="password"]')) drawn("door");
    // Spacers, if any, are empty.
    const rows = "rows" in seen ? [] : document.querySelectorAll("table.v-table tbody tr");
    if ([...rows].some((row) => row.textContent.trim())) drawn("rows");
    const count = countTold();
    if (count === undefined || count === seen.counts.at(-1)?.count) return;
    seen.counts.push({ count, ms: performance.now() });
    if (count === waiting?.count) waiting.resolve();
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("click", (event) => {
    seen.click = event.timeStamp;
  }, { capture: true });
  /** What was seen, a second after so many images were told. It looks no longer then. */
  globalThis.benchLoad = async (count) => {
    if (seen.counts.at(-1)?.count !== count) {
      await new Promise((resolve) => {
        waiting = { count, resolve };
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    watch.disconnect();
    return seen;
  };
}

/**
 * `benchKey()` comes to the milliseconds from the next key press to the end of the
 * frame in which rows in sight changed for the last time, or of the first frame after
 * it if they stay as they are; and whether they changed.
 */
export function watchKeys() {
  const PLACES = ".v-table-frame, .v-empty";
  /** So long nothing may change for the answer to be taken for the whole. */
  const SETTLED_MS = 300;
  const isPlace = (node) =>
    node.nodeType === Node.ELEMENT_NODE && (node.matches(PLACES) || node.querySelector(PLACES));
  const isOfRows = ({ target, addedNodes, removedNodes }) => {
    const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
    return element?.closest(PLACES) || [...addedNodes, ...removedNodes].some(isPlace);
  };
  /** What of the list can be seen. Asked for once a frame has been laid out. */
  const inSight = () => {
    const frame = document.querySelector(".v-table-frame");
    if (!frame) return document.querySelector(".v-empty")?.textContent;
    const edge = frame.getBoundingClientRect();
    const isSeen = (row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > edge.top && top < Math.min(edge.bottom, innerHeight);
    };
    const rows = [...frame.querySelectorAll("tbody tr[data-id]")].filter(isSeen);
    return rows.map(({ innerHTML }) => innerHTML).join("\n");
  };
  globalThis.benchKey = () =>
    new Promise((resolve) => {
      let pressed, ended, timer, shown;
      let changed = false;
      const before = inSight();
      const frame = () =>
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => {
            const now = performance.now();
            const sight = inSight();
            if (sight !== shown) ended = now;
            shown = sight;
            changed = sight !== before;
            clearTimeout(timer);
            timer = setTimeout(() => {
              watch.disconnect();
              resolve({ ms: ended - pressed, changed });
            }, SETTLED_MS);
          };
          after.port2.postMessage(0);
        });
      const watch = new MutationObserver((records) => {
        if (pressed !== undefined && records.some(isOfRows)) frame();
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      addEventListener("keydown", (event) => {
        pressed = event.timeStamp;
      }, { capture: true, once: true });
      addEventListener("input", frame, { capture: true, once: true });
    });
}

/**
 * `benchFrames.start()` begins to look at frames, `.stop()` tells: the milliseconds
 * between each and the next, how many showed no row where the pointer is, how far the
 * list moved (pixels), long tasks, and the longest an event waited for its frame.
 */
export function watchFrames() {
  const list = document.querySelector(".v-table-frame");
  const { scrollingElement } = document;
  const place = () => Math.max(list.scrollTop, scrollingElement.scrollTop);
  let run;
  const isOverRow = ({ x, y }) => Boolean(document.elementFromPoint(x, y)?.closest("tbody tr")?.textContent.trim());
  const step = (now) => {
    if (!run) return;
    if (run.last !== undefined) run.deltas.push(now - run.last);
    run.last = now;
    run.moved += Math.abs(place() - run.place);
    run.place = place();
    const current = run;
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      if (!isOverRow(current.over)) current.blank += 1;
    };
    after.port2.postMessage(0);
    requestAnimationFrame(step);
  };
  globalThis.benchFrames = {
    start(over) {
      run = { over, deltas: [], blank: 0, moved: 0, place: place(), longTasks: [], slowEvents: [] };
      const current = run;
      const keep = (name) => new PerformanceObserver((entries) => {
        current[name].push(...entries.getEntries().map(({ duration }) => duration));
      });
      run.observers = [keep("longTasks"), keep("slowEvents")];
      run.observers[0].observe({ type: "longtask" });
      run.observers[1].observe({ type: "event", durationThreshold: 16 });
      requestAnimationFrame(step);
    },
    stop() {
      for (const observer of run.observers) observer.disconnect();
      const { deltas, blank, moved, longTasks, slowEvents } = run;
      run = undefined;
      return { deltas, blank, moved, longTasks, slowEvents };
    },
  };
}
