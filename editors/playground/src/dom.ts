/** Makes elements, without inline styles, which the policy of the page forbids. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | undefined>;

/** Make an element. Functions become listeners, `true` an empty attribute; `false` and `undefined` are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((each) => each !== null && each !== undefined && each !== false));
  return element;
}

/** The element of the page with an id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`the page has no element ${id}`);
  }
  return found as E;
}

const ALLOWED = new Set(
  "B BLOCKQUOTE BR CODE DIV EM H1 H2 H3 H4 HR I LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL".split(" "),
);

/** Where the manual is, as seen from the page; empty if it isn't beside the page. */
const MANUAL = document.querySelector<HTMLMetaElement>("meta[name=manual]")?.content ?? "";

/** Documentation as nodes: only plain elements, with links as their only attribute. */
export function documentation(html: string): HTMLElement {
  const box = h("div", { class: "documentation", tabindex: 0, role: "group", "aria-label": "Documentation" });
  copy(new DOMParser().parseFromString(html, "text/html").body, box);
  return box;
}

function copy(from: Node, to: Node): void {
  for (const node of from.childNodes) {
    if (node instanceof Text) {
      to.appendChild(document.createTextNode(node.data));
    } else if (node instanceof Element) {
      copy(node, to.appendChild(plain(node)));
    }
  }
}

function plain(element: Element): HTMLElement {
  const goal = element.tagName === "A" ? goalOf(element) : "";
  if (goal) {
    return h("a", { href: goal, target: "_blank", rel: "noreferrer" });
  }
  return document.createElement(ALLOWED.has(element.tagName) ? element.tagName : "span");
}

function goalOf(link: Element): string {
  const page = link.getAttribute("data-page") ?? "";
  const goal = link.getAttribute("href") ?? "";
  return page ? MANUAL && `${MANUAL}${page}` : /^https:/.test(goal) ? goal : "";
}

/** Set the text of an element; without a change, a browser neither lays out the page again nor announces the text. */
export function setText(element: HTMLElement, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** "1 error", "2 errors". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The message of an error, for the reader. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
