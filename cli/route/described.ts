import type { Declarations } from '@tributary/ingest/events/core/facts/declarations.ts';
import { type Fact, factsOf } from '@tributary/ingest/events/core/facts/facts-of.ts';
import { readRecord } from '@tributary/ingest/events/core/facts/read-record.ts';
import { envelopeLine } from '@tributary/ingest/events/core/messages/envelope.ts';
import type { Routes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import type { Outcome } from '@tributary/ingest/events/core/routes/route.ts';

type Kept = Extract<Outcome, { kind: 'kept' }>;
type Rejected = Extract<Outcome, { kind: 'rejected' }>;

/** An outcome as a page shows it: of an event its table, what its route hides, and the facts that it states. */
export type Described =
  | (Omit<Kept, 'payload'> & {
      /** JSON text: its numbers are as they were written. */
      readonly payload: string;
      readonly table: string;
      readonly hashed: readonly string[];
      readonly dropped: readonly string[];
      readonly facts: Facts;
    })
  | (Omit<Rejected, 'element'> & { readonly element?: number })
  | Extract<Outcome, { kind: 'dropped' }>
  | { readonly kind: 'several'; readonly route: string; readonly outcomes: readonly Described[] };

/** `isDeclared`: whether facts.yml has the event's type. */
export type Facts = { readonly isDeclared: boolean; readonly table: string; readonly all: readonly Fact[] };

type Knowing = { readonly routes: Routes; readonly declarations: Declarations };

export function describe(outcome: Outcome, knowing: Knowing): Described {
  if (outcome.kind === 'several') {
    const outcomes = outcome.outcomes.map((each) => describe(each, knowing));
    return { kind: 'several', route: outcome.route, outcomes };
  }
  if (outcome.kind === 'dropped') return outcome;
  if (outcome.kind === 'kept') return describeKept(outcome, knowing);
  const { element, ...rejected } = outcome;
  return element === undefined ? rejected : { ...rejected, element: element.index };
}

function describeKept(kept: Kept, { routes, declarations }: Knowing): Described {
  return {
    ...kept,
    table: `events_${kept.event.event_type}`,
    ...hidden(routes, kept.route),
    facts: factsOfKept(kept, declarations),
  };
}

/** Paths that a route hashes and drops. */
function hidden({ routes }: Routes, name: string) {
  const route = routes.find((each) => each.name === name);
  const steps = route !== undefined && 'shape' in route ? route.shape : [];
  const paths = (of: 'hash' | 'drop') => steps.flatMap((step) => (step[of] ?? []).map((path) => path.join('.')));
  return { hashed: paths('hash'), dropped: paths('drop') };
}

/** As the function that states facts reads the event from its stream. */
function factsOfKept({ event, payload }: Kept, declarations: Declarations): Facts {
  const table = `facts_${event.entity}`;
  const declared = declarations.get(event.event_type);
  if (declared === undefined) return { isDeclared: false, table, all: [] };
  const record = readRecord(Buffer.from(envelopeLine(event, payload)), () => true);
  const events = record.kind === 'events' ? record.events : [];
  return { isDeclared: true, table, all: events.flatMap((each) => [...factsOf(each, declared)]) };
}
