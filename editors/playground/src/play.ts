/** Plays a call: you are the agent, the caller answers. After an edit of the script, the same messages play the new script. */

import { say } from "./dialogs";
import { h, reason } from "./dom";
import type { Desk, Pane } from "./pane";
import type { CallLine, Exchange, Message, Place, Played, Sentence } from "./protocol";
import { freeName } from "./texts";

const SILENCE: Message = { text: null, cuts: false, sentences: [] };

export class PlayPane implements Pane {
  readonly element: HTMLElement;
  private readonly bar = h("div", { class: "bar", role: "status" });
  private readonly scenarios = h("select", { "aria-label": "Scenario to play", change: () => this.choose() });
  private readonly log = h("div", { class: "log", role: "log", "aria-label": "Call", tabindex: 0 });
  private readonly sentences = h("fieldset", { class: "sentences" });
  private readonly input = h("input", { id: "message", autocomplete: "off", placeholder: "Hello, how can I help you?" });
  private readonly interrupts = h("input", { type: "checkbox", id: "interrupts" });
  private readonly undoButton = h("button", { type: "button", click: () => this.undo() }, "Undo");
  private readonly redoButton = h("button", { type: "button", click: () => this.redo() }, "Redo");
  private heard: readonly Message[] = [];
  private undone: readonly Message[] = [];
  private scenario: string | null = null;
  private asked = 0;
  private played: Played | undefined;

  constructor(private readonly desk: Desk) {
    const button = (words: string, click: () => void) => h("button", { type: "button", click }, words);
    const tools = h(
      "div", { class: "tools" }, this.scenarios, h("span", { class: "about" }), this.undoButton, this.redoButton,
      button("Restart", () => this.set([], [])), button("Add as test", () => this.addTest()),
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
    const parameters = { scenario: this.scenario, heard: this.heard };
    const turn = ++this.asked;
    const played = await this.desk.ask("play", parameters).catch((error: unknown) => this.warn(reason(error)));
    if (!played || turn !== this.asked) {
      return; // answers can overtake each other
    }
    if (played.problem && this.scenario !== null) {
      this.scenario = null; // the script no longer has it
      return this.update();
    }
    this.played = played;
    this.warn(played.problem);
    this.showScenarios(played);
    this.show(played);
  }

  private warn(words: string): void {
    this.bar.replaceChildren(...(words ? [h("span", {}, words)] : []));
  }

  private showScenarios({ scenarios, scenario }: Played): void {
    const options = scenarios.map(({ name }, number) => h("option", { value: number, selected: number === scenario }, name || "the only scenario"));
    this.scenarios.replaceChildren(...options);
    this.scenarios.hidden = scenarios.length < 2;
  }

  private show({ exchanges, sentences }: Played): void {
    this.log.replaceChildren(...exchanges.flatMap((each) => this.exchange(each)), ...this.next(exchanges.at(-1)));
    this.log.scrollTop = this.log.scrollHeight;
    this.undoButton.disabled = !this.heard.length;
    this.redoButton.disabled = !this.undone.length;
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
      shown.push(h("div", { class: `turn agent${silent}` }, h("b", {}, heard.cuts ? "Agent, interrupting" : "Agent"), h("p", {}, words)));
    }
    shown.push(...lines.map((line) => this.line(line)));
    if (heard && !lines.length) {
      shown.push(note(late ? "The caller has hung up and doesn't hear this." : "The caller says nothing."));
    }
    shown.push(...near.map(({ message, place }) => note("Near miss: ", this.placeButton(place, message))));
    shown.push(...unknown.map((name) => note(`The script no longer has the sentence ${name}.`)));
    shown.push(...questions.map(({ message }) => note(`Open question: ${message}.`)));
    return shown;
  }

  private line({ verb, staged, ends, reason: because, place }: CallLine): HTMLElement {
    const words = staged || (verb === "wait" ? "waits" : "");
    return h(
      "div", { class: `turn caller ${verb === "do" ? "improvised" : ""}` },
      h("b", {}, verb === "do" ? "Caller, in its own words" : "Caller"),
      words ? h("p", {}, words) : null,
      ends ? h("p", { class: "end" }, "hangs up") : null,
      h("small", {}, this.placeButton(place), ` ${because}`),
    );
  }

  private placeButton({ line, file, name }: Place, words = name): HTMLElement {
    const go = () => this.desk.goToLine(file ?? this.desk.project.open, line ?? 1);
    return line === null ? h("span", {}, words) : h("button", { type: "button", class: "link", click: go }, words);
  }

  /** What comes next: the follow-ups that are due, or the end. */
  private next(last: Exchange | undefined): HTMLElement[] {
    if (last?.ended) {
      return [note("The call has ended. Undo goes back, Restart plays it again.")];
    }
    const due = last?.due ?? [];
    return due.map(({ staged, verb, place }) => note("Next, whatever the agent says: ", this.placeButton(place), ` ${staged || verb}`));
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
    this.set([...this.heard, message], []);
    this.input.focus();
  }

  private undo(): void {
    this.set(this.heard.slice(0, -1), [...this.heard.slice(-1), ...this.undone]);
  }

  private redo(): void {
    this.set([...this.heard, ...this.undone.slice(0, 1)], this.undone.slice(1));
  }

  private set(heard: readonly Message[], undone: readonly Message[]): void {
    this.heard = heard;
    this.undone = undone;
    void this.update();
  }

  private choose(): void {
    this.scenario = this.played?.scenarios[Number(this.scenarios.value)]?.name ?? null;
    this.set([], []);
  }

  /** Add the call to the script's tests. */
  private addTest(): void {
    const test = this.played?.test.trim();
    if (!test) {
      return say("Play a call first.");
    }
    const { open, files } = this.desk.project;
    const name = open.replace(/\.scn$/, ".test.scn");
    const before = files[name];
    const text = before === undefined ? `script: ${open.replace(/^.*\//, "")}\n\n${test}\n` : `${before.trimEnd()}\n\n${test}\n`;
    this.desk.addFile(before === undefined ? freeName(name, Object.keys(files)) : name, text);
    say(`The call is now a test in ${name}.`);
  }
}

function note(...words: (Node | string)[]): HTMLElement {
  return h("div", { class: "note" }, ...words);
}
