import { fileURLToPath } from 'node:url';
import {
  type CloudWatchLogsClient,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { putLines, readLines } from '../log-lines.ts';

export const sampleFile = fileURLToPath(new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url));
const logStreamName = 'sample/wire-rfc3164';

/** Puts the sample's lines into the log group, each once: what an earlier start has sent is not sent again. Gives the line count. */
export async function feedSample(
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroupName: string,
  onProgress: (lines: number) => void,
): Promise<number> {
  const stream = { logGroupName, logStreamName };
  const present = await countEvents(client, stream);
  const sent = await putLines(client, stream, skip(readLines(sampleFile), present), (lines) =>
    onProgress(present + lines),
  );
  return present + sent;
}

async function countEvents(
  client: Pick<CloudWatchLogsClient, 'send'>,
  stream: { logGroupName: string; logStreamName: string },
): Promise<number> {
  let count = 0;
  let nextToken: string | undefined;
  for (;;) {
    const page = await client
      .send(new GetLogEventsCommand({ ...stream, startFromHead: true, nextToken }))
      .catch((error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      });
    count += page?.events?.length ?? 0;
    if (page === undefined || page.nextForwardToken === nextToken || page.events?.length === 0) return count;
    nextToken = page.nextForwardToken;
  }
}

async function* skip<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let at = 0;
  for await (const item of items) if (at++ >= count) yield item;
}
