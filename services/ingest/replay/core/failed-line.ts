import * as z from 'zod';

/** A record that Firehose has given up: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
const failedLine = z.object({
  rawData: z.base64(),
  arrivalTimestamp: z.number(),
  errorCode: z.string().default('unknown'),
});

export type FailedRecord = { readonly data: Buffer; readonly arrivedAt: number; readonly errorCode: string };

/** Reads a line of an object under failed/; undefined where it is none. */
export function readFailedLine(line: string): FailedRecord | undefined {
  const read = failedLine.safeParse(parsed(line));
  if (!read.success) return undefined;
  const { rawData, arrivalTimestamp, errorCode } = read.data;
  return { data: Buffer.from(rawData, 'base64'), arrivedAt: arrivalTimestamp, errorCode };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
