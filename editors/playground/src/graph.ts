/** Shows the graph of the script: it marks the block at the cursor, and a click on a node goes to its line. */

import { h, reason } from "./dom";
import { firstError, type Desk, type Pane } from "./pane";
import type { Drawn } from "./protocol";
import { lineAt } from "./texts";

const OWN_STYLES = `
  :host { display: block; overflow: auto; flex: 1; min-height: 0 }
  svg { display: block; max-width: none }
  [data-line] { cursor: pointer }
  [data-line]:focus { outline: none }
  [data-line]:hover .shape, [data-line]:focus-visible .shape { stroke-width: 3 }
  .scn .paper { visibility: hidden }
  .scn .chosen .shape { stroke-width: 4; stroke: var(--accent) }
`;
const LEGIBLE = 0.5;

export class GraphPane implements Pane {
  readonly element: HTMLElement;
  private readonly bar = h("div", { class: "bar", role: "status" });
  private readonly place = h("div", { class: "drawing", tabindex: 0, role: "group", "aria-label": "Graph of the script" });
  private readonly root: ShadowRoot;
  private readonly styles = new CSSStyleSheet();
  private drawn: Drawn | undefined;
  /** `undefined` while the graph fits the width. */
  private zoom: number | undefined;
  private marked = 0;
  private isOld = false;

  constructor(private readonly desk: Desk) {
    this.root = this.place.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [this.styles];
    const tool = (words: string, sign: string, click: () => void) => h("button", { type: "button", "aria-label": words, title: words, click }, sign);
    const tools = h(
      "div", { class: "tools" }, h("span", { class: "about" }),
      tool("Zoom out", "−", () => this.turn(0.8)), tool("Fit the width", "Fit", () => this.turn()), tool("Zoom in", "+", () => this.turn(1.25)),
    );
    this.element = h("div", { class: "pane" }, this.bar, tools, this.place);
    new ResizeObserver(() => this.size()).observe(this.place);
  }

  async update(): Promise<void> {
    const drawn = await this.desk.ask("draw", { dark: this.desk.isDark }).catch((error: unknown) => this.warn(reason(error), true));
    if (drawn) {
      this.isOld = false;
      this.show(drawn);
      this.onProblems();
    }
  }

  onOpen(): void {
    this.drawn = undefined;
    this.root.replaceChildren();
    this.warn("", false);
  }

  /** Say which error the drawn script has: what can be read of it is drawn. */
  onProblems(): void {
    if (!this.isOld && this.drawn) this.warn(firstError(this.desk)?.words ?? "", false);
  }

  onCursor(): void {
    const at = this.desk.cursor;
    const block = this.drawn?.blocks.find(({ from, to }) => from <= at && at <= to);
    const line = block ? lineAt(this.desk.project.files[this.desk.project.open] ?? "", block.from) : 0;
    this.root.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
    const nodes = [...this.root.querySelectorAll(`[data-line="${line}"]`)];
    nodes.forEach((node) => node.classList.add("chosen"));
    if (line !== this.marked) nodes[0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.marked = line;
  }

  private warn(words: string, isOld: boolean): void {
    this.isOld = isOld;
    this.element.classList.toggle("old", isOld && this.drawn !== undefined);
    this.bar.replaceChildren(...(words ? [h("span", {}, words)] : []));
  }

  private show(drawn: Drawn): void {
    this.drawn = drawn;
    this.styles.replaceSync(drawn.css + OWN_STYLES);
    const picture = new DOMParser().parseFromString(drawn.svg, "image/svg+xml").documentElement;
    picture.querySelectorAll("script, foreignObject, style").forEach((each) => each.remove());
    for (const node of picture.querySelectorAll("[data-line]")) this.prepare(node);
    picture.setAttribute("role", "group");
    picture.setAttribute("aria-label", "Blocks");
    const { scrollLeft, scrollTop } = this.place;
    this.root.replaceChildren(document.importNode(picture, true));
    this.root.querySelectorAll<SVGElement>("[data-line]").forEach((node) => this.listen(node));
    this.size();
    this.place.scrollTo(scrollLeft, scrollTop);
    this.onCursor();
  }

  private prepare(node: Element): void {
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button"); // its name is its title
  }

  private listen(node: SVGElement): void {
    const go = () => this.desk.goToLine(this.desk.project.open, Number(node.dataset["line"]));
    node.addEventListener("click", go);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go();
      }
    });
  }

  private turn(by?: number): void {
    this.zoom = by === undefined ? undefined : Math.min(4, Math.max(0.1, (this.zoom ?? this.fit()) * by));
    this.size();
  }

  private size(): void {
    const picture = this.root.querySelector("svg");
    const box = picture?.viewBox.baseVal;
    if (picture && box) {
      const zoom = this.zoom ?? this.fit();
      picture.setAttribute("width", String(box.width * zoom));
      picture.setAttribute("height", String(box.height * zoom));
    }
  }

  private fit(): number {
    const width = this.root.querySelector("svg")?.viewBox.baseVal.width ?? 1;
    return Math.max(LEGIBLE, Math.min(1, this.place.clientWidth / width));
  }
}
