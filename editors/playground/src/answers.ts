/** Who answers the page's questions: Python in a worker, or the scn that serves the page. */

import type { Method, Parameters, Project, Result } from "./protocol";

/** How the build says who answers. */
declare const SERVED: "local" | "static";

export type Readiness =
  /** `done` is the loaded part, from 0 to 1, if it is known. */
  | { readonly kind: "loading"; readonly words: string; readonly done?: number }
  | { readonly kind: "failed"; readonly words: string }
  | { readonly kind: "ready" };

export interface Answers {
  /** What a reader should know until the first answer. */
  readonly waiting: string;
  /** Ask a question about a project. Rejects with a sentence that the page can show. */
  ask<M extends Method>(method: M, project: Project, parameters: Parameters<M>): Promise<Result<M>>;
}

/** What the page does as answers become available. */
export interface Listener {
  onReadiness(readiness: Readiness): void;
  /** Answers to earlier questions may differ from now on. */
  onChange(): void;
  /** The values of payloads are never checked: what checks them can't be loaded. */
  onLack(): void;
}

export function answers(listener: Listener): Answers {
  return SERVED === "local" ? new LocalAnswers(listener) : new WorkerAnswers(listener);
}

interface Reply {
  readonly result?: unknown;
  readonly error?: string;
}

/** Answers of the program that serves the page. */
class LocalAnswers implements Answers {
  readonly waiting = "";

  constructor(private readonly listener: Listener) {
    queueMicrotask(() => listener.onReadiness({ kind: "ready" }));
  }

  async ask<M extends Method>(method: M, project: Project, parameters: Parameters<M>): Promise<Result<M>> {
    const body = JSON.stringify({ method, ...project, ...parameters });
    return resultOf<M>(await this.post(body));
  }

  private async post(body: string): Promise<Reply> {
    try {
      const response = await fetch("answer", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      this.listener.onReadiness({ kind: "ready" });
      return (await response.json()) as Reply;
    } catch {
      const words = `scn doesn't answer: run \`scn playground --port ${location.port}\` again. Your script is safe in this page.`;
      this.listener.onReadiness({ kind: "failed", words });
      throw new Error(words);
    }
  }
}

interface FromWorker extends Reply {
  readonly id?: number;
  readonly progress?: string;
  readonly done?: number;
  readonly ready?: boolean;
  readonly changed?: boolean;
  readonly lacking?: boolean;
  readonly failed?: string;
}

/** Answers of Python in a worker. */
class WorkerAnswers implements Answers {
  readonly waiting = "Python and scn are loading. On your first visit, that's up to 9 MB. You can start to write.";
  private readonly open = new Map<number, (reply: Reply) => void>();
  private readonly worker: Promise<Worker>;
  private failure = "";
  private asked = 0;

  constructor(private readonly listener: Listener) {
    listener.onReadiness({ kind: "loading", words: "Loading Python" });
    this.worker = this.start();
    this.worker.catch(() => this.fail("Python can't be loaded: check your connection, then reload the page."));
  }

  async ask<M extends Method>(method: M, project: Project, parameters: Parameters<M>): Promise<Result<M>> {
    const worker = await this.worker.catch(() => undefined);
    if (!worker || this.failure) {
      throw new Error(this.failure);
    }
    const id = ++this.asked;
    const reply = new Promise<Reply>((resolve) => this.open.set(id, resolve));
    worker.postMessage({ id, request: { method, ...project, ...parameters } });
    return resultOf<M>(await reply);
  }

  /** Start the worker from a blob: the page's policy applies to such a worker, and not to one that is started by its address. */
  private async start(): Promise<Worker> {
    const response = await fetch("worker.js");
    if (!response.ok) {
      throw new Error("worker.js is missing");
    }
    const address = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    worker.onerror = () => this.fail("Python stopped: reload the page. Your script is safe in this browser.");
    worker.postMessage({ base: new URL(".", document.baseURI).href });
    return worker;
  }

  private receive(message: FromWorker): void {
    if (message.id !== undefined) {
      this.open.get(message.id)?.(message);
      this.open.delete(message.id);
    } else if (message.progress) {
      const { progress: words, done } = message;
      this.listener.onReadiness({ kind: "loading", words, ...(done === undefined ? {} : { done }) });
    } else if (message.ready) {
      this.listener.onReadiness({ kind: "ready" });
      void navigator.serviceWorker?.register("offline.js"); // keeps the page for later, without a network
    } else if (message.changed) {
      this.listener.onChange();
    } else if (message.lacking) {
      this.listener.onLack();
    } else if (message.failed) {
      this.fail(message.failed);
    }
  }

  private fail(words: string): void {
    this.failure = words;
    this.listener.onReadiness({ kind: "failed", words });
    this.open.forEach((resolve) => resolve({ error: words }));
    this.open.clear();
  }
}

function resultOf<M extends Method>(reply: Reply): Result<M> {
  if (reply.error !== undefined) {
    throw new Error(reply.error);
  }
  return reply.result as Result<M>;
}
