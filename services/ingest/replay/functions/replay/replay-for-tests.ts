import { expect } from 'vitest';
import { request, type Work } from '../../core/request.ts';
import { add, nothing } from '../../core/summary.ts';
import { createMemoryBuckets, type MemoryBuckets } from '../../test/memory-buckets.ts';
import { createDeliverEvents, createDeliverLogs } from './deliver.ts';
import { createFactsOfRecords, type TransformFacts } from './facts-of-records.ts';
import { createLedger } from './ledger.ts';
import { createReplay } from './replay.ts';
import { createUnitsOf } from './units-of.ts';

/** Facts of lines that are numbers: of entity `even` or `odd`; nothing of 0, and `bad` lines fail until they are mended. */
function createTransform(isMended: () => boolean): TransformFacts {
  return async ({ records }) => {
    const result = {
      records: records.map(({ recordId, data }) => {
        const line = Buffer.from(data, 'base64').toString('utf8').trim();
        if (line === '0') return { recordId, result: 'Dropped' as const };
        if (line === 'bad' && !isMended()) return { recordId, result: 'ProcessingFailed' as const };
        const entity = Number(line) % 2 === 0 ? 'even' : 'odd';
        const fact = Buffer.from(`fact of ${line}\n`).toString('base64');
        return { recordId, result: 'Ok' as const, data: fact, metadata: { partitionKeys: { entity } } };
      }),
    };
    return { result, counts: { facts: 0, undeclared: 0, failed: 0, overflows: 0, overflowBytes: 0 } };
  };
}

export type Setup = {
  readonly buckets?: MemoryBuckets;
  /** Units that a step has time for. */
  readonly unitsPerStep?: number;
};

export function setUp({ buckets = createMemoryBuckets(), unitsPerStep = 1000 }: Setup = {}) {
  const sent: unknown[] = [];
  const landed: unknown[] = [];
  const state = { mended: false };
  let time = 0;
  const factsOfRecords = createFactsOfRecords({
    transformFacts: createTransform(() => state.mended),
    writeRaw: buckets.writeRaw,
  });
  const replay = createReplay({
    unitsOf: createUnitsOf({
      buckets,
      factsOfRecords,
      declaredTypes: ['order_paid', 'user_seen'],
      sendToParse: async (bodies) => {
        expect(bodies.length).toBeLessThanOrEqual(10);
        sent.push(...bodies);
      },
      sendToLand: async (bodies) => {
        expect(bodies.length).toBeLessThanOrEqual(10);
        landed.push(...bodies);
      },
      rejectedPrefix: 'rejected/test/',
      ports: () => Promise.reject(new Error('no message is routed here')),
      deliver: {
        events: createDeliverEvents(buckets.writeRaw),
        facts: factsOfRecords,
        logs: createDeliverLogs(buckets.writeNewRaw),
      },
    }),
    ledger: createLedger(buckets),
    now: () => {
      time += 1;
      return new Date(Date.UTC(2026, 10, 21) + time);
    },
    // A look at the clock per unit, and one before them.
    stepMs: unitsPerStep - 1,
  });
  const step = (work: Work, go: boolean, more: object = {}) => replay(request.parse({ run: 'r', go, work, ...more }));
  const run = async (work: Work, go = true, more: object = {}) => {
    let summary = nothing;
    let steps = 0;
    let position: object | undefined;
    do {
      const answer = await step(work, go, { ...more, ...position });
      summary = add(summary, answer);
      position = answer.position && { position: answer.position };
      steps += 1;
    } while (position !== undefined);
    return { ...summary, steps };
  };
  return { buckets, sent, landed, state, step, run };
}

export const hour = (at: number) => `year=2026/month=11/day=20/hour=${at}`;

export const range = { from: '2026-11-20T13', to: '2026-11-20T15' } as const;

export const logs = { what: 'raw-logs', source: 'haproxy', ...range } as const satisfies Work;

export const line = (data: string, errorCode = 'Lambda.FunctionError') =>
  `${JSON.stringify({ rawData: Buffer.from(data).toString('base64'), arrivalTimestamp: 1, errorCode })}\n`;

export const event = (type: string, id: string) =>
  JSON.stringify({
    event_id: id,
    event_type: type,
    entity: 'order',
    entity_id: '1',
    occurred_at: '2026-11-20T13:00:00.000Z',
    ingested_at: '2026-11-20T13:00:00.000Z',
    source: 's',
    payload: { Total: 1.0 },
  });
