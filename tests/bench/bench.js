// Single parts of what the console does, to be timed by themselves. Milliseconds.
const file = () => document.querySelector("input").files[0];

/** The request that the console sends, and nothing beside it: the file as it is, or a slice. */
globalThis.bareUpload = (sink, asSlice) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("PUT", `${sink}/v2/images/bare/file`);
    xhr.setRequestHeader("Content-Type", "application/octet-stream");
    xhr.setRequestHeader("X-Auth-Token", "bench");
    // Progress events cost something, too, and the console has them.
    xhr.upload.onprogress = () => {};
    const start = performance.now();
    xhr.onload = () =>
      xhr.status === 204 ? resolve(performance.now() - start) : reject(new Error(`HTTP ${xhr.status}`));
    xhr.onerror = () => reject(new Error("the upload broke"));
    xhr.send(asSlice ? file().slice(0, file().size) : file());
  });

/** The console has a worker that waits for the first job, with its helper. */
const LOADED_MS = 500;

/** The console's own worker at the console's own job, once it is loaded. */
globalThis.digest = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker("worker_loader.js", { type: "module" });
    let start;
    worker.onerror = (event) => reject(new Error(`the worker did not start: ${event.message}`));
    worker.onmessage = ({ data: [text] }) => {
      const report = JSON.parse(text);
      if (report === "Ready") {
        setTimeout(() => {
          start = performance.now();
          worker.postMessage([JSON.stringify({ Digest: { algorithm: "Sha512" } }), file()]);
        }, LOADED_MS);
      } else if (report.Finished) {
        worker.terminate();
        resolve({ ms: performance.now() - start, digest: report.Finished.digest });
      } else if (report.Failed) {
        worker.terminate();
        reject(new Error(text));
      }
    };
  });

/** The file read as that worker reads it, without a digest. */
globalThis.readAlone = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker("read-worker.js");
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.bytes === file().size) resolve(data.ms);
      else reject(new Error(`read ${data.bytes} of ${file().size} bytes`));
    };
    worker.postMessage(file());
  });
