import type { Caller } from '../../../kernel/caller.ts';
import type { ObjectVersion, ReplicationState } from '../record.ts';
import type { S3 } from '../s3.ts';
import { createLag } from './lag.ts';
import type { VersionName } from './replica.ts';
import { ruleFor } from './rule-for.ts';
import { type SendCase, type SendDeps, sendVersion } from './send-version.ts';

export type Replicator = {
  /** Replicates a version that is PENDING, soon. */
  replicate(version: VersionName): void;
  /** Takes up what was PENDING when the process ended, and begins to tell CloudWatch how far behind it is. */
  start(): void;
  /** What is under way is done when the promise resolves; the rest stays PENDING. */
  stop(): Promise<void>;
};

const atOnce = 4;
const retryMs = 1_000;
const tellMs = 10_000;

/** S3's replication: at least once, in no order. What is refused is FAILED until a batch job; what cannot be reached is tried again. */
export function createReplicator(deps: SendDeps): Replicator {
  const { s3, cloud } = deps;
  const waiting: VersionName[] = [];
  const running = new Set<Promise<void>>();
  const lag = createLag(s3);
  let stopped = false;

  function pump(): void {
    while (!stopped && running.size < atOnce) {
      const next = waiting.shift();
      if (next === undefined) return;
      const task: Promise<void> = send(next)
        .catch((error: unknown) => {
          cloud.log('error', 'A replication failed', { ...next, error: String(error) });
          later(next);
        })
        .finally(() => {
          running.delete(task);
          pump();
        });
      running.add(task);
    }
  }

  function later(name: VersionName): void {
    cloud.clock.after(retryMs, () => {
      waiting.push(name);
      pump();
    });
  }

  async function send(name: VersionName): Promise<void> {
    const found = findPending(s3, name);
    if (found === undefined) return;
    const outcome = await sendVersion(deps, found);
    if (outcome.kind === 'later') return later(name);
    settle(s3, name, outcome.kind === 'stored' ? 'COMPLETED' : 'FAILED', found.version);
    if (outcome.kind === 'stored') return;
    lag.failed(name.bucket, found.rule);
    cloud.log('warn', 'S3 could not replicate an object', { ...name, reason: outcome.reason });
  }

  async function tell(): Promise<void> {
    const caller: Caller = { kind: 'service', principal: 's3.amazonaws.com' };
    const MetricData = lag.read(cloud.clock.now());
    if (MetricData.length > 0)
      await cloud.call(caller, 'monitoring', 'PutMetricData', { Namespace: 'AWS/S3', MetricData });
  }

  function tellLater(): void {
    cloud.clock.after(tellMs, async () => {
      if (stopped) return;
      await tell().finally(tellLater);
    });
  }

  return {
    replicate(name) {
      waiting.push(name);
      // The writer hears its answer first
      cloud.clock.after(0, pump);
    },
    start() {
      for (const name of pendingIn(s3)) waiting.push(name);
      pump();
      tellLater();
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

/** The version with its rule, while it is PENDING; of one that no rule is for any more nothing will come. */
function findPending(s3: Pick<S3, 'store'>, name: VersionName): SendCase | undefined {
  const bucket = s3.store.buckets.get(name.bucket);
  const version = bucket && s3.store.index(name.bucket).find(name.key, name.versionId);
  if (bucket === undefined || version?.replication !== 'PENDING') return undefined;
  const rule = ruleFor(bucket, version);
  if (rule !== undefined) return { bucket, rule, version };
  settle(s3, name, 'FAILED', version);
  return undefined;
}

/** Changes nothing of a version that was changed meanwhile (its tags were): that one is on its way itself. */
function settle({ store }: Pick<S3, 'store'>, name: VersionName, state: ReplicationState, sent: ObjectVersion): void {
  if (!store.buckets.has(name.bucket)) return;
  const index = store.index(name.bucket);
  if (index.find(name.key, name.versionId) === sent) index.put({ ...sent, replication: state });
}

/** Every version of every bucket that waits to be replicated. */
function pendingIn({ store }: Pick<S3, 'store'>): readonly VersionName[] {
  const buckets = [...store.buckets.values()].filter(({ replication }) => replication !== undefined);
  return buckets.flatMap(({ name: bucket }) => {
    const index = store.index(bucket);
    const versions = index.keys.flatMap((key) => index.versions(key));
    return versions
      .filter(({ replication }) => replication === 'PENDING')
      .map(({ key, versionId }) => ({ bucket, key, versionId }));
  });
}
