/** What happened to messages, by the names of CloudWatch's metrics. */
export type Counts = {
  add(name: string, value?: number): void;
  /** Keeps the highest value of a name. */
  highest(name: string, value: number): void;
  readonly of: (name: string) => number;
  readonly all: () => Readonly<Record<string, number>>;
};

/** Names that are always told, so that an alarm on one has data. */
const always = ['Received', 'Kept', 'Dropped', 'Rejected', 'Parked', 'RetriedEntries', 'KeptBytes'];

export function createCounts(): Counts {
  const counts = new Map<string, number>(always.map((name) => [name, 0]));
  const of = (name: string) => counts.get(name) ?? 0;
  return {
    add: (name, value = 1) => {
      counts.set(name, of(name) + value);
    },
    highest: (name, value) => {
      counts.set(name, Math.max(counts.get(name) ?? value, value));
    },
    of,
    all: () => Object.fromEntries(counts),
  };
}

/** `not_json` → `RejectedNotJson`: a metric of its own for each reason. */
export function metricName(prefix: string, reason: string): string {
  return prefix + reason.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
