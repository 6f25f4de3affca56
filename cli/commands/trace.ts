import type { TargetFlags } from '../target.ts';
import { write } from '../terminal/output.ts';
import { jsonOfId, jsonOfObject } from '../trace/as-json.ts';
import { originOf } from '../trace/from-lake.ts';
import { readGeneration } from '../trace/generation.ts';
import { type OpenTracing, openTracing } from '../trace/open-tracing.ts';
import { isFound, renderId } from '../trace/render-id.ts';
import { renderObject } from '../trace/render-object.ts';
import { standOf } from '../trace/stands.ts';
import { readSubject } from '../trace/subject.ts';
import { traceId } from '../trace/trace-id.ts';
import { traceObject } from '../trace/trace-object.ts';
import { exitCodes } from '../usage.ts';

export type TraceFlags = TargetFlags & {
  /** Epoch ms; how far back rows and logs are searched for an id. */
  readonly since: number;
  readonly json?: true | undefined;
};

/** Of the objects that an id leads to. */
const mostObjects = 5;

/** `lake trace KEY|ID`: the way of an object, a record or a message, and where it stands; ends with 1 where nothing is known of it, or it stands still. */
export async function trace(text: string, flags: TraceFlags): Promise<number> {
  const tracing = await openTracing(flags);
  const subject = readSubject(text, tracing.lake.names);
  if (subject.kind !== 'id') return (subject.kind === 'raw' ? tellObject : fromLake)(tracing, subject.key, flags);
  const found = await traceId(tracing, subject.id, flags.since);
  await write(process.stdout, flags.json ? jsonOfId(found) : renderId(found, tracing.lake.flags));
  let code: number = isFound(found) ? exitCodes.done : exitCodes.failed;
  for (const key of found.keys.slice(0, mostObjects)) {
    if (!flags.json) await write(process.stdout, '\n');
    code = Math.max(code, await tellObject(tracing, key, flags));
  }
  return code;
}

const still: ReadonlySet<string> = new Set(['absent', 'dead-lettered', 'unread', 'unregistered', 'set aside']);

async function tellObject(tracing: OpenTracing, key: string, flags: TraceFlags): Promise<number> {
  const traced = await traceObject(tracing, key);
  const told = tracing.lake.flags;
  await write(process.stdout, flags.json ? jsonOfObject(traced, told) : renderObject(traced, told));
  return still.has(standOf(traced, told).state) ? exitCodes.failed : exitCodes.done;
}

async function fromLake(tracing: OpenTracing, key: string, flags: TraceFlags): Promise<number> {
  const { s3, glue, names, flags: told } = tracing.lake;
  const [, table = ''] = key.split('/');
  const generation = await readGeneration(glue, names.lakeDatabase, table);
  const { key: raw, looked } = await originOf(s3, names.lakeBucket, key, generation);
  if (raw !== undefined) {
    if (!flags.json) await write(process.stdout, `${key} was made of\n`);
    return tellObject(tracing, raw, flags);
  }
  process.stderr.write(
    looked === 0
      ? `lake trace: ${key} is no file that was made of one raw object: statements write those of Iceberg tables.\n`
      : `lake trace: no receipt of ${looked} folders names ${key}. Its rows may say it: lake query${told} "SELECT DISTINCT source_key FROM ${table} WHERE \\"$path\\" = 's3://${names.lakeBucket}/${key}'"\n`,
  );
  return exitCodes.failed;
}
