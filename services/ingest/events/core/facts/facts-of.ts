import { createHash } from 'node:crypto';
import type { Envelope } from '../messages/envelope.ts';
import { wellFormedJson } from '../routes/well-formed.ts';
import { type Attribute, attributesOf, type Shape, valueAt } from './attributes.ts';

/** An event with its payload as compact JSON text. */
export type FactEvent = Pick<Envelope, 'event_id' | 'event_type' | 'entity' | 'entity_id' | 'occurred_at'> & {
  readonly payload: string;
};

/** Which facts the events of a type state. Paths are dotted; a path stands for all that lies below it too. */
export type Declaration = {
  /** Where in the payload the entity's attributes are; undefined: the payload itself. */
  readonly after: string | undefined;
  /** Where their previous values are; undefined: the event does not say, and each attribute is a fact. */
  readonly before: string | undefined;
  /** undefined: all of them. */
  readonly attributes: readonly string[] | undefined;
  readonly except: readonly string[];
  readonly shape: Shape;
};

/** At `at`, `attribute` of the entity had `value` (JSON text; `null` where it has gone). It never changes. */
export type Fact = {
  readonly fact_id: string;
  readonly entity: string;
  readonly entity_id: string;
  readonly attribute: string;
  readonly value: string;
  readonly at: string;
  readonly event_id: string;
};

/** The facts of an event. The same event and declaration state the same facts, with the same ids. */
export function* factsOf(event: FactEvent, declared: Declaration): Generator<Fact> {
  const { entity, entity_id, event_id, occurred_at: at } = event;
  const previous = previousValues(event.payload, declared);
  for (const { path: attribute, value } of current(event.payload, declared)) {
    const before = previous?.get(attribute) ?? absent;
    previous?.delete(attribute);
    if (previous === undefined || before !== value) {
      yield { fact_id: factId(event, attribute), entity, entity_id, attribute, value, at, event_id };
    }
  }
  for (const [attribute, before] of previous ?? []) {
    if (before !== absent) {
      yield { fact_id: factId(event, attribute), entity, entity_id, attribute, value: absent, at, event_id };
    }
  }
}

/** A fact as a line of JSON, "\n" included. A column with half a character would make the whole file unreadable. */
export function factLine(fact: Fact): string {
  return `${wellFormedJson(JSON.stringify(fact))}\n`;
}

/** An attribute that is not there, and one that is null, are the same. */
const absent = 'null';

function current(payload: string, declared: Declaration): readonly Attribute[] {
  return attributesAt(payload, declared.after, declared);
}

function previousValues(payload: string, declared: Declaration): Map<string, string> | undefined {
  if (declared.before === undefined) return undefined;
  return new Map(attributesAt(payload, declared.before, declared).map(({ path, value }) => [path, value]));
}

function attributesAt(payload: string, path: string | undefined, declared: Declaration): readonly Attribute[] {
  const state = path === undefined ? payload : valueAt(payload, path);
  // With a state that is null there is no entity, hence nothing to say of it but that its attributes have gone
  if (state === undefined || (path !== undefined && state === absent)) return [];
  return attributesOf(state, declared.shape).filter(({ pattern }) => isWanted(pattern, declared));
}

function isWanted(pattern: string, { attributes, except }: Declaration): boolean {
  const isAtOrBelow = (path: string): boolean => pattern === path || pattern.startsWith(`${path}.`);
  return (attributes === undefined || attributes.some(isAtOrBelow)) && !except.some(isAtOrBelow);
}

/** SHA-256 over what makes a fact one fact, as a JSON array; the first 32 hex digits. */
function factId({ entity, entity_id, event_id }: FactEvent, attribute: string): string {
  const identity = JSON.stringify([entity, entity_id, attribute, event_id]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}
