import type { QueueState } from "./metrics.ts";

interface QueueLimits {
  /** Work done at the same time. */
  readonly atOnce: number;
  /** Of them, for one installation. Default: all. */
  readonly atOnceEach?: number;
  /** Keys that may wait. */
  readonly most: number;
  /** Of them, of one installation. Default: all. */
  readonly mostOfInstallation?: number;
  /** Of them, of one repository. Default: all. */
  readonly mostEach?: number;
}

/** Whose work it is. */
interface Owner {
  readonly installation: number;
  /** Its full name. */
  readonly repository: string;
}

const NO_OWNER: Owner = { installation: 0, repository: "" };

/** Says after how many milliseconds it is to be done again, if at all. Never throws. */
export type Work = () => Promise<number | undefined>;

/**
 * Work by key: at most one job per key at a time, and only the newest waiting one is run. Running work is not
 * interrupted: it reads the forge again before it writes. Installations alternate, and their repositories too, so
 * that large ones do not delay others.
 */
export class Queue {
  readonly #limits: QueueLimits;
  /** In the order of arrival; newer work takes the place of older. */
  readonly #waiting = new Map<string, Work>();
  readonly #running = new Set<string>();
  /** Since when something for a key waits; newer work has waited as long as the older that it replaced. */
  readonly #since = new Map<string, number>();
  readonly #owners = new Map<string, Owner>();
  /** When something of an installation, or of a repository, was begun last. */
  readonly #begun = new Map<number | string, number>();
  #turn = 0;
  /** Until it is to be done again. */
  readonly #resting = new Map<string, { readonly timer: NodeJS.Timeout; readonly work: Work }>();
  readonly #whenIdle: (() => void)[] = [];
  readonly #whenRoomy: (() => void)[] = [];
  #closed = false;
  #dropped = false;

  readonly #replaced: (key: string, older: Work) => void;

  /** `replaced` is called for work that is dropped for newer work with the same key. */
  constructor(limits: QueueLimits, replaced: (key: string, older: Work) => void = () => {}) {
    this.#limits = limits;
    this.#replaced = replaced;
  }

  get full(): boolean {
    return this.#closed || this.#waiting.size + this.#resting.size >= this.#limits.most;
  }

  /** What is in it now, and for how many milliseconds the oldest that waits has waited. */
  get state(): QueueState {
    const oldest = Math.min(...this.#since.values());
    return {
      waiting: this.#waiting.size,
      running: this.#running.size,
      resting: this.#resting.size,
      oldest: Number.isFinite(oldest) ? performance.now() - oldest : 0,
    };
  }

  /** Whether newer work for a key waits. */
  waits(key: string): boolean {
    return this.#waiting.has(key);
  }

  /** Whether the repository or its installation has reached its limit. */
  fullFor({ installation, repository }: Owner): boolean {
    const { mostEach = Number.POSITIVE_INFINITY, mostOfInstallation = Number.POSITIVE_INFINITY } =
      this.#limits;
    let [ofInstallation, ofRepository] = [0, 0];
    for (const keys of [this.#waiting.keys(), this.#resting.keys()])
      for (const key of keys) {
        const owner = this.#ownerOf(key);
        if (owner.installation === installation) ofInstallation += 1;
        if (owner.repository === repository) ofRepository += 1;
      }
    return this.full || ofInstallation >= mostOfInstallation || ofRepository >= mostEach;
  }

  /** False if there is no room: then nothing was accepted. */
  offer(key: string, work: Work, owner: Owner = NO_OWNER): boolean {
    const older = this.#waiting.get(key) ?? this.#resting.get(key)?.work;
    if (this.#closed || (!older && this.fullFor(owner))) return false;
    if (older) this.#replaced(key, older);
    this.#owners.set(key, owner);
    clearTimeout(this.#resting.get(key)?.timer);
    this.#resting.delete(key);
    this.#wait(key, work);
    this.#next();
    return true;
  }

  /**
   * When at most half of the places are taken, and one of the owner's is free: for work that must not keep out what is
   * more urgent.
   */
  async roomy(owner: Owner = NO_OWNER): Promise<void> {
    const isCrowded = () =>
      this.#waiting.size + this.#resting.size > this.#limits.most / 2 || this.fullFor(owner);
    while (!this.#closed && isCrowded())
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
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#since.clear();
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
    while (this.#running.size < this.#limits.atOnce) {
      const next = this.#nextWork();
      if (!next) return;
      const { key, work } = next;
      this.#waiting.delete(key);
      this.#since.delete(key);
      this.#running.add(key);
      const { installation, repository } = this.#ownerOf(key);
      this.#turn += 1;
      this.#begun.set(installation, this.#turn).set(repository, this.#turn);
      void this.#do(key, work);
    }
  }

  /** Of those that may begin, the one whose installation, and then whose repository, has waited longest for its turn. */
  #nextWork(): { readonly key: string; readonly work: Work } | undefined {
    const { atOnceEach = Number.POSITIVE_INFINITY } = this.#limits;
    const running = new Map<number, number>();
    for (const key of this.#running) {
      const { installation } = this.#ownerOf(key);
      running.set(installation, (running.get(installation) ?? 0) + 1);
    }
    let best: { key: string; work: Work; turns: readonly [number, number] } | undefined;
    for (const [key, work] of this.#waiting) {
      const { installation, repository } = this.#ownerOf(key);
      if (this.#running.has(key) || (running.get(installation) ?? 0) >= atOnceEach) continue;
      const turns = [this.#begun.get(installation) ?? 0, this.#begun.get(repository) ?? 0] as const;
      const earlier =
        !best ||
        turns[0] < best.turns[0] ||
        (turns[0] === best.turns[0] && turns[1] < best.turns[1]);
      if (earlier) best = { key, work, turns };
    }
    return best;
  }

  #wait(key: string, work: Work): void {
    this.#waiting.set(key, work);
    if (!this.#since.has(key)) this.#since.set(key, performance.now());
  }

  #ownerOf(key: string): Owner {
    return this.#owners.get(key) ?? NO_OWNER;
  }

  async #do(key: string, work: Work): Promise<void> {
    const again = await work();
    this.#running.delete(key);
    // What came in the meantime is newer.
    if (again !== undefined && !this.#dropped && !this.#waiting.has(key)) {
      const timer = setTimeout(() => {
        this.#resting.delete(key);
        this.#wait(key, work);
        this.#next();
      }, again);
      this.#resting.set(key, { timer, work });
    }
    if (!this.#waiting.has(key) && !this.#resting.has(key)) this.#owners.delete(key);
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

interface Waiting {
  readonly installation: number;
  readonly begin: () => void;
}

/**
 * Limits concurrency per installation, with one more slot for the others together; waiting work runs in order of
 * arrival, installations with less running work first.
 */
export class Gate {
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<number, number>();
  readonly #each: number;

  constructor(each: number) {
    this.#each = each;
  }

  /** `work` gets whether it had to wait for its turn. */
  async through<T>(work: (waited: boolean) => Promise<T>, installation = 0): Promise<T> {
    const own = { installation, begin: () => {} };
    const turn = new Promise<void>((resolve) => (own.begin = resolve));
    this.#waiting.push(own);
    this.#next();
    const waited = this.#waiting.includes(own);
    await turn;
    try {
      return await work(waited);
    } finally {
      this.#running.set(installation, this.#runningOf(installation) - 1);
      this.#next();
    }
  }

  #runningOf(installation: number): number {
    return this.#running.get(installation) ?? 0;
  }

  #next(): void {
    const running = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    if (running > this.#each) return;
    const next = this.#waiting
      .filter(({ installation }) => this.#runningOf(installation) < this.#each)
      .toSorted((a, b) => this.#runningOf(a.installation) - this.#runningOf(b.installation))[0];
    if (!next) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#running.set(next.installation, this.#runningOf(next.installation) + 1);
    next.begin();
  }
}
