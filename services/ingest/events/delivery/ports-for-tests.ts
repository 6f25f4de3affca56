import { streamLimits } from '../core/kinesis/limits.ts';
import type { PutAnswer, StreamRecord } from '../core/kinesis/stream-writer.ts';
import { createIntake, type Parked, type RejectedMessage } from '../core/messages/intake.ts';
import { readRoutes } from '../core/routes/read-routes.ts';
import { createRoute } from '../core/routes/route.ts';
import type { DeliveryPorts } from './delivery.ts';

const routes = readRoutes(`routes:
  - { name: noise, match: { type: noise }, drop: true }
  - { name: all, match: { queue: lake }, event_type: thing, entity: thing, entity_id: { path: id } }
`);

/** Ports of a delivery onto arrays; what is given takes the place of a port. */
export function createTestPorts(given: Partial<DeliveryPorts> = {}) {
  const lines: string[] = [];
  const parked: Parked[] = [];
  const rejects: RejectedMessage[] = [];
  const accept = async (records: readonly StreamRecord[]): Promise<readonly PutAnswer[]> => {
    for (const { data } of records) lines.push(...data.toString().trimEnd().split('\n'));
    return records.map(() => ({ errorCode: null }));
  };
  const ports: DeliveryPorts = {
    take: createIntake({ route: createRoute(routes, () => ''), maxLineBytes: 1000, parkedBucket: 'raw' }),
    putRecords: accept,
    isTransient: () => true,
    park: async (each) => {
      parked.push(each);
    },
    writeRejects: async (rows) => {
      rejects.push(...rows);
    },
    limits: streamLimits,
    now: () => Date.parse('2026-11-20T13:00:10Z'),
    random: () => 0,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
    ...given,
  };
  return { ports, accept, lines, parked, rejects };
}

type Given = { readonly body: string | Buffer; readonly messageId?: string; readonly type?: string };

/** Lambda's event of messages in the queue `lake`. */
export function lambdaEvent(messages: readonly Given[]) {
  return {
    eventSource: 'aws:rmq',
    rmqMessagesByQueue: {
      'lake::/': messages.map(({ body, messageId = null, type = null }) => ({
        basicProperties: { messageId, type, headers: {}, timestamp: 'Nov 20, 2026, 1:00:00 PM' },
        redelivered: false,
        data: Buffer.from(body).toString('base64'),
      })),
    },
  };
}
