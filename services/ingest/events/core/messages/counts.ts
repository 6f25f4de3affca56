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

const rejects = 'Rejects ';

/** The name under which rejects of a reason are counted. */
export function rejectsFor(reason: string): string {
  return `${rejects}${reason}`;
}

/** The reason that such a name is of; undefined for any other name. */
export function reasonOf(name: string): string | undefined {
  return name.startsWith(rejects) ? name.slice(rejects.length) : undefined;
}
