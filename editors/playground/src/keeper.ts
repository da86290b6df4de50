/** Decides what of the page's project the browser stores, and which project the page can go back to. */

import { say } from "./dialogs";
import { store, storedProjects, type Saved } from "./link";
import { STARTER } from "./starter";
import { areSame } from "./workspace";

export class Keeper {
  /** Whether to store the project even if it isn't edited. */
  isOwn = false;
  /** The files as they were opened; others since then are edits. */
  private opened = STARTER.files;
  /** The edited project that the page had before this one. */
  private replaced: Saved | undefined;
  private isStored = false;
  private isRefused = false;

  constructor(
    private readonly isEmbedded: boolean,
    private readonly saved: () => Saved,
  ) {}

  /** Another project is about to be opened. */
  leave(): void {
    const saved = this.saved();
    if (saved.files !== this.opened) this.replaced = saved;
  }

  /** Another project is open. */
  begin(): void {
    this.isOwn = this.isStored = false;
    this.opened = this.saved().files;
  }

  /** The project that was written before this one, if the page or the browser still has it. */
  get previous(): Saved | undefined {
    const found = this.isEmbedded ? [] : storedProjects();
    return [this.replaced, ...found].find((each) => each && !areSame(each.files, this.saved().files));
  }

  /** Store the project if it is the reader's own. */
  keep(): void {
    const saved = this.saved();
    if (this.isEmbedded || !(saved.files !== this.opened || this.isOwn)) {
      return;
    }
    this.leaveLink();
    const isAccepted = store(saved, this.isStored ? undefined : this.opened);
    if (!isAccepted && !this.isRefused) say("The browser can't store this script: choose Share, and keep the link.");
    this.isRefused = !isAccepted;
    this.isStored ||= isAccepted;
  }

  /** Forget the link in the address: the project isn't the one that it has. */
  leaveLink(): void {
    if (location.hash && !this.isEmbedded) history.replaceState(null, "", location.pathname + location.search);
  }
}
