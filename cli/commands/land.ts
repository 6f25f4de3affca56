import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines, readLines } from '../log-lines.ts';
import { namesOf, targetOf, targetOptions } from '../target.ts';
import { createProgress } from '../terminal/progress.ts';
import { UsageError } from '../usage.ts';

/** `lake land FILE…`: HAProxy's lines as log events, one log stream per file, the way production sends them. */
export async function land(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: targetOptions });
  if (positionals.length === 0) throw new UsageError('Name the files: lake land FILE…');
  for (const file of positionals) checkReadable(file);
  const target = targetOf(values);
  const names = await namesOf(target);
  const client = new CloudWatchLogsClient(target.client);
  const progress = createProgress(process.stdout);
  for (const file of positionals) {
    const stream = {
      logGroupName: names.haproxyLogGroup,
      logStreamName: `land/${basename(file).replace(/[:*]/g, '_')}`,
    };
    const sent = await putLines(client, stream, readLines(file), (lines) =>
      progress.running(`${file}: ${lines} lines`),
    );
    progress.done(`${file}: ${sent} lines are log events of ${stream.logGroupName}`);
  }
  process.stdout.write(
    'Parsed within a minute or two on AWS, seconds here: lake query "SELECT count(*) FROM haproxy_requests"\n',
  );
  return 0;
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder; name the files in it.`);
}
