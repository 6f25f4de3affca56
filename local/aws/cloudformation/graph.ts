import { references } from './references.ts';
import type { Template } from './template.ts';
import { formatError, validationError } from './validation-error.ts';

/** Each resource with those it must come after. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The resources whose condition holds, each with what it refers to or depends on. */
export function buildGraph(template: Template, condition: (name: string) => boolean): Graph {
  const present = Object.entries(template.resources).filter(
    ([, { condition: name }]) => name === undefined || condition(name),
  );
  const names = new Set(present.map(([name]) => name));
  const graph = new Map(
    present.map(([name, definition]) => {
      for (const dependency of definition.dependsOn) checkKnown(template, dependency);
      const referred = references(definition.properties, condition);
      for (const target of referred) checkTarget(template, names, target, name);
      return [name, new Set([...definition.dependsOn, ...referred].filter((target) => names.has(target)))];
    }),
  );
  inOrder(graph);
  return graph;
}

function checkKnown(template: Template, name: string): void {
  if (template.resources[name] === undefined)
    throw formatError(`Unresolved resource dependencies [${name}] in the Resources block of the template`);
}

function checkTarget(template: Template, present: ReadonlySet<string>, target: string, from: string): void {
  if (target.startsWith('AWS::') || template.parameters[target] !== undefined || present.has(target)) return;
  checkKnown(template, target);
  throw formatError(`${from} refers to ${target}, whose condition does not hold`);
}

/** Dependencies first; ValidationError names the resources of a cycle. */
export function inOrder(graph: Graph): readonly string[] {
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.includes(name))
      throw validationError(`Circular dependency between resources: [${open.slice(open.indexOf(name)).join(', ')}]`);
    open.push(name);
    for (const dependency of graph.get(name) ?? []) visit(dependency);
    open.pop();
    done.add(name);
  };
  for (const name of graph.keys()) visit(name);
  return [...done];
}

/** The same resources with every edge turned round: for deletion. */
export function reversed(graph: Graph): Graph {
  const result = new Map<string, Set<string>>([...graph.keys()].map((name) => [name, new Set()]));
  for (const [name, dependencies] of graph) for (const dependency of dependencies) result.get(dependency)?.add(name);
  return result;
}

/**
 * Runs `task` for every resource after those it depends on, at most `concurrency` at a time. After the first failure nothing
 * new begins; what runs is awaited, and the failure thrown.
 */
export async function walk(graph: Graph, concurrency: number, task: (name: string) => Promise<void>): Promise<void> {
  const waiting = new Map(
    [...graph].map(([name, dependencies]) => [name, new Set([...dependencies].filter((d) => graph.has(d)))]),
  );
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const begin = (name: string) => {
    waiting.delete(name);
    const run = task(name).then(
      () => {
        for (const dependencies of waiting.values()) dependencies.delete(name);
      },
      (error: unknown) => void failures.push(error),
    );
    running.set(
      name,
      run.finally(() => running.delete(name)),
    );
  };
  for (;;) {
    const ready = failures.length > 0 ? [] : [...waiting].filter(([, dependencies]) => dependencies.size === 0);
    for (const [name] of ready.slice(0, concurrency - running.size)) begin(name);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
}
