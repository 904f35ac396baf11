/** What people want of a running lesson, and a way to wait until they want something else. */
export type Intent = 'run' | 'pause' | 'stop';

export class IntentSwitch {
  readonly #changes = new EventTarget();
  #current: Intent;

  constructor(initial: Intent) {
    this.#current = initial;
  }

  get current(): Intent {
    return this.#current;
  }

  is(intent: Intent): boolean {
    return this.#current === intent;
  }

  /** Nothing leads back from `stop`. @returns whether this changed anything */
  set(intent: Intent): boolean {
    if (this.#current === intent || this.#current === 'stop') return false;
    this.#current = intent;
    this.#changes.dispatchEvent(new Event('change'));
    return true;
  }

  /** @returns a function that ends the listening */
  onChange(listener: () => void): () => void {
    this.#changes.addEventListener('change', listener);
    return () => this.#changes.removeEventListener('change', listener);
  }

  /** Resolves at the next change, after `ms`, or at once when the lesson is to stop. */
  async change(ms?: number): Promise<void> {
    if (this.#current === 'stop') return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#changes.addEventListener(
        'change',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
