/** Plays a call: you are the agent, the caller answers. After an edit of the script, the same messages play the new script. */

import { say } from "./dialogs";
import { h, reason } from "./dom";
import type { Desk, Pane } from "./pane";
import type { CallLine, Exchange, Message, Played } from "./protocol";
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
    const played = await this.desk.ask("play", parameters).catch((error: unknown) => this.warn(reason(error)));
    if (!played) {
      return;
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

  private showScenarios({ scenarios, chosen }: Played): void {
    const options = scenarios.map((name, number) => h("option", { value: number, selected: number === chosen }, name || "the only scenario"));
    this.scenarios.replaceChildren(...options);
    this.scenarios.hidden = scenarios.length < 2;
  }

  private show({ call }: Played): void {
    const exchanges = call?.exchanges ?? [];
    this.log.replaceChildren(...exchanges.flatMap((each) => this.exchange(each)), ...this.next(exchanges.at(-1)));
    this.log.scrollTop = this.log.scrollHeight;
    this.undoButton.disabled = !this.heard.length;
    this.redoButton.disabled = !this.undone.length;
    this.showSentences(call?.sentences ?? []);
  }

  private exchange({ heard, lines, near, questions, unknown, afterEnd }: Exchange): HTMLElement[] {
    const shown: HTMLElement[] = [];
    if (heard) {
      const words = heard.text === null ? "stays silent" : heard.text;
      shown.push(h("div", { class: `turn agent${heard.text === null ? " silent" : ""}` }, h("b", {}, heard.cuts ? "Agent, interrupting" : "Agent"), h("p", {}, words)));
    }
    shown.push(...lines.map((line) => this.line(line)));
    if (heard && !lines.length) {
      shown.push(h("div", { class: "note" }, afterEnd ? "The caller has hung up and doesn't hear this." : "The caller says nothing."));
    }
    for (const { line, lacks } of near) {
      shown.push(h("div", { class: "note" }, "Near miss: ", this.lineButton(line, null), ` only lacks “${lacks}”.`));
    }
    shown.push(...unknown.map((name) => h("div", { class: "note" }, `The script no longer has the sentence ${name}.`)));
    shown.push(...questions.map((words) => h("div", { class: "note" }, `Open question: ${words}`)));
    return shown;
  }

  private line({ verb, text, hangsUp, reason: because, line, file }: CallLine): HTMLElement {
    const words = text || (verb === "wait" ? "waits" : "");
    return h(
      "div", { class: `turn caller ${verb === "do" ? "improvised" : ""}` },
      h("b", {}, verb === "do" ? "Caller, in its own words" : "Caller"),
      words ? h("p", {}, words) : null,
      hangsUp ? h("p", { class: "end" }, "hangs up") : null,
      h("small", {}, this.lineButton(line, file), ` ${because}`),
    );
  }

  private lineButton(line: number | null, file: string | null): HTMLElement {
    if (line === null) {
      return h("span", {}, file ?? "the script");
    }
    const go = () => this.desk.goToLine(file ?? this.desk.project.open, line);
    return h("button", { type: "button", class: "link", click: go }, file ? `${file}, line ${line}` : `line ${line}`);
  }

  /** What comes next: the follow-ups that are due, or the end. */
  private next(last: Exchange | undefined): HTMLElement[] {
    if (!last) {
      return [];
    }
    if (last.ended) {
      return [h("div", { class: "note" }, "The call has ended. Undo goes back, Restart plays it again.")];
    }
    return last.due.map(({ text, verb, line }) => h("div", { class: "note" }, "Next, whatever the agent says: ", this.lineButton(line, null), ` ${text || verb}`));
  }

  private showSentences(sentences: readonly { name: string; text: string }[]): void {
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
    this.scenario = this.played?.scenarios[Number(this.scenarios.value)] ?? null;
    this.set([], []);
  }

  /** Add the call to the script's tests. */
  private addTest(): void {
    const test = this.played?.call?.test.trim();
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
