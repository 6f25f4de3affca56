import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Cloud } from '../../../kernel/cloud.ts';
import type { HttpExchange } from '../../../kernel/operation.ts';
import type { RestResponse } from '../../../wire/rest.ts';
import type { S3 } from '../s3.ts';
import { receiveReplica } from './receive.ts';
import { type Outcome, type Replica, readReplica, writeReplica } from './replica.ts';

/** Where one local cloud takes what another replicates to it: `GET …/<bucket>` says whether the bucket is here, `PUT` brings a replica. */
const room = '/_lake/replicas';
const patienceMs = 30_000;

const outcomeSchema = z.union([
  z.object({ kind: z.literal('stored') }),
  z.object({ kind: z.literal('failed'), reason: z.custom<Extract<Outcome, { kind: 'failed' }>['reason']>() }),
]);

type Bytes = () => AsyncIterable<Uint8Array>;

/**
 * Brings a replica to the local cloud that has its bucket: this one, or one of `peers` (endpoints), which stand for other accounts.
 * `later` where it may be of a peer that does not answer: AWS too goes on by itself when a bucket is there again.
 */
export function createCarrier(s3: Pick<S3, 'store' | 'emit'>, cloud: Cloud, peers: readonly string[]) {
  return async (replica: Replica, bytes: Bytes): Promise<Outcome> => {
    if (s3.store.buckets.has(replica.bucket)) return receiveReplica(s3, cloud, replica, bytes());
    let last: Outcome = { kind: 'failed', reason: 'DstBucketNotFound' };
    for (const peer of peers) {
      const answer = await bring(peer, replica, bytes).catch((error: unknown) => silent(peer, error));
      if (answer !== undefined && answer.kind !== 'later') return answer;
      last = answer ?? last;
    }
    return last;
  };
}

function silent(peer: string, error: unknown): Outcome {
  return { kind: 'later', reason: `${peer}: ${String(error)}` };
}

/** Whether a bucket is here or with a peer; of a peer that does not answer it may be. */
export async function mayExist(s3: Pick<S3, 'store'>, peers: readonly string[], bucket: string): Promise<boolean> {
  if (s3.store.buckets.has(bucket)) return true;
  const found = await Promise.all(peers.map((peer) => hasBucket(peer, bucket).catch(() => true)));
  return found.includes(true);
}

async function hasBucket(peer: string, bucket: string): Promise<boolean> {
  const asked = await fetch(`${peer}${room}/${bucket}`, { signal: AbortSignal.timeout(patienceMs) });
  await asked.body?.cancel();
  return asked.status !== 404;
}

/** Undefined where the peer does not have the bucket. */
async function bring(peer: string, replica: Replica, bytes: Bytes): Promise<Outcome | undefined> {
  const signal = AbortSignal.timeout(patienceMs);
  if (!(await hasBucket(peer, replica.bucket))) return undefined;
  const body = Readable.from(writeReplica(replica, bytes()), { objectMode: false });
  const answer = await fetch(`${peer}${room}/${replica.bucket}`, {
    method: 'PUT',
    body: Readable.toWeb(body),
    duplex: 'half',
    signal,
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return outcomeSchema.parse(await answer.json());
}

/** Answers another local cloud; undefined for any other path. */
export async function answerNeighbour(
  s3: Pick<S3, 'store' | 'emit'>,
  cloud: Cloud,
  http: HttpExchange,
): Promise<RestResponse | undefined> {
  if (!http.path.startsWith(`${room}/`)) return undefined;
  const isHere = s3.store.buckets.has(http.path.slice(room.length + 1));
  if (http.method === 'GET') return json(isHere ? 200 : 404, {});
  if (http.method !== 'PUT') return json(405, { message: 'GET or PUT' });
  const { replica, bytes } = await readReplica(http.body);
  return json(200, await receiveReplica(s3, cloud, replica, bytes));
}

function json(status: number, content: unknown): RestResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(content)) };
}
