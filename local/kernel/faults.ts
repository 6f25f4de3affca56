/**
 * A fault that a test switches on. `at` names the point: `<service>:<Operation>` for a call (throttle, error, crash),
 * `events:deliver`, `sqs:deliver`, `lambda:invoke`, `logs:deliver` for deliveries (duplicate, reorder, lose), `athena:run` for
 * statements (slow), with `match` narrowing it to a function, rule, queue or statement by a part of its ARN, name or text.
 */
export type Fault = {
  readonly id: string;
  readonly at: string;
  readonly kind:
    | 'throttle'
    | 'error'
    | 'duplicate'
    | 'reorder'
    | 'lose'
    | 'crash-before'
    | 'crash-after'
    | 'partial-failure'
    | 'slow';
  readonly match?: string;
  /** How many times it strikes before it is spent; without it, until it is cleared. */
  readonly times?: number;
  /** Passes over this many matching occasions first. */
  readonly skip?: number;
  /** Strikes this share of the matching occasions, by chance (0 to 1). */
  readonly share?: number;
  /** Of `slow`: how many times as long it takes. */
  readonly factor?: number;
  /** Of `slow`: how long it takes at least. */
  readonly leastMs?: number;
};

export type Faults = {
  add(fault: Omit<Fault, 'id'>): string;
  clear(id?: string): void;
  list(): readonly Fault[];
  /** The faults that strike at this point now; each strike is counted. */
  strike(at: string, subject?: string): readonly Fault[];
};

type Armed = { readonly fault: Fault; seen: number; struck: number };

export function createFaults(): Faults {
  const armed = new Map<string, Armed>();
  let next = 1;
  return {
    add(fault) {
      const id = `fault-${next++}`;
      armed.set(id, { fault: { ...fault, id }, seen: 0, struck: 0 });
      return id;
    },
    clear(id) {
      if (id === undefined) armed.clear();
      else armed.delete(id);
    },
    list: () => [...armed.values()].map(({ fault }) => fault),
    strike(at, subject = '') {
      const struck: Fault[] = [];
      for (const entry of armed.values())
        if (applies(entry.fault, at, subject) && strikesNow(entry)) struck.push(entry.fault);
      return struck;
    },
  };
}

function applies(fault: Fault, at: string, subject: string): boolean {
  return fault.at === at && (fault.match === undefined || subject.includes(fault.match));
}

function strikesNow(entry: Armed): boolean {
  entry.seen += 1;
  if (entry.seen <= (entry.fault.skip ?? 0)) return false;
  if (entry.fault.times !== undefined && entry.struck >= entry.fault.times) return false;
  if (entry.fault.share !== undefined && Math.random() >= entry.fault.share) return false;
  entry.struck += 1;
  return true;
}
