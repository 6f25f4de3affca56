import type { LogEvent } from './events.ts';
import type { FindMap } from './maps.ts';
import type { LogLine } from './read-line.ts';
import { isTranslatable, translateStack } from './translate-stack.ts';

export type Rendering = {
  readonly findMap: FindMap;
  /** Several functions: each line begins with whose it is. */
  readonly isNamed: boolean;
};

/** Lines for people: time, level, message, fields, and the stacks by the source. */
export async function renderLine(event: LogEvent, line: LogLine, { findMap, isNamed }: Rendering): Promise<string> {
  const words = [
    new Date(event.at).toISOString(),
    isNamed ? event.of.name : '',
    line.level.padEnd(5),
    line.message,
    ...Object.entries(line.fields).map(([name, value]) => `${name}=${show(value)}`),
    line.requestId === undefined ? '' : `request=${line.requestId}`,
  ].filter((word) => word !== '');
  const stacks = await Promise.all(
    line.stacks.map((stack) => bySource(event, { stack, bundle: line.bundle, findMap })),
  );
  return [words.join(' '), ...stacks.map(indented)].join('\n');
}

type Stack = { readonly stack: string; readonly bundle: string | undefined; readonly findMap: FindMap };

async function bySource({ of }: LogEvent, { stack, bundle, findMap }: Stack): Promise<string> {
  if (!isTranslatable(stack)) return stack;
  if (bundle === undefined) return `${stack}\n(of which bundle is not known: the stack is as it was logged)`;
  const found = await findMap(of, bundle);
  if ('map' in found) return translateStack(stack, found.map);
  return `${stack}\n(the source map of bundle ${bundle} is not to be had: ${found.reason}; the stack is as it was logged)`;
}

function indented(stack: string): string {
  return stack.replace(/^\s*/gm, '    ');
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\s"]/.test(text) && typeof value === 'string' ? JSON.stringify(text) : text;
}
