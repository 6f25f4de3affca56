/** Whether a routing key matches a topic pattern, as RabbitMQ matches: words between dots, `*` one word, `#` any number. */
export function createTopicMatcher(patterns: readonly string[]): (routingKey: string) => boolean {
  const split = patterns.map((pattern) => pattern.split('.'));
  const known = new Map<string, boolean>();
  return (routingKey) => {
    const before = known.get(routingKey);
    if (before !== undefined) return before;
    const words = routingKey.split('.');
    const isMatch = split.some((pattern) => matches(pattern, words));
    if (known.size < maxKnown) known.set(routingKey, isMatch);
    return isMatch;
  };
}

// Routing keys are few, or else as good as all different: then remembering them is of no use.
const maxKnown = 1000;

/** Walks the words once per word of the pattern, keeping every position reached: time stays a product, whatever the `#`. */
function matches(pattern: readonly string[], words: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const wanted of pattern) {
    reached = wanted === '#' ? fromFirst(reached, words.length) : step(reached, wanted, words);
    if (reached.size === 0) return false;
  }
  return reached.has(words.length);
}

function fromFirst(reached: ReadonlySet<number>, end: number): Set<number> {
  const first = Math.min(...reached);
  return new Set(Array.from({ length: end - first + 1 }, (_, index) => first + index));
}

function step(reached: ReadonlySet<number>, wanted: string, words: readonly string[]): Set<number> {
  const next = new Set<number>();
  for (const at of reached) if (at < words.length && (wanted === '*' || words[at] === wanted)) next.add(at + 1);
  return next;
}
