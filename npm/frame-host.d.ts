import type { Events, Handle, HostAction, Options } from "./index.js";

/**
 * Speaks with the console in a frame: call it before the frame has loaded, with its `src`
 * set. The frame's `frame.json` must name this page's origin. Functions stay here: tokens
 * and actions are asked for by message. An action's `when` can't be asked, and is left out.
 */
export function connectFrame(
  frame: HTMLIFrameElement,
  options?: Omit<Options, "assets" | "workerUrl"> & { actions?: Array<Omit<HostAction, "when">> },
): Omit<Handle, "running" | "setTokenProvider">;

export type { Events };
