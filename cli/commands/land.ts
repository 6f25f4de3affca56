import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { maxLineBytes, putLines, readLines } from '../log-lines.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { exitCodes, UsageError } from '../usage.ts';

/** `lake land FILE…`: HAProxy's lines as log events, one log stream per file, the way production sends them. */
export async function land(files: readonly string[], flags: TargetFlags): Promise<number> {
  for (const file of files) checkReadable(file);
  const target = targetOf(flags);
  const { haproxyLogGroup } = await namesOf(target);
  const client = new CloudWatchLogsClient(target.client);
  const progress = createProgress(process.stdout);
  let left = 0;
  for (const file of files) left += await landFile(file, { client, logGroupName: haproxyLogGroup, progress });
  process.stdout.write(
    'Parsed within a minute or two on AWS, seconds here: lake query "SELECT count(*) FROM haproxy_requests"\n',
  );
  return left === 0 ? exitCodes.done : exitCodes.failed;
}

type Way = {
  readonly client: CloudWatchLogsClient;
  readonly logGroupName: string;
  readonly progress: Progress;
};

/** Gives how many lines were left out. */
async function landFile(file: string, { client, logGroupName, progress }: Way): Promise<number> {
  const stream = { logGroupName, logStreamName: `land/${basename(file).replace(/[:*]/g, '_')}` };
  let left = 0;
  const lines = readLines(file, ({ number, offset, end }) => {
    left += 1;
    progress.clear();
    process.stderr.write(
      `${file}: line ${number} (bytes ${offset} to ${end}) is left out: it has ${end - offset} bytes, a log event at most ${maxLineBytes}\n`,
    );
  });
  const sent = await putLines(client, stream, lines, (count) => progress.running(`${file}: ${count} lines`));
  progress.done(`${file}: ${sent} lines are log events of ${logGroupName}`);
  return left;
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder; name the files in it.`);
}
