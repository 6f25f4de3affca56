import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonOf } from '../jobs/as-json.ts';
import { type Declared, findDeclared, readDeclared } from '../jobs/declared.ts';
import { renderDetail } from '../jobs/detail.ts';
import { flagsOf } from '../jobs/flags.ts';
import { type Look, readLook } from '../jobs/look.ts';
import { renderOverview } from '../jobs/overview.ts';
import { createReader, NotDeployedError, placeOf } from '../jobs/place.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

export type JobsFlags = TargetFlags & {
  readonly most: number;
  /** A line of JSON for each target. */
  readonly json?: true | undefined;
};

/** The newest statement may be the one that runs; before it is one that has ended. */
const untilLast = 3;

/** `lake jobs [NAME]`: what the statements of ingest, enrich and query do, have to do and did. */
export async function jobs(name: string | undefined, flags: JobsFlags): Promise<number> {
  const declared = readDeclared();
  const named = name === undefined ? undefined : findDeclared(name, declared);
  const target = targetOf(flags);
  const { prefix } = await namesOf(target);
  const client = new DynamoDBClient(target.client);
  const now = Date.now();
  const read = (of: Declared, most: number) =>
    readLook(createReader(client, placeOf(of.service, { prefix, stage: target.stage })), of, { now, most });
  const showing = { now, isTerminal: process.stdout.isTTY, flags: flagsOf(flags) };
  if (named !== undefined) {
    const look = await read(named, flags.most);
    await write(process.stdout, flags.json ? jsonOf(look, true) : renderDetail(look, showing));
    return exitCodes.done;
  }
  const { looks, missing } = await whereDeployed(declared, (of) => read(of, untilLast));
  await write(
    process.stdout,
    flags.json ? looks.map((look) => jsonOf(look, false)).join('') : renderOverview(looks, showing),
  );
  for (const error of missing) process.stderr.write(`lake jobs: ${error.message}\n`);
  return looks.length === 0 && missing.length > 0 ? exitCodes.failed : exitCodes.done;
}

type Seen = { readonly looks: readonly Look[]; readonly missing: readonly NotDeployedError[] };

/** One service without the other is a lake too. */
async function whereDeployed(all: readonly Declared[], read: (of: Declared) => Promise<Look>): Promise<Seen> {
  const missing = new Map<string, NotDeployedError>();
  const looks: Look[] = [];
  for (const declared of all) {
    if (missing.has(declared.service)) continue;
    try {
      looks.push(await read(declared));
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.set(error.service, error);
    }
  }
  return { looks, missing: [...missing.values()] };
}
