/** Plays a call: you are the agent, the caller answers. After an edit of the script, the same messages play the new script. */

import { say } from "./dialogs";
import { h, reason } from "./dom";
import { placeButton, type Desk, type Pane } from "./pane";
import type { CallLine, Exchange, Message, Place, Played, Sentence } from "./protocol";

/** The call of a file. */
interface Call {
  readonly heard: readonly Message[];
  readonly undone: readonly Message[];
  /** The name of the chosen scenario; `null` for the first one. */
  readonly scenario: string | null;
  readonly played?: Played;
}

const NEW: Call = { heard: [], undone: [], scenario: null };
const NOTHING: Pick<Played, "scenarios" | "scenario" | "exchanges" | "sentences"> = { scenarios: [], scenario: null, exchanges: [], sentences: [] };
const SILENCE: Message = { text: null, cuts: false, sentences: [] };

export class PlayPane implements Pane {
  readonly element: HTMLElement;
  private readonly bar = h("div", { class: "bar", role: "status" });
  private readonly scenarios = h("select", { "aria-label": "Scenario to play", change: () => this.choose() });
  private readonly log = h("div", { class: "log", role: "log", "aria-label": "Call", tabindex: 0 });
  private readonly sentences = h("fieldset", { class: "sentences" });
  private readonly input = h("input", { id: "message", autocomplete: "off", dir: "auto", placeholder: "Hello, how can I help you?" });
  private readonly interrupts = h("input", { type: "checkbox", id: "interrupts" });
  private readonly undoButton = h("button", { type: "button", click: () => this.undo() }, "Undo");
  private readonly redoButton = h("button", { type: "button", click: () => this.redo() }, "Redo");
  /** By the names of their files. */
  private readonly calls = new Map<string, Call>();
  private asked = 0;

  constructor(private readonly desk: Desk) {
    const button = (words: string, click: () => void) => h("button", { type: "button", click }, words);
    const tools = h(
      "div", { class: "tools" }, this.scenarios, h("span", { class: "about" }), this.undoButton, this.redoButton,
      button("Restart", () => this.change({ heard: [], undone: [] })), button("Add as test", () => void this.addTest()),
    );
    const form = h(
      "form", { class: "message", submit: (event) => this.send(event) },
      h("label", { for: "message" }, "The agent says"), this.input, this.sentences,
      h("div", { class: "row" }, h("button", { class: "main" }, "Send"), button("Stay silent", () => this.hear(SILENCE)),
        h("label", { class: "check" }, this.interrupts, " interrupts the caller")),
    );
    this.element = h("div", { class: "pane" }, this.bar, tools, this.log, form);
  }

  async update(): Promise<void> {
    const { scenario, heard, played: before } = this.call;
    const turn = ++this.asked;
    const played = await this.desk.ask("play", { scenario, heard }).catch((error: unknown) => this.warn(reason(error)));
    if (!played || turn !== this.asked) {
      return; // answers can overtake each other
    }
    if (played.problem && scenario !== null) {
      this.keep({ scenario: newName(before, played) });
      return this.update();
    }
    this.keep(played.problem ? {} : { played, scenario: played.scenarios[played.scenario ?? 0]?.name || null });
    this.warn(played.problem);
    this.showScenarios(played);
    this.show(played);
  }

  onProject(): void {
    this.calls.clear();
  }

  onOpen(): void {
    this.warn("");
    this.showScenarios(NOTHING);
    this.show(NOTHING);
  }

  private get call(): Call {
    return this.calls.get(this.desk.project.open) ?? NEW;
  }

  private keep(change: Partial<Call>): void {
    this.calls.set(this.desk.project.open, { ...this.call, ...change });
  }

  private warn(words: string): void {
    this.bar.replaceChildren(...(words ? [h("span", {}, words)] : []));
  }

  private showScenarios({ scenarios, scenario }: Pick<Played, "scenarios" | "scenario">): void {
    const options = scenarios.map(({ name }, number) => h("option", { value: number, selected: number === scenario }, name || "the only scenario"));
    this.scenarios.replaceChildren(...options);
    this.scenarios.hidden = scenarios.length < 2;
  }

  private show({ exchanges, sentences }: Pick<Played, "exchanges" | "sentences">): void {
    this.log.replaceChildren(...exchanges.flatMap((each) => this.exchange(each)), ...this.next(exchanges.at(-1)));
    this.log.scrollTop = this.log.scrollHeight;
    this.undoButton.disabled = !this.call.heard.length;
    this.redoButton.disabled = !this.call.undone.length;
    this.showSentences(sentences);
    const running = (exchanges.at(-1)?.lines ?? []).flatMap(({ place: { range } }) => (range ? [{ start: range.from, end: range.to }] : []));
    this.desk.mark(running);
  }

  onHide(): void {
    this.desk.mark([]);
  }

  private exchange({ heard, lines, near, questions, unknown, late }: Exchange): HTMLElement[] {
    const shown: HTMLElement[] = [];
    if (heard) {
      const words = heard.text === null ? "stays silent" : heard.text;
      const silent = heard.text === null ? " silent" : "";
      shown.push(h("div", { class: `turn agent${silent}` }, h("b", {}, heard.cuts ? "Agent, interrupting" : "Agent"), h("p", { dir: "auto" }, words)));
    }
    shown.push(...lines.map((line) => this.line(line)));
    if (heard && !lines.length) {
      shown.push(note(late ? "The caller has hung up and doesn't hear this." : "The caller says nothing."));
    }
    shown.push(...near.map(({ message, place }) => note("Near miss: ", this.link(place, message))));
    shown.push(...unknown.map((name) => note(`The script no longer has the sentence ${name}.`)));
    shown.push(...questions.map(({ message }) => note(`Open question: ${message}.`)));
    return shown;
  }

  private line({ verb, staged, ends, reason: because, place }: CallLine): HTMLElement {
    const words = staged || (verb === "wait" ? "waits" : "");
    return h(
      "div", { class: `turn caller ${verb === "do" ? "improvised" : ""}` },
      h("b", {}, verb === "do" ? "Caller, in its own words" : "Caller"),
      words ? h("p", { dir: "auto" }, words) : null,
      ends ? h("p", { class: "end" }, "hangs up") : null,
      h("small", {}, this.link(place), ` ${because}`),
    );
  }

  private link({ line, file, name }: Place, words = name): HTMLElement {
    return placeButton(this.desk, "link", { file: file ?? this.desk.project.open, line }, words);
  }

  /** The next lines: the follow-ups that are due, or the end. */
  private next(last: Exchange | undefined): HTMLElement[] {
    if (last?.ended) {
      return [note("The call has ended. Undo goes back, Restart plays it again.")];
    }
    const due = last?.due ?? [];
    return due.map(({ staged, verb, place }) => note("Next, whatever the agent says: ", this.link(place), ` ${staged || verb}`));
  }

  private showSentences(sentences: readonly Sentence[]): void {
    const ticked = new Set(this.ticked());
    this.sentences.hidden = !sentences.length;
    this.sentences.replaceChildren(
      h("legend", {}, "It counts as"),
      ...sentences.map(({ name, text }) => {
        const box = h("input", { type: "checkbox", value: name, checked: ticked.has(name) });
        return h("label", { class: "check" }, box, ` ${text}`);
      }),
    );
  }

  private ticked(): string[] {
    return [...this.sentences.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
  }

  private send(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text) {
      this.hear({ text, cuts: this.interrupts.checked, sentences: this.ticked() });
    }
  }

  private hear(message: Message): void {
    this.input.value = "";
    this.interrupts.checked = false;
    this.sentences.querySelectorAll<HTMLInputElement>("input").forEach((box) => (box.checked = false));
    this.change({ heard: [...this.call.heard, message], undone: [] });
    this.input.focus();
  }

  private undo(): void {
    const { heard, undone } = this.call;
    this.change({ heard: heard.slice(0, -1), undone: [...heard.slice(-1), ...undone] });
  }

  private redo(): void {
    const { heard, undone } = this.call;
    this.change({ heard: [...heard, ...undone.slice(0, 1)], undone: undone.slice(1) });
  }

  private change(change: Partial<Call>): void {
    this.keep(change);
    void this.update();
  }

  private choose(): void {
    const scenario = this.call.played?.scenarios[Number(this.scenarios.value)]?.name ?? null;
    this.change({ scenario, heard: [], undone: [] });
  }

  /** Add the call to the script's tests, as a step of their history. */
  private async addTest(): Promise<void> {
    const { scenario, heard } = this.call;
    const made = await this.desk.ask("call_test", { scenario, heard }).catch((error: unknown) => say(reason(error)));
    if (made) {
      const { file, exists, edits } = made;
      if (!exists) this.desk.addFile(file, "");
      this.desk.goTo(file, edits[0]?.from ?? 0);
      this.desk.edit(edits);
      say(`The call is now a test in ${file}.`);
    }
  }
}

/** The new name of the scenario, if the script has as many scenarios as before, but none with its name. */
function newName(before: Played | undefined, { scenarios }: Played): string | null {
  return scenarios.length === before?.scenarios.length ? scenarios[before.scenario ?? 0]?.name || null : null;
}

function note(...words: (Node | string)[]): HTMLElement {
  return h("div", { class: "note" }, ...words);
}
