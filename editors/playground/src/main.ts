/** Starts the page: the bar at the top, and what to open first. */

import { openDecompile } from "./decompile";
import { addFiles, chooseFiles, onDrop, saveFile } from "./disk";
import { openMenu, openDialog, say } from "./dialogs";
import { byId, h, reason, setText } from "./dom";
import { openHelp } from "./help";
import { forget, stored, unpack } from "./link";
import { Page } from "./page";
import { STARTER } from "./starter";
import { fileName } from "./texts";
import { areSame } from "./workspace";

const isEmbedded = /[?&#]embed\b/.test(location.search + location.hash);
document.body.classList.toggle("embed", isEmbedded);

const page = new Page(isEmbedded);
const samples = byId<HTMLSelectElement>("samples");
const targets = byId<HTMLSelectElement>("targets");

const SOURCES: Readonly<Record<string, string>> = {
  picked: "picked here", script: "from the script", configuration: "from scn.toml", default: "the default",
};

function showBar(): void {
  const { start, target } = page;
  if (start && samples.options.length < 2) {
    samples.append(...start.samples.map(({ name, title }) => h("option", { value: name }, title)));
    targets.append(...start.targets.map(({ name, title }) => h("option", { value: name }, title ? `${name}: ${title}` : name)));
  }
  const own = targets.options[0];
  if (own) setText(own, target && target.source !== "picked" ? target.name : "The script's own");
  targets.value = page.project.target ?? "";
  setText(byId("target-source"), target ? SOURCES[target.source] ?? target.source : "");
  setText(byId("version"), start ? `scn ${start.version}` : "");
}

/** Links above this length, in characters, are cut by some programs for mail and chat. */
const LONG = 8000;

async function share(): Promise<void> {
  const link = await page.link();
  history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    say(link.length > LONG ? `Link copied. It has ${link.length.toLocaleString("en")} characters: some programs cut it.` : "Link copied. It contains the whole script.");
  } catch {
    const field = h("input", { value: link, readonly: true, "aria-label": "Link to this script" });
    openDialog("Share", h("div", {}, h("p", {}, "Copy this link. It contains the whole script."), field));
    field.select();
  }
}

function reset(): void {
  forget(page.project.files, STARTER);
  page.openProject(STARTER, "The page starts again with its first script.");
}

function openSample(): void {
  const sample = page.start?.samples.find(({ name }) => name === samples.value);
  samples.value = "";
  if (sample) {
    page.openProject({ files: sample.files, open: sample.open, target: null }, `Sample opened: ${sample.title}.`);
  }
}

function take(files: readonly File[]): void {
  void addFiles(page, files);
}

function openFileMenu(): void {
  const button = byId("file-menu");
  const { left, bottom } = button.getBoundingClientRect();
  const { previous } = page;
  const back = previous && { title: "Open what you wrote before", run: () => page.bringBack(previous) };
  const entries = [
    { title: "New file…", run: () => void page.newFile() },
    { title: "Rename…", run: () => void page.renameFile() },
    { title: "Open from disk…", run: () => chooseFiles(take) },
    { title: "Save to disk", run: () => saveFile(fileName(page.project.open), page.workspace.text) },
    { title: "Delete", run: () => page.deleteFile() },
    ...(back ? [back] : []),
  ];
  openMenu("File", entries, { left, top: bottom }, () => button.focus());
}

/** Open the project in the address; without one, or if it is broken, the stored one. */
async function open(): Promise<void> {
  const own = isEmbedded ? undefined : stored();
  try {
    const linked = await unpack(location.hash);
    page.begin(linked ?? own ?? STARTER);
    if (linked && own && !areSame(linked.files, own.files)) {
      say("A shared script is open. Yours is still here.", { title: "Back to my script", run: () => page.bringBack(own) });
    }
  } catch (error) {
    page.begin(own ?? STARTER);
    say(reason(error));
  }
}

const CLICKS: Readonly<Record<string, () => void>> = {
  fix: () => void page.fixAll(),
  format: () => void page.format(),
  expand: () => void page.expand(),
  decompile: () => page.isReady() && openDecompile(page, page.start?.targets ?? []),
  share: () => void share(),
  reset,
  help: () => openHelp(page.start?.version ?? "", page.start?.local ?? false),
  "file-menu": openFileMenu,
  "new-file": () => void page.newFile(),
  larger: () => void page.link().then((link) => window.open(link, "_blank", "noopener")),
};

page.onShow = showBar;
onDrop(take);
samples.addEventListener("change", openSample);
targets.addEventListener("change", () => page.workspace.pick(targets.value || null));
for (const [id, click] of Object.entries(CLICKS)) byId(id).addEventListener("click", click);
window.addEventListener("hashchange", () => void open());
void open();
