import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { isDataName } from '../files/data-name.ts';
import { isDmsName } from '../land/dms-file.ts';
import { maxLineBytes, putLines, readLines } from '../log-lines.ts';
import { namesOf, type Target, type TargetFlags, targetOf } from '../target.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type LandFlags = TargetFlags & {
  readonly to?: string | undefined;
  /** `shop/orders`: files of any format, which become a table. */
  readonly as?: string | undefined;
  readonly saas?: true | undefined;
  readonly replace?: true | undefined;
  readonly json?: true | undefined;
};

/** `lake land FILE…`: with `as`, files of any format; else files of DMS into the raw bucket, under DMS's names, and all others as HAProxy's lines. */
export async function land(files: readonly string[], { to, as, ...flags }: LandFlags): Promise<number> {
  for (const file of files) checkReadable(file);
  if (as !== undefined) return (await import('./land-files.ts')).landAs(files, as, flags);
  if (flags.saas || flags.replace || flags.json)
    throw new UsageError('--saas, --replace and --json are for files that land --as SOURCE/OBJECT.');
  const other = files.find((file) => isFolder(file) || (!isDmsName(file) && isDataName(file)));
  if (other !== undefined) await (await import('./land-files.ts')).refuseWithoutSource(other, flags);
  const target = targetOf(flags);
  const progress = createProgress(process.stdout);
  const ofDms = files.filter(isDmsName);
  const logs = files.filter((file) => !isDmsName(file));
  if (to !== undefined && logs[0] !== undefined)
    throw new UsageError(
      `--to is for files that DMS has named, as LOAD00000001.csv or 20261117-230949101.csv.gz, not for ${logs[0]}.`,
    );
  if (ofDms.length > 0) await landOfDms(target, ofDms, { to, progress });
  return logs.length === 0 ? exitCodes.done : await landLogs(target, logs, progress);
}

type DmsWay = { readonly to: string | undefined; readonly progress: Progress };

async function landOfDms(target: Target, files: readonly string[], { to, progress }: DmsWay): Promise<void> {
  const { landDmsFiles, planDmsFiles } = await import('../land/land-dms.ts');
  await landDmsFiles(target, planDmsFiles(files, to), progress);
}

/** HAProxy's lines as log events, one log stream per file, the way production sends them. */
async function landLogs(target: Target, files: readonly string[], progress: Progress): Promise<number> {
  const { haproxyLogGroup } = await namesOf(target);
  const client = new CloudWatchLogsClient(target.client);
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
}

function isFolder(file: string): boolean {
  return statSync(file).isDirectory();
}
