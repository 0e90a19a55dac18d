// The service that console and curl talk to, and the line to it.
export const address = process.env.VITRINE_SERVICE;

const GIGABIT = 125_000_000;

/** Bytes per second of all connections together (0: no limit), and a delay. */
export const LINES = {
  loopback: { bytesPerS: 0, delayMs: 0 },
  gigabit: { bytesPerS: GIGABIT, delayMs: 0 },
  distant: { bytesPerS: GIGABIT, delayMs: 20 },
};

/** From here on the line is like that, and what passes is counted from 0. */
export async function setLine({ bytesPerS, delayMs }) {
  const answer = await fetch(`${address}/bench/line`, { method: "PUT", body: `${bytesPerS} ${delayMs}` });
  if (!answer.ok) throw new Error(`the service refused a line of ${bytesPerS} B/s and ${delayMs} ms`);
}

/** Bytes and seconds of the images' data on their way, as the service saw it. */
export const passed = async () => (await fetch(`${address}/bench/passed`)).json();
