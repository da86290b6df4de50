/** Checks again and again while the project changes, one check at a time, so that answers never queue up. */
export class Checker {
  private isRunning = false;
  private isWanted = false;

  constructor(private readonly check: () => Promise<void>) {}

  ask(): void {
    this.isWanted = true;
    if (!this.isRunning) {
      void this.run();
    }
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.check();
      }
    } finally {
      this.isRunning = false;
    }
  }
}
