// A reverse proxy between browser and Glance: serves it under another port or
// path, and brings the weather (cuts, flipped bytes, slowness) on demand. What
// passes is the real service's; nothing is made up.
import http from "node:http";
import { Transform } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * Forwards `prefix` to `target` (an origin). Faults are one-shot, but for the pace.
 * `rewrite` changes texts that come back, such as addresses in a catalogue.
 */
export async function startProxy(target, { prefix = "", port = 0, rewrite } = {}) {
  const faults = {
    /** Ends the connection after so many bytes of the next answer with image data. */
    cutDownloadAfter: null,
    /** The same, of as many answers as it has numbers. */
    cutDownloads: null,
    /** Ends the next answer with image data after so many bytes, as if that were all. */
    endDownloadAfter: null,
    /** Answers with image data don't say how long they are. */
    hideLength: null,
    /** Ranges are not passed on: each answer is the whole. */
    ignoreRanges: null,
    /** Answers ranges as Glance does for a store without them; `cors`: the page's origin. */
    refuseRanges: null,
    /** Asks for other bytes than the page did: so many further on. */
    shiftRanges: null,
    /** Lets pages read which range came, or not, whatever the service says of it. */
    exposeRange: null,
    /** Answers the next requests for data in the service's place: {status, times, cors}. */
    answerDownload: null,
    /** Flips the byte at this place of the next answer with image data. */
    flipDownloadAt: null,
    /** Flips the byte at this place of the next upload. */
    flipUploadAt: null,
    /** Ends the connection after so many bytes of the next upload. */
    cutUploadAfter: null,
    /**
     * Answers the next uploads in the service's place: {status, times, cors}. `cors` is the
     * origin that may read the answer; without it no page may.
     */
    answerUpload: null,
    /** The next answer to such a request is lost on its way: {method, path}. */
    loseAnswer: null,
    /** Answers to uploads are kept back until this is taken back. */
    holdUploadAnswers: null,
    /** Deletions are passed on only after so many milliseconds. */
    delayDeletions: null,
    /** Questions after an image's members likewise. */
    delayMembers: null,
    /**
     * Answers everything but preflights, or only where `path` and `method` match:
     * {status, cors, path, method}, until it is taken back.
     */
    answerAll: null,
    /** Counts the bytes of uploads, {bytes, cors}, keeps none, and answers 413 at the end. */
    countUpload: null,
    /** Swallows the next upload's bytes after so many, and says nothing. */
    stallUploadAfter: null,
    /** Then, after so many milliseconds, tells the service that no more will come. */
    endStalledAfter: null,
    /** Uploads go no faster than so many bytes per second. */
    uploadPace: null,
    /** Downloads likewise. */
    downloadPace: null,
    /** What comes of image data comes in pieces of so many bytes at most. */
    downloadPieces: null,
  };
  const seen = {
    uploads: 0,
    downloads: 0,
    refusedDownloads: 0,
    downloadedBytes: 0,
    downloadPath: null,
    downloadCacheControl: null,
  };
  const server = http.createServer((request, response) => {
    // Before the service is connected to: it would wait for the request and for
    // nothing else meanwhile.
    const asksMembers = request.method === "GET" && request.url.endsWith("/members");
    const ms = (request.method === "DELETE" && faults.delayDeletions) || (asksMembers && faults.delayMembers);
    if (ms) setTimeout(() => pass(request, response), ms);
    else pass(request, response);
  });
  const pass = (request, response) => {
    if (!request.url.startsWith(`${prefix}/`)) {
      response.writeHead(404).end("not here");
      return;
    }
    const path = request.url.slice(prefix.length);
    const isData = /\/(file|stage)(\?|$)/.test(path);
    const isUpload = request.method === "PUT" && isData;
    const isDownload = request.method === "GET" && isData;
    if (isUpload) seen.uploads += 1;
    if (isDownload) {
      seen.downloads += 1;
      seen.downloadPath = path;
      seen.downloadCacheControl = request.headers["cache-control"];
    }
    const { answerAll } = faults;
    const isMeant = answerAll && (answerAll.path ?? /./).test(path)
      && (answerAll.method ?? request.method) === request.method;
    if (isMeant && request.method !== "OPTIONS") {
      inItsPlace(response, answerAll);
      return;
    }
    if (isDownload && faults.answerDownload) {
      inItsPlace(response, takeOne("answerDownload"));
      return;
    }
    if (isDownload && faults.refuseRanges && request.headers.range) {
      const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": faults.refuseRanges.cors };
      const message = "Getting images randomly from this store is not supported.";
      response.writeHead(400, headers).end(JSON.stringify({ message, code: "400 Bad Request" }));
      return;
    }
    if (isDownload) request.headers = asked(request.headers);
    if (isUpload && faults.answerUpload) {
      const answer = takeOne("answerUpload");
      // As proxies do: the body is taken first.
      request.resume().on("end", () => inItsPlace(response.setHeader("Connection", "close"), answer));
      return;
    }
    if (isUpload && faults.countUpload) {
      const count = faults.countUpload;
      request.on("data", (chunk) => (count.bytes += chunk.length));
      request.on("end", () => inItsPlace(response, { status: 413, cors: count.cors }));
      return;
    }
    const upstream = http.request(target + path, {
      method: request.method,
      headers: { ...request.headers, host: new URL(target).host },
    });
    const abandon = () => {
      upstream.destroy();
      response.destroy();
      request.destroy();
    };
    upstream.on("error", abandon);
    request.on("error", abandon);
    response.on("close", () => {
      if (!response.writableFinished) upstream.destroy();
    });
    const onAnswer = (answer) => {
      if (isUpload && faults.holdUploadAnswers) {
        setTimeout(() => onAnswer(answer), 100);
        return;
      }
      // "Connection: close" goes along: on a kept connection browsers send a request
      // that was cut once more by themselves, and the fault would not be seen.
      const { "transfer-encoding": _, ...headers } = answer.headers;
      if (isDownload && answer.statusCode === 401) seen.refusedDownloads += 1;
      answer.on("error", abandon);
      if (faults.loseAnswer?.method === request.method && faults.loseAnswer.path.test(path)) {
        faults.loseAnswer = null;
        // Once the service has done its work.
        answer.on("end", abandon).resume();
        return;
      }
      if (rewrite && headers["content-type"]?.includes("json")) {
        const { "content-length": __, ...rest } = headers;
        text(answer).then((body) => {
          response.writeHead(answer.statusCode, rest);
          response.end(rewrite(body));
        }, abandon);
        return;
      }
      if (!isDownload || answer.statusCode >= 300) {
        response.writeHead(answer.statusCode, headers);
        answer.pipe(response);
        return;
      }
      const end = take("endDownloadAfter");
      if (end !== null || faults.hideLength) delete headers["content-length"];
      if (faults.exposeRange !== null) {
        const seen = faults.exposeRange ? "Content-Range" : "X-OpenStack-Request-ID";
        headers["access-control-expose-headers"] = seen;
      }
      response.writeHead(answer.statusCode, headers);
      const cut = faults.cutDownloads?.length ? faults.cutDownloads.shift() : take("cutDownloadAfter");
      const flip = take("flipDownloadAt");
      const pace = () => faults.downloadPace;
      const most = () => faults.downloadPieces;
      answer
        .pipe(weather({ cut, flip, end, pace, most, abandon }))
        .on("data", (chunk) => (seen.downloadedBytes += chunk.length))
        .pipe(response);
    };
    upstream.on("response", onAnswer);
    if (isData && request.method === "PUT") {
      const cut = take("cutUploadAfter");
      const stall = take("stallUploadAfter");
      if (stall !== null) {
        let seen = 0;
        request.on("data", (chunk) => {
          seen += chunk.length;
          if (seen >= stall) request.pause();
        });
        const ms = take("endStalledAfter");
        if (ms !== null) {
          upstream.flushHeaders();
          setTimeout(() => upstream.socket.end(), ms);
        }
        return;
      }
      const flip = take("flipUploadAt");
      request.pipe(weather({ cut, flip, pace: () => faults.uploadPace, abandon })).pipe(upstream);
    } else {
      request.pipe(upstream);
    }
  };
  const take = (name) => {
    const value = faults[name];
    faults[name] = null;
    return value;
  };
  /** One of an answer that comes several times. */
  const takeOne = (name) => {
    const { times = 1 } = faults[name];
    const answer = faults[name];
    faults[name] = times > 1 ? { ...answer, times: times - 1 } : null;
    return answer;
  };
  /** What is asked of the service in the page's name. */
  const asked = ({ range, ...headers }) => {
    if (!range || faults.ignoreRanges) return headers;
    if (!faults.shiftRanges) return { range, ...headers };
    const [from, to] = range.slice("bytes=".length).split("-").map(Number);
    return { range: `bytes=${from + faults.shiftRanges}-${to + faults.shiftRanges}`, ...headers };
  };
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    faults,
    /** What has come by: bodies, begun; and refused for their token. */
    seen,
    origin: `http://127.0.0.1:${server.address().port}`,
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** An answer that the service never gave; without `cors`, an origin, no page may read it. */
function inItsPlace(response, { status, cors }) {
  const headers = { "Content-Type": "text/html" };
  if (cors) headers["Access-Control-Allow-Origin"] = cors;
  response.writeHead(status, headers).end(`<h1>${status}</h1>`);
}

function weather({ cut = null, flip = null, end = null, pace = () => null, most = () => null, abandon }) {
  let passed = 0;
  // How much was let through since the pace was last changed.
  let [began, counted, paceNow] = [Date.now(), 0, pace()];
  const itsTurn = async (bytes) => {
    counted += bytes;
    for (;;) {
      if (pace() !== paceNow) [began, counted, paceNow] = [Date.now(), 0, pace()];
      const left = paceNow === null ? 0 : began + (counted / paceNow) * 1000 - Date.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 200)));
    }
  };
  return new Transform({
    async transform(chunk, _encoding, done) {
      if (flip !== null && flip >= passed && flip < passed + chunk.length) {
        chunk = Buffer.from(chunk);
        chunk[flip - passed] ^= 0xff;
      }
      if (cut !== null && passed + chunk.length > cut) {
        this.push(chunk.subarray(0, Math.max(0, cut - passed)));
        // What was pushed goes out first.
        setTimeout(abandon, 50);
        return;
      }
      if (end !== null && passed + chunk.length > end) {
        chunk = chunk.subarray(0, Math.max(0, end - passed));
      }
      passed += chunk.length;
      for (let at = 0; at < chunk.length;) {
        const piece = chunk.subarray(at, at + (most() ?? chunk.length));
        at += piece.length;
        await itsTurn(piece.length);
        this.push(piece);
      }
      done();
    },
  });
}
