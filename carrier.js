// Loads the program that sends uploads, in a shared worker. A page may connect
// before the program is there; such connections wait here.
import init from "./worker.js";

globalThis.connections = [];
globalThis.onconnect = ({ ports }) => globalThis.connections.push(ports[0]);
await init();
