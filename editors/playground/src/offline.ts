/** A service worker: keeps the files of the page, so that it opens without a network. */

/** The files of the page, and a hash of them; the build writes both. */
declare const FILES: readonly string[];
declare const BUILD: string;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const PREFIX = "scn-playground-";
const CACHE = PREFIX + BUILD;
const scope = globalThis as unknown as { addEventListener(name: string, listener: (event: never) => void): void };

scope.addEventListener("install", (event: Extendable) => {
  // the HTTP cache may hold files of an earlier build; asking whether they are current doesn't load them again
  const files = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

scope.addEventListener("activate", (event: Extendable) => {
  event.waitUntil(
    caches.keys().then((names) => {
      const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
      return Promise.all(old.map((name) => caches.delete(name)));
    }),
  );
});

scope.addEventListener("fetch", (event: Fetching) => {
  if (event.request.method === "GET") {
    event.respondWith(answer(event.request));
  }
});

/** Answer from this build; the page has two addresses, with and without `index.html`. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const address = request.url.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");
  return (await cache.match(address)) ?? fetch(request);
}
