/** What an embedded console is given and tells. Changes only with a new major version. */

/** A Keystone token for the image service, and when it ends. */
export interface Token {
  token: string;
  /** RFC 3339, milliseconds since 1970, or a Date. Left out: it is asked of Keystone, where `authUrl` is given. */
  expiresAt?: string | number | Date | null;
}

/**
 * Asked at the beginning, shortly before a token ends, and after the image service refused
 * one (401; the request is sent once more then). A rejected promise is asked for again later;
 * `null` means that there is no token, and nothing more is asked until the person asks again.
 */
export type TokenProvider = () => Promise<Token | string | null> | Token | string | null;

/** An image as the Image API v2 shows it. */
export interface Image {
  id: string;
  name?: string | null;
  status: string;
  visibility: string;
  size?: number | null;
  disk_format?: string | null;
  container_format?: string | null;
  min_disk?: number;
  min_ram?: number;
  tags?: string[];
  owner?: string | null;
  [property: string]: unknown;
}

/** Something that the host can do with an image, such as launching an instance. */
export interface HostAction {
  id: string;
  label: string;
  /** An SVG path (`d`) on a grid of 24, drawn as a line in the text's colour. */
  icon?: string;
  /** Both, unless said. */
  places?: Array<"page" | "row">;
  /** Whether it fits the image; left out: it always does. Called often: be quick. */
  when?: (image: Image) => boolean;
  run: (image: Image) => void;
}

/** `path`, `hash`: the console changes the page's address itself. `memory`: nobody does.
 * `host`: the host does, told by `navigate`. */
export type Routing = "path" | "hash" | "memory" | "host";

/** What can be left out. In the attribute `features`: `no-header no-create …`. */
export type Part = "header" | "create" | "edit" | "delete" | "download" | "share" | "service";

export interface Options {
  /** The image service, with or without `/v2`. One of this and `authUrl` is needed with a token provider. */
  imageEndpoint?: string;
  /** Keystone, with or without `/v3`. */
  authUrl?: string;
  region?: string;
  /** Catalogue interface; `public` unless said. */
  interface?: string;
  /** Domain of users and projects, for the sign-in form. */
  domain?: string;
  /** Name of the project to begin in, for the sign-in form. */
  project?: string;
  /** Bytes of the largest image that the service takes, as digits: it tells no page. */
  imageSizeCap?: string;
  /** A language tag. English is what there is. */
  locale?: string;
  /** Left out: the person chooses. */
  theme?: "light" | "dark" | "system";
  /** `memory` unless said. */
  routing?: Routing;
  /** What stands before the console's own address, with `path` and `host`: `/cloud/images`. */
  base?: string;
  /** The console's own address to begin at: `/images/ID`, `/images?status=active`, `/upload`. */
  view?: string;
  without?: Part[];
  /** Images are picked instead of worked on. */
  pick?: boolean;
  /** Lets the console keep choices in local storage, under keys that begin with `vitrine`. */
  storage?: boolean;
  tokenProvider?: TokenProvider;
  actions?: HostAction[];
  /** Where the package's files are, if not beside its module. */
  assets?: string;
  /** A file of the page's own origin that imports `program/worker_loader.js` of `assets`: for
   * assets of another origin under a policy without `worker-src blob:`. */
  workerUrl?: string;
}

export interface TransferNews {
  id: number;
  direction: "upload" | "download";
  imageId: string;
  title: string;
  stage: string;
  /** Decimal: JavaScript's numbers end at 2^53. */
  movedBytes: string;
  totalBytes: string;
  /** How it ended. */
  message: string | null;
}

/** By name, without the prefix `vitrine:` that the DOM events have. */
export interface Events {
  ready: Record<string, never>;
  /** A step that the person made. `replace`: it takes the place of the address before. */
  navigate: { path: string; replace: boolean };
  "image-created": { id: string };
  "image-changed": { id: string };
  "image-deleted": { id: string };
  "image-selected": { ids: string[] };
  "image-picked": { id: string; image: Image };
  "transfer-progress": TransferNews;
  "transfer-finished": TransferNews;
  "transfer-failed": TransferNews;
  "auth-required": { message: string };
  error: { message: string; requestId: string | null };
}

export interface Handle {
  /** Settles once the console is there, or could not be loaded. */
  readonly ready: Promise<void>;
  /** Transfers that run or wait. `unmount` ends them: ask before. */
  readonly running: number;
  /** Goes to an address of the console's own, as Back and Forward of a host's router do. */
  navigate(path: string): void;
  setTheme(theme: "light" | "dark" | "system"): void;
  setActions(actions: HostAction[]): void;
  setTokenProvider(provider: TokenProvider): void;
  /** Gives the way to stop listening. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
  /** Once or many times. */
  unmount(): void;
}

/** Puts a console into an element; the one that is there, if there is one. */
export function mount(element: Element, options?: Options): Handle;

/** `<vitrine-console>`. Each option has an attribute in kebab-case; `without` is `features`. */
export interface VitrineConsoleElement extends HTMLElement {
  imageEndpoint: string | null;
  authUrl: string | null;
  region: string | null;
  project: string | null;
  locale: string | null;
  theme: string | null;
  routing: string | null;
  base: string | null;
  view: string | null;
  features: string | null;
  pick: boolean;
  storage: boolean;
  assets: string | null;
  workerUrl: string | null;
  tokenProvider: TokenProvider | undefined;
  actions: HostAction[];
  /** The id of the picked image; what a form sends under the element's `name`. */
  readonly value: string | null;
  readonly form: HTMLFormElement | null;
  readonly running: number;
  readonly ready: Promise<void>;
  navigate(path: string): void;
}

type DomEvents = { [Name in keyof Events as `vitrine:${Name}`]: CustomEvent<Events[Name]> };

declare global {
  interface HTMLElementTagNameMap {
    "vitrine-console": VitrineConsoleElement;
  }
  interface HTMLElementEventMap extends DomEvents {}
}
