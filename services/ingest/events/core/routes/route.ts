import type { Body } from './body.ts';
import { createMatches, type Matches } from './condition.ts';
import type { KeepRoute, Route as RouteDocument, Unmatched } from './document.ts';
import { createKeepEach, type Element } from './each.ts';
import { createKeep, type KeptEvent, wholeOf } from './keep.ts';
import type { Message } from './message.ts';
import type { Routes } from './read-routes.ts';
import { bodyOf, type Reading } from './reading.ts';
import { Rejection } from './rejection.ts';

type Kept = KeptEvent & { readonly kind: 'kept'; readonly route: string };

type Rejected = {
  readonly kind: 'rejected';
  readonly route: string | null;
  readonly reason: string;
  readonly detail: string;
  /** Of a message whose other elements are events: which element it is, and a body that has it alone. */
  readonly element?: { readonly index: number; readonly body: Buffer };
};

/** What becomes of a message. */
export type Outcome =
  | Kept
  | { readonly kind: 'dropped'; readonly route: string | null }
  | Rejected
  /** Of a route with `each:`. There may be none, where the array is empty. */
  | { readonly kind: 'several'; readonly route: string; readonly outcomes: readonly (Kept | Rejected)[] };

/** Never throws because of a message; throws when a route hashes and there is no salt. `now` is milliseconds since 1970. */
export type Route = (message: Message, now: number) => Outcome;

/** Told of a path that a route was to hash or drop, and that led to nothing. */
export type OnMissing = (route: string, path: string) => void;

type Compiled = { readonly name: string; readonly matches: Matches; readonly keep: KeepMessage | null };
type KeepMessage = (message: Message, body: Body, now: number) => Outcome;

/** The routes of a file as one function: first match wins. `salt` is asked for when a value is hashed. */
export function createRoute({ routes, unmatched }: Routes, salt: () => string, onMissing?: OnMissing): Route {
  const compiled = [...routes, ...lastRoute(unmatched)].map((route) => compile(route, salt, onMissing));
  return function route(message, now) {
    const reading: Tried = { message, body: null, route: null };
    if (message.unreadable) return unreadable(message.unreadable.fault);
    try {
      return decide(compiled, reading, now);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { kind: 'rejected', route: reading.route, reason: error.reason, detail: error.message };
    }
  };
}

/** What a route would look for may be in what could not be read. */
function unreadable(fault: string): Outcome {
  return { kind: 'rejected', route: null, reason: 'bad_headers', detail: fault };
}

/** The route that is being tried, for whoever asks where a message was rejected. */
type Tried = Reading & { route: string | null };

function decide(routes: readonly Compiled[], reading: Tried, now: number): Outcome {
  for (const { name, matches, keep } of routes) {
    reading.route = name;
    if (!matches(reading)) continue;
    return keep === null ? { kind: 'dropped', route: name } : keep(reading.message, bodyOf(reading), now);
  }
  return { kind: 'dropped', route: null };
}

function compile(route: RouteDocument, salt: () => string, onMissing: OnMissing = () => undefined): Compiled {
  const { name } = route;
  const onMissingHere = (path: string) => onMissing(name, path);
  const keep = route.drop === true ? null : createKeepMessage(route, { salt, onMissing: onMissingHere });
  return { name, matches: createMatches(route.match), keep };
}

function createKeepMessage(route: KeepRoute, deps: Parameters<typeof createKeep>[1]): KeepMessage {
  const { name } = route;
  const keep = createKeep(route, deps);
  if (route.each === undefined) {
    return (message, body, now) => ({ kind: 'kept', route: name, ...keep(wholeOf(message, body, route), now) });
  }
  const keepEach = createKeepEach(route.each, keep);
  return (message, body, now) => {
    const elements = keepEach(wholeOf(message, body, route), now);
    return { kind: 'several', route: name, outcomes: elements.map((element) => outcomeOf(element, name)) };
  };
}

function outcomeOf(element: Element, route: string): Kept | Rejected {
  if (element.kind === 'kept') return { kind: 'kept', route, ...element.kept };
  const { rejection, index, body } = element;
  return { kind: 'rejected', route, reason: rejection.reason, detail: rejection.message, element: { index, body } };
}

/** Unmatched messages that are kept have themselves as entity. */
function lastRoute(unmatched: Unmatched): readonly KeepRoute[] {
  if (unmatched === 'drop') return [];
  const { event_type: type } = unmatched;
  return [
    {
      name: 'unmatched',
      match: {},
      event_type: { constant: type },
      entity: { constant: type },
      entity_id: { constant: '' },
      occurred_at: [{ property: 'timestamp', format: 'epoch_ms' }, { now: true }],
      shape: [],
      empty_body: false,
    },
  ];
}
