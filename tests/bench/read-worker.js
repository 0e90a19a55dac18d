// Reads a file in pieces of 1 MiB into one buffer, as the console's worker does.
const PIECE = 1 << 20;

onmessage = async ({ data: file }) => {
  const start = performance.now();
  const reader = file.slice(0, file.size).stream().getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(PIECE);
  let bytes = 0;
  for (;;) {
    const { value } = await reader.read(new Uint8Array(buffer), { min: PIECE });
    if (!value || value.length === 0) break;
    bytes += value.length;
    buffer = value.buffer;
  }
  postMessage({ ms: performance.now() - start, bytes });
};
