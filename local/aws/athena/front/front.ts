import { SqlError } from '../../../sql/error.ts';
import type { Metadata, Plan, Session, TableName } from '../../../sql/plan.ts';
import { createLane, type Lane, type LaneLimits, type LostBy } from './lane.ts';
import { type Found, fromFailed, type Reply, type Task, toFailed } from './message.ts';

/** The SQL front end: what reads Trino SQL and binds it. */
export type Front = {
  /** Throws SqlError SYNTAX_ERROR where the text is no statement. */
  check(sql: string): Promise<void>;
  plan(sql: string, session: Session, metadata: Metadata): Promise<Plan>;
  close(): Promise<void>;
};

/** The stack holds what nests 1,000 deep (64 MB hold it ten times over); the time is of one step, the thread's start included. */
const defaultLimits: LaneLimits = { stepMillis: 20_000, heapMegabytes: 1024, stackMegabytes: 64 };

/** What a thread may keep between statements: the parser remembers what it has once seen, and for ever. */
const idleHeapBytes = 300 * 2 ** 20;

type Job = {
  readonly task: Task;
  readonly metadata?: Metadata;
  readonly lane: Lane;
  resolve(plan: Plan | undefined): void;
  reject(error: Error): void;
};

/**
 * local/sql in two threads that start with the first statement that needs them. A statement that takes too long or too much memory is
 * refused and its thread replaced; what else was under way there begins anew.
 */
export function createFront(limits: LaneLimits = defaultLimits): Front {
  const jobs = new Map<number, Job>();
  const lanes: readonly Lane[] = [laneOf(() => lanes[0]), laneOf(() => lanes[1])];
  let count = 0;

  function laneOf(self: () => Lane | undefined): Lane {
    return createLane(limits, {
      reply: (reply) => receive(reply, self()),
      lost(guilty, why) {
        for (const [id, job] of [...jobs].filter(([, { lane }]) => lane === self())) {
          end(id);
          if (id === guilty) job.reject(refusal(why, limits));
          else begin(job);
        }
      },
    });
  }

  function receive(reply: Reply, lane: Lane | undefined) {
    if ('ask' in reply) {
      const job = jobs.get(reply.job);
      if (job?.metadata) void answer(reply, job, job.metadata);
      return;
    }
    const job = end(reply.job);
    if ('failed' in reply) job?.reject(fromFailed(reply.failed));
    else job?.resolve(reply.plan);
    if (reply.heapBytes > idleHeapBytes) setImmediate(() => lane?.refresh());
  }

  /** A job that has begun anew meanwhile has another number. */
  async function answer(reply: Ask, job: Job, metadata: Metadata) {
    const found = await lookUp(metadata, reply.ask);
    if (jobs.has(reply.job)) job.lane.send({ job: reply.job, found });
  }

  function begin(job: Job) {
    const id = count++;
    jobs.set(id, job);
    job.lane.send({ job: id, begin: job.task });
  }

  function end(id: number): Job | undefined {
    const job = jobs.get(id);
    jobs.delete(id);
    return job;
  }

  function run(task: Task, metadata?: Metadata): Promise<Plan | undefined> {
    return new Promise((resolve, reject) => {
      begin({ task, lane: leastLoaded(lanes), resolve, reject, ...(metadata && { metadata }) });
    });
  }

  return {
    async check(sql) {
      await run({ kind: 'check', sql });
    },
    async plan(sql, session, metadata) {
      const plan = await run({ kind: 'plan', sql, session }, metadata);
      if (!plan) throw new Error('a statement has no plan');
      return plan;
    },
    async close() {
      jobs.clear();
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

const leastLoaded = (lanes: readonly Lane[]): Lane =>
  lanes.reduce((best, lane) => (lane.load() < best.load() ? lane : best));

type Ask = Extract<Reply, { ask: unknown }>;

async function lookUp(metadata: Metadata, name: TableName): Promise<Found> {
  try {
    return { relation: await metadata.relation(name) };
  } catch (error) {
    return { failed: toFailed(error) };
  }
}

function refusal(why: LostBy, { stepMillis, heapMegabytes }: LaneLimits): Error {
  if (why === 'time')
    return new SqlError(
      'EXCEEDED_TIME_LIMIT',
      `Query exceeded the maximum planning time limit of ${(stepMillis / 1000).toFixed(2)}s`,
    );
  if (why === 'memory')
    return new SqlError('EXCEEDED_LOCAL_MEMORY_LIMIT', `Planning the query needs more than ${heapMegabytes}MB`);
  return new Error('the thread that reads statements ended; run the statement again');
}
