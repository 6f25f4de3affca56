import { type Fields, isFields, isList, isScalar, type Value } from '../value.ts';
import { joinScalars, type Scalar } from './scalar.ts';
import { scalarOf } from './scalar-of.ts';

/** What was seen at one place of records: scalars, elements of arrays, fields of objects, or some of each. */
export type Evidence = {
  scalar?: Scalar;
  /** How many scalars. */
  scalars?: number;
  element?: Evidence;
  /** How many arrays that have elements. */
  arrays?: number;
  objects?: Objects;
};

/** `count`: how many; `many`: there are too many names to tell apart, and this was seen under any of them. */
export type Objects = { count: number; named: Map<string, FieldEvidence>; many?: Evidence };

/** `at`: the least place that it had among its object's fields; `seen`: in how many objects it showed something. */
export type FieldEvidence = { at: number; seen: number; readonly what: Evidence };

/** What is deeper shows nothing, and is rescued. */
export const mostLevels = 16;
/** More names at one place are not told apart. */
export const mostNames = 4000;

/** Takes in what a value shows. Nulls, empty arrays and empty objects show nothing. */
export function see(evidence: Evidence, value: Value, level = 0): void {
  if (isList(value)) seeList(evidence, value, level);
  else if (isFields(value)) seeFields(evidence, value, level);
  else seeScalar(evidence, value);
}

function seeScalar(evidence: Evidence, value: Value): void {
  // Nothing is above.
  const scalar = evidence.scalar === 'string' && isScalar(value) ? 'string' : scalarOf(value);
  if (scalar !== undefined) joinScalar(evidence, scalar, 1);
}

/** Takes in so many scalars. */
export function joinScalar(evidence: Evidence, scalar: Scalar, count: number): void {
  evidence.scalar = evidence.scalar === undefined ? scalar : joinScalars(evidence.scalar, scalar);
  evidence.scalars = (evidence.scalars ?? 0) + count;
}

function seeList(evidence: Evidence, values: readonly Value[], level: number): void {
  if (values.length === 0 || level >= mostLevels) return;
  evidence.element ??= {};
  evidence.arrays = (evidence.arrays ?? 0) + 1;
  for (const each of values) see(evidence.element, each, level + 1);
}

function seeFields(evidence: Evidence, value: Fields, level: number): void {
  if (level >= mostLevels) return;
  evidence.objects ??= { count: 0, named: new Map() };
  const { objects } = evidence;
  objects.count += 1;
  let at = 0;
  for (const key in value) {
    const each = value[key];
    if (each !== null && each !== undefined) see(fieldOf(objects, { key, at, seen: 1 }), each, level + 1);
    at += 1;
  }
}

type SeenField = { readonly key: string; readonly at: number; readonly seen: number };

/** Where what is seen of a field is taken in; it counts as seen. */
export function fieldOf(objects: Objects, { key, at, seen }: SeenField): Evidence {
  if (objects.many !== undefined) return objects.many;
  const known = objects.named.get(key);
  if (known !== undefined) {
    known.seen += seen;
    if (at < known.at) known.at = at;
    return known.what;
  }
  if (objects.named.size >= mostNames) return forget(objects);
  const what: Evidence = {};
  objects.named.set(key, { at, seen, what });
  return what;
}

/** The names are no longer told apart. */
function forget(objects: Objects): Evidence {
  const many: Evidence = {};
  for (const { what } of objects.named.values()) join(many, what);
  objects.named.clear();
  objects.many = many;
  return many;
}

/** Adds what another has shown: the order of joining does not matter. */
export function join(evidence: Evidence, other: Evidence): void {
  const { scalar, scalars = 0, element, arrays = 0, objects } = other;
  if (scalar !== undefined) joinScalar(evidence, scalar, scalars);
  if (element !== undefined) {
    evidence.element ??= {};
    evidence.arrays = (evidence.arrays ?? 0) + arrays;
    join(evidence.element, element);
  }
  if (objects === undefined) return;
  evidence.objects ??= { count: 0, named: new Map() };
  joinObjects(evidence.objects, objects);
}

function joinObjects(objects: Objects, other: Objects): void {
  objects.count += other.count;
  if (other.many !== undefined) join(objects.many ?? forget(objects), other.many);
  for (const [key, { at, seen, what }] of other.named) join(fieldOf(objects, { key, at, seen }), what);
}
