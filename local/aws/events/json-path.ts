/** Reads a value by EventBridge's part of JSONPath: `$`, `.name`, `['name']`, `[0]`, `[*]`. Undefined when it is not there. */
export function readPath(value: unknown, path: string): unknown {
  const steps = parsePath(path);
  return steps && follow(value, steps);
}

/** Whether a path is one that `readPath` understands. */
export function isPath(path: string): boolean {
  return parsePath(path) !== undefined;
}

function parsePath(path: string): readonly string[] | undefined {
  if (!/^\$(\.[\w$-]+|\.\*|\[\d+\]|\[\*\]|\['[^']+'\]|\["[^"]+"\])*$/.test(path)) return undefined;
  const steps = path.slice(1).matchAll(/\.([\w$*-]+)|\[(\d+|\*)\]|\['([^']+)'\]|\["([^"]+)"\]/g);
  return [...steps].map(([, dotted, index, single, double]) => dotted ?? index ?? single ?? double ?? '');
}

function follow(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (step === '*') {
    const found = Object.values(value).map((item: unknown) => follow(item, rest));
    return found.filter((item) => item !== undefined);
  }
  const entry = Object.entries(value).find(([name]) => name === step);
  return entry && follow(entry[1], rest);
}
