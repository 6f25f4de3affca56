import { createHmac } from 'node:crypto';
import { isNumber, unmarked, writeExact } from './exact-json.ts';
import { createReadInstant } from './instant.ts';
import { isParent, keyOf, type Path, put, valueAt, visitAt, writeAt } from './path.ts';
import { protectAt } from './protect.ts';
import { Rejection } from './rejection.ts';
import type { Step, Written } from './shape-document.ts';
import { createReadValue, type Origin } from './source.ts';

/** Gives the payload that is kept, of a payload that may be changed in place. */
export type Shape = (payload: unknown, origin: Origin) => unknown;

export type ShapeDeps = {
  /** Asked for when the first value is hashed. */
  readonly salt: () => string;
  /** Told of a path that was to be hashed or dropped, and led to nothing. */
  readonly onMissing?: (path: string) => void;
};

/** A route's `shape:`, compiled; the steps go in their order. */
export function createShape(steps: readonly Step[], deps: ShapeDeps): Shape {
  const shapes = steps.flatMap((step) => createSteps(step, deps));
  return (payload, origin) => shapes.reduce((value, shape) => shape(value, origin), payload);
}

function createSteps(step: Step, deps: ShapeDeps): readonly Shape[] {
  const { pick = [], drop = [], rename = [], set = [], hash = [], truncate = [], date = [] } = step;
  return [
    ...(step.pick === undefined ? [] : [(payload: unknown) => picked(payload, pick)]),
    ...drop.map((path) => protecting(path, { step, deps, change: remove })),
    ...rename.map(
      ([from, to]) =>
        (payload: unknown) =>
          renamed(payload, from, to),
    ),
    ...set.map(([path, written]) => setting(path, written)),
    ...(step.keep_headers === undefined ? [] : [keepingHeaders(step.keep_headers)]),
    ...hash.map((path) =>
      protecting(path, { step, deps, change: (parent, key) => put(parent, key, hashed(parent[key], deps.salt())) }),
    ),
    ...truncate.map(([path, length]) => replacing(path, (value) => truncated(value, length))),
    ...date.map(([path, format]) => replacing(path, createDated(path, format))),
  ];
}

type Change = (parent: Record<string, unknown>, key: string) => void;
type Protecting = { readonly step: Step; readonly deps: ShapeDeps; readonly change: Change };

function protecting(path: Path, { step, deps, change }: Protecting): Shape {
  const looking = { ignoreCase: step.ignore_case ?? false, encoded: step.encoded ?? false };
  const name = path.map(keyOf).join('.');
  return (payload) => {
    const holder = { payload };
    if (protectAt(holder, 'payload', path, { looking, change }) > 0) return holder.payload;
    if (step.required) throw new Rejection('unprotected', `${name} is not there, and is to be hashed or dropped`);
    deps.onMissing?.(name);
    return payload;
  };
}

function replacing(path: Path, change: (value: unknown) => unknown): Shape {
  return (payload) => {
    visitAt(payload, path, (parent, key) => put(parent, key, change(parent[key])));
    return payload;
  };
}

/** An element of an array leaves null in its place: the others keep their index. */
function remove(parent: Record<string, unknown>, key: string): void {
  if (Array.isArray(parent)) put(parent, key, null);
  else delete parent[key];
}

function renamed(payload: unknown, from: Path, to: Path): unknown {
  const value = valueAt(payload, from);
  if (value === undefined) return payload;
  visitAt(payload, from, remove);
  writeAt(payload, to, value);
  return payload;
}

/** What is nowhere is not written. */
function setting(path: Path, written: Written): Shape {
  const read = 'source' in written ? createReadValue(written.source) : () => written.value;
  return (payload, origin) => {
    const value = read(origin);
    if (value !== undefined) writeAt(payload, path, structuredClone(value));
    return payload;
  };
}

function keepingHeaders({ to, only }: NonNullable<Step['keep_headers']>): Shape {
  return (payload, { message: { headers } }) => {
    const kept = Object.entries(headers).filter(([name]) => only === undefined || only.includes(name));
    writeAt(payload, to, structuredClone(Object.fromEntries(kept)));
    return payload;
  };
}
/** The parts of a document that the paths lead to, in objects like those that held them; other elements of arrays are gone. */
function picked(payload: unknown, paths: readonly Path[]): unknown {
  if (!isParent(payload)) return payload;
  const kept: (readonly [string, unknown])[] = [];
  for (const key of Object.keys(payload)) {
    const leading = paths.filter(([first]) => first === '*' || (first !== undefined && keyOf(first) === key));
    if (leading.length === 0) continue;
    const isWhole = leading.some((path) => path.length === 1);
    const rest = leading.map((path) => path.slice(1));
    kept.push([key, isWhole ? payload[key] : picked(payload[key], rest)]);
  }
  // fromEntries makes properties of all keys, of `__proto__` too.
  return Array.isArray(payload) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}

/** HMAC-SHA-256 in hex: equal values stay equal, and without the salt nobody can try which value it was. */
function hashed(value: unknown, salt: string): unknown {
  if (value === null) return null;
  const text = isParent(value) ? writeExact(value) : String(unmarked(value));
  return createHmac('sha256', salt).update(text).digest('hex');
}

function truncated(value: unknown, length: number): unknown {
  if (typeof value !== 'string' || isNumber(value) || value.length <= length) return value;
  return Array.from(value.slice(0, 2 * length))
    .slice(0, length)
    .join('');
}

function createDated(path: Path, format: string): (value: unknown) => unknown {
  const read = createReadInstant(format);
  return (value) => {
    if (value === null) return null;
    const instant = read?.(unmarked(value)) ?? null;
    if (instant === null) throw new Rejection('bad_date', `${path.join('.')} is no date as ${format}`);
    return new Date(instant).toISOString();
  };
}
