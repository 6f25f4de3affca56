import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';

type Line = { readonly timestamp: number; readonly message: string };

/** Carries a sandbox's log lines to its CloudWatch Logs stream, in batches and in order. */
export type LogWriter = {
  write(message: string): void;
  flush(): Promise<void>;
};

export type LogTarget = {
  readonly role: Caller;
  readonly logGroupName: string;
  readonly logStreamName: string;
};

const flushAfterMs = 100;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const maxBatchEvents = 10_000;
const maxBatchBytes = 1_000_000;
const maxLineBytes = 1_000_000;

/** Writes as the function's own role: a role without logging permissions has no log, as on AWS; that is said once. */
export function createLogWriter(cloud: Cloud, target: LogTarget): LogWriter {
  let lines: Line[] = [];
  let scheduled = false;
  let last = Promise.resolve();
  let refused = false;

  async function send(batch: readonly Line[]): Promise<void> {
    if (refused || cloud.service('logs') === undefined) return;
    try {
      await put(cloud, target, batch);
    } catch (error) {
      refused = error instanceof AwsError && error.code.startsWith('AccessDenied');
      cloud.log('warn', `No log lines reach ${target.logGroupName}`, { reason: String(error) });
    }
  }
  function flush(): Promise<void> {
    const batches = split(lines);
    lines = [];
    for (const batch of batches) last = last.then(() => send(batch));
    return last;
  }
  return {
    write(message) {
      lines.push({ timestamp: cloud.clock.now(), message: truncate(message) });
      if (lines.length >= maxBatchEvents) flush();
      if (scheduled) return;
      scheduled = true;
      cloud.clock.after(flushAfterMs, () => {
        scheduled = false;
        return flush();
      });
    },
    flush,
  };
}

async function put(cloud: Cloud, target: LogTarget, batch: readonly Line[]): Promise<void> {
  const { role, ...stream } = target;
  const send = () => cloud.call(role, 'logs', 'PutLogEvents', { ...stream, logEvents: [...batch] });
  try {
    await send();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
    await unlessThere(() => cloud.call(role, 'logs', 'CreateLogGroup', { logGroupName: target.logGroupName }));
    await cloud.call(role, 'logs', 'CreateLogStream', stream);
    await send();
  }
}

/** A group that CloudFormation made needs no permission to make it: a refusal to create is not yet a failure. */
async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    const expected = ['ResourceAlreadyExistsException', 'AccessDeniedException', 'AccessDenied'];
    if (!(error instanceof AwsError) || !expected.includes(error.code)) throw error;
  }
}

function split(lines: readonly Line[]): Line[][] {
  const batches: Line[][] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(line.message) + 26;
    const open = batches.at(-1);
    if (open === undefined || open.length >= maxBatchEvents || bytes + size > maxBatchBytes) {
      batches.push([line]);
      bytes = size;
    } else {
      open.push(line);
      bytes += size;
    }
  }
  return batches;
}

function truncate(message: string): string {
  if (message.length < maxLineBytes / 4 || Buffer.byteLength(message) <= maxLineBytes) return message || ' ';
  return Buffer.from(message).subarray(0, maxLineBytes).toString('utf8');
}
