import * as z from 'zod';
import { type ListedObject, objectCreatedAgain } from '../../core/object-created.ts';
import { isWithin, type OpenRange } from '../../core/scans.ts';
import { add, nothing, type Summary, summaryOf } from '../../core/summary.ts';
import type { Buckets } from './buckets.ts';
import { type Found, scan } from './scan.ts';
import type { SendMessages } from './send-messages.ts';
import type { Units } from './unit.ts';

export type RejectedDeps = Pick<Buckets, 'listLake' | 'readLines'> & {
  /** To the queue of the function that reads the objects. */
  readonly send: SendMessages;
  /** Below which they lie: `raw/logs/`. */
  readonly sourcePrefix: string;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

export type Rejected = OpenRange & { readonly function: string; readonly reason?: string | undefined };

type Mode = { readonly run: string; readonly go: boolean };

const rejectedLine = z.object({
  source_bucket: z.string(),
  source_key: z.string(),
  source_version_id: z.string().nullable(),
  reason: z.string(),
});

/**
 * Sends the objects that rejected records came from to where they were read, once more: the whole object, since what is made of it is named by it and
 * replaced. What is then rejected still, is rejected again under the same name.
 */
export function rejectedUnits(deps: RejectedDeps, work: Rejected, mode: Mode): Units {
  const scans = [{ prefix: `${deps.rejectedPrefix}${work.function}/`, after: '' }];
  return async function* units(after) {
    for await (const found of scan(deps.listLake, scans, after)) {
      const { object, upTo } = found;
      const isWanted = object.size > 0 && isWithin(object.key, work);
      yield { upTo, work: async () => (isWanted ? readAgain(deps, found, work, mode) : nothing) };
    }
  };
}

async function readAgain(deps: RejectedDeps, { object }: Found, work: Rejected, { run, go }: Mode): Promise<Summary> {
  const sources = new Map<string, Source>();
  let summary = summaryOf({ objects: 1, bytes: object.size });
  for await (const line of deps.readLines(object, 0)) {
    const read = rejectedLine.safeParse(parsed(line));
    if (!read.success || !read.data.source_key.startsWith(deps.sourcePrefix))
      summary = add(
        summary,
        summaryOf({ records: 1, failedAgain: 1 }, { [`names no object of ${deps.sourcePrefix}`]: 1 }),
      );
    else if (work.reason === undefined || work.reason === read.data.reason) {
      summary = add(summary, summaryOf({ records: 1 }, { [read.data.reason]: 1 }));
      sources.set(JSON.stringify([read.data.source_key, read.data.source_version_id]), sourceOf(read.data));
    }
  }
  const bodies = [...sources.values()].map((source) => objectCreatedAgain(source, run));
  for (let at = 0; go && at < bodies.length; at += 10) await deps.send(bodies.slice(at, at + 10));
  return add(summary, summaryOf({ messagesSent: bodies.length }));
}

type Source = Omit<ListedObject, 'storageClass'>;

/** Its size is not known here, and is not 0: something was rejected. */
function sourceOf(line: z.infer<typeof rejectedLine>): Source {
  return { bucket: line.source_bucket, key: line.source_key, versionId: line.source_version_id ?? 'null', size: 1 };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
