import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { CompactOrder } from '@tributary/query/compaction/core/compact-order.ts';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { namesOf, type Target } from '../target.ts';
import type { Declared } from './declared.ts';
import { giveOrder } from './give-order.ts';
import { type Look, readLook } from './look.ts';
import { createReader, placeOf } from './place.ts';

/** Where a target's work is looked at, and orders for it are given. */
export type Desk = {
  readonly look: () => Promise<Look>;
  readonly order: (order: Order | CompactOrder) => Promise<void>;
};

/** Of the log: more than there are statements between two looks. */
const most = 20;

/** `queue`: the name of that to which orders go. */
export async function openDesk(declared: Declared, target: Target): Promise<Desk & { readonly queue: string }> {
  const { prefix } = await namesOf(target);
  const place = placeOf(declared.service, { prefix, stage: target.stage });
  const reader = createReader(new DynamoDBClient(target.client), place);
  const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
  return {
    queue: place.queue,
    look: () => readLook(reader, declared, { now: Date.now(), most }),
    order: (order) => giveOrder(sqs, place, order),
  };
}
