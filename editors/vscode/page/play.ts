/** The page of the panel that plays a call: shows the call, and asks the extension for everything else. */

import { answer, spoken, type Exchange, type Line, type Place, type Request, type Shown } from "../src/call";

/** What stays when the page is loaded again: its script, and the words in the field. */
interface State {
  readonly script?: string;
  readonly words?: string;
}
declare function acquireVsCodeApi(): { postMessage(request: Request): void; getState(): State | undefined; setState(state: State): void };

const editor = acquireVsCodeApi();
const find = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const words = find<HTMLInputElement>("words");
const call = find("call");
const scenario = find<HTMLSelectElement>("scenario");
const ask = (request: Request) => editor.postMessage(request);

let shown: Shown | undefined;
/** The source of each exchange in the page. */
let drawn: string[] = [];

function keep(): void {
  editor.setState({ script: shown?.script ?? editor.getState()?.script, words: words.value });
}

type Child = Node | string | null | false | undefined;

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string, ...children: Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = kind;
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** A link to a place in the script. */
function link(place: Place): Child {
  const { range } = place;
  if (!range) {
    return place.name;
  }
  const button = make("button", "link", place.name);
  button.addEventListener("click", () => ask({ type: "line", line: range.start.line + 1 }));
  return button;
}

function lineOf(line: Line): HTMLElement {
  const said = spoken(line);
  return make(
    "div",
    `line ${line.verb}`,
    said && make("span", "words", said),
    make("p", "note", line.ends && make("span", "ends", "Hangs up. "), link(line.place), `, ${line.reason}`),
  );
}

function heardIn({ heard }: Exchange, at: number): HTMLElement {
  const text = heard === null ? "Start of the call" : heard.text?.trim() || "(silence)";
  const button = make("button", heard === null ? "heard start" : heard.text?.trim() ? "heard" : "heard silent", text);
  button.setAttribute("aria-label", heard === null ? text : `The agent: ${text}`);
  button.title = "Go to this step";
  button.addEventListener("click", () => ask({ type: "go", at }));
  return button;
}

/** The remarks about a message, below it. */
function notesOn({ heard, unknown }: Exchange): string {
  const counts = heard?.sentences.filter((name) => !unknown.includes(name)) ?? [];
  const notes = [heard?.cuts && "interrupts the caller", counts.length && `counts as ${counts.map(quoted).join(", ")}`];
  return notes.filter(Boolean).join("; ");
}

/** The name of a sentence: a label, or the sentence in quotes. */
function quoted(name: string): string {
  return name.startsWith("@") ? name : `“${name}”`;
}

function exchangeOf(exchange: Exchange, at: number, before: string | null): HTMLElement {
  const { lines, due, near, questions, unknown, late } = exchange;
  const notes = notesOn(exchange);
  return make(
    "li",
    "",
    heardIn(exchange, at),
    notes && make("p", "note of-agent", notes),
    ...unknown.map((name) => make("p", "note of-agent warning", `The script no longer has ${quoted(name)}.`)),
    ...lines.map(lineOf),
    !lines.length && make("p", "quiet", late ? "Nobody hears this: the caller has hung up." : "The caller says nothing."),
    before !== null && make("p", "note warning", `Before your edit: ${before}`),
    near.length > 0 && nearMisses(near),
    ...questions.map(({ message, answers, option }) => {
      const note = make("p", "note", `${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
      note.title = answers.map(({ name, meaning }) => `${option} = "${name}": ${meaning}`).join("\n");
      return note;
    }),
    ...due.map((line) => make("p", "note", "Next, whatever the agent says: ", link(line.place), `: ${spoken(line) || "hangs up"}`)),
  );
}

function nearMisses(near: Exchange["near"]): HTMLElement {
  const title = near.length === 1 ? "1 near miss" : `${near.length} near misses`;
  const items = near.map(({ message, place }) => {
    const lacks = message.startsWith(place.name) ? message.slice(place.name.length) : `: ${message}`;
    return make("li", "", link(place), lacks.replaceAll("`", "“").replace(/“([^“]*)“/g, "“$1”"));
  });
  const list = make("details", "note", make("summary", "", title), make("ul", "", ...items));
  list.open = near.length <= 3;
  return list;
}

/** Draw exchanges that changed; the others stay, with the focus in them. */
function draw(now: Shown, told: boolean): void {
  const { exchanges, at, before } = now;
  const keys = exchanges.map((exchange, index) => JSON.stringify([exchange, before[index]]));
  keys.forEach((key, index) => {
    const exchange = exchanges[index];
    const old = call.children[index];
    if (exchange && (key !== drawn[index] || !old)) {
      const made = exchangeOf(exchange, index, before[index] ?? null);
      old ? old.replaceWith(made) : call.append(made);
    }
  });
  while (call.children.length > keys.length) {
    call.lastElementChild?.remove();
  }
  drawn = keys;
  [...call.children].forEach((item, index) => {
    const kinds = ["exchange", index === at && "current", index > at && "later", (before[index] ?? null) !== null && "changed"];
    item.className = kinds.filter(Boolean).join(" ");
    index === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current");
  });
  if (told) {
    call.children[at]?.scrollIntoView({ block: "nearest" });
  }
}

/** The sentences that the message at the current step counts as. */
function offer({ sentences, exchanges, at }: Shown): void {
  const exchange = exchanges[at];
  const box = find("sentences");
  const text = exchange?.heard?.text?.trim();
  if (!exchange || !text || exchange.late || !sentences.length) {
    return box.replaceChildren();
  }
  const focused = box.contains(document.activeElement) ? (document.activeElement as HTMLInputElement).value : undefined;
  const chosen = exchange.heard?.sentences ?? [];
  const choices = sentences.map((sentence) => {
    const check = make("input", "");
    Object.assign(check, { type: "checkbox", value: sentence.name, checked: chosen.includes(sentence.name) });
    return make("label", "", check, make("span", "", sentence.text));
  });
  box.replaceChildren(make("legend", "", `Does “${text.length > 60 ? `${text.slice(0, 60)}…` : text}” fit one of these?`), ...choices);
  box.querySelectorAll("input").forEach((each) => each.value === focused && each.focus());
}

function chosenSentences(): string[] {
  return [...find("sentences").querySelectorAll("input")].filter((each) => each.checked).map((each) => each.value);
}

/** Tell a screen reader the current step. */
function tell({ exchanges, at }: Shown): void {
  const exchange = exchanges[at];
  if (!exchange) {
    return;
  }
  const agent = exchange.heard ? `The agent: ${exchange.heard.text?.trim() || "silence"}. ` : "Start of the call. ";
  const places = exchange.lines.map(({ place, reason }) => `${place.name}, ${reason}`).join("; ");
  const next = exchange.due.length ? `Next: ${exchange.due.map(({ place }) => place.name).join(", ")}.` : "";
  find("told").textContent = `Step ${at} of ${exchanges.length - 1}. ${agent}The caller: ${answer(exchange)}. ${places}. ${next}`;
}

function disable(id: string, off: boolean): void {
  find(id).setAttribute("aria-disabled", String(off));
}

function show(now: Shown): void {
  const last = shown;
  const stepped = !last || last.at !== now.at || JSON.stringify(last.exchanges[last.at]) !== JSON.stringify(now.exchanges[now.at]);
  shown = now;
  keep();
  const ended = now.exchanges[now.at]?.ended ?? false;
  find("choice").hidden = now.scenarios.length < 2;
  scenario.replaceChildren(...now.scenarios.map((name) => make("option", "", name)));
  scenario.selectedIndex = now.scenario;
  const first = now.before.findIndex((each) => each !== null);
  const differs = first < 0 ? "" : first === 0 ? "Since your edit, the call starts differently." : `Since your edit, the call differs from step ${first} on.`;
  find("bar").textContent = [now.bar, differs].filter(Boolean).join(" ");
  document.body.classList.toggle("old", now.old);
  draw(now, stepped);
  offer(now);
  disable("back", now.at === 0);
  disable("restart", now.at === 0);
  disable("forward", now.at + 1 >= now.exchanges.length);
  disable("write", now.exchanges.length === 0);
  ["interrupt", "silence"].forEach((id) => disable(id, ended || now.old));
  words.readOnly = ended || now.old;
  words.placeholder = ended ? "The caller has hung up: step back, or restart" : "What the agent says";
  if (stepped) {
    tell(now);
  }
}

function say(cuts: boolean): void {
  const text = words.value.trim();
  if (text && !words.readOnly) {
    ask({ type: "say", text, cuts });
    words.value = "";
    keep();
  }
  words.focus();
}

window.addEventListener("message", ({ data }: MessageEvent<{ type: "call"; shown: Shown } | { type: "focus" }>) => {
  data.type === "call" ? show(data.shown) : words.focus();
});
find("agent").addEventListener("submit", (event) => {
  event.preventDefault();
  say(false);
});
words.addEventListener("input", keep);
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    say(true);
  }
});
find("interrupt").addEventListener("click", () => say(true));
find("silence").addEventListener("click", () => {
  if (!words.readOnly) {
    ask({ type: "silence" });
  }
});
find("sentences").addEventListener("change", () => ask({ type: "count", sentences: chosenSentences() }));
find("sentences").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    words.focus();
  }
});
find("bar").addEventListener("click", () => ask({ type: "bar" }));
scenario.addEventListener("change", () => ask({ type: "scenario", index: scenario.selectedIndex }));
for (const type of ["back", "forward", "restart", "write"] as const) {
  find(type).addEventListener("click", () => ask({ type }));
}
words.value = editor.getState()?.words ?? "";
ask({ type: "ready" });
