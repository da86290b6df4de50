/** Light and dark: as the system has it, or as the user picked. */

const STORED = "scn.theme";
const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const system = matchMedia("(prefers-color-scheme: dark)");

export class Themes {
  private theme: Theme = stored();

  constructor(private readonly button: HTMLElement, private readonly onChange: () => void) {
    button.addEventListener("click", () => this.next());
    system.addEventListener("change", onChange);
    this.show();
  }

  get isDark(): boolean {
    return this.theme === "dark" || (this.theme === "system" && system.matches);
  }

  private next(): void {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length] ?? "system";
    try {
      localStorage.setItem(STORED, this.theme);
    } catch {
      // without storage, the choice is for this visit
    }
    this.show();
    this.onChange();
  }

  private show(): void {
    document.documentElement.dataset["theme"] = this.theme;
    const words = `Colors: ${this.theme}`;
    this.button.textContent = { system: "◐", light: "☀", dark: "☾" }[this.theme];
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
  }
}

/** The theme that the page around this one asks for, or else the stored one. */
function stored(): Theme {
  const asked = /[?&#]theme=(\w+)/.exec(location.search + location.hash)?.[1];
  const known = THEMES.find((theme) => theme === asked);
  if (known) {
    return known;
  }
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(STORED)) ?? "system";
  } catch {
    return "system";
  }
}
