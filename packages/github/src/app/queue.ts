interface QueueLimits {
  /** Work done at the same time. */
  readonly atOnce: number;
  /** Keys that may wait. */
  readonly most: number;
}

/** Says after how many milliseconds it is to be done again, if at all. Never throws. */
export type Work = () => Promise<number | undefined>;

/**
 * Work by key: for one key never two at once, and of what waits only the newest is done. What is under way is
 * let be: it asks the forge again before it says anything.
 */
export class Queue {
  readonly #limits: QueueLimits;
  /** In the order of arrival; newer work takes the place of older. */
  readonly #waiting = new Map<string, Work>();
  readonly #running = new Set<string>();
  /** Until it is to be done again. */
  readonly #resting = new Map<string, NodeJS.Timeout>();
  readonly #whenIdle: (() => void)[] = [];
  readonly #whenRoomy: (() => void)[] = [];
  #closed = false;
  #dropped = false;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get full(): boolean {
    return this.#closed || this.#waiting.size + this.#resting.size >= this.#limits.most;
  }

  /** False where there is no place for it: then nothing was taken. */
  offer(key: string, work: Work): boolean {
    const known = this.#waiting.has(key) || this.#resting.has(key);
    if (this.#closed || (this.full && !known)) return false;
    clearTimeout(this.#resting.get(key));
    this.#resting.delete(key);
    this.#waiting.set(key, work);
    this.#next();
    return true;
  }

  /** When at most half of the places are taken: for work that must not keep out what is more urgent. */
  async roomy(): Promise<void> {
    while (!this.#closed && this.#waiting.size + this.#resting.size > this.#limits.most / 2)
      await new Promise<void>((resolve) => this.#whenRoomy.push(resolve));
  }

  /** Takes nothing more from now on. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Forgets what has not begun, for good: the keys of it. */
  drop(): string[] {
    this.#dropped = true;
    const dropped = [...this.#waiting.keys(), ...this.#resting.keys()];
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#resting.clear();
    this.#reportIdle();
    return dropped;
  }

  /** When nothing is under way, and nothing is left to do. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      this.#reportIdle();
    });
  }

  #next(): void {
    for (const [key, work] of this.#waiting) {
      if (this.#running.size >= this.#limits.atOnce) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.add(key);
      void this.#do(key, work);
    }
  }

  async #do(key: string, work: Work): Promise<void> {
    const again = await work();
    this.#running.delete(key);
    // What came in the meantime is newer.
    if (again !== undefined && !this.#dropped && !this.#waiting.has(key)) {
      const rest = setTimeout(() => {
        this.#resting.delete(key);
        this.#waiting.set(key, work);
        this.#next();
      }, again);
      this.#resting.set(key, rest);
    }
    this.#next();
    this.#wake();
    this.#reportIdle();
  }

  #wake(): void {
    for (const resolve of this.#whenRoomy.splice(0)) resolve();
  }

  #reportIdle(): void {
    if (this.#waiting.size + this.#running.size + this.#resting.size > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

/** Lets at most so many through at once; the others wait in the order in which they came. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
