import * as z from 'zod/mini';
import { ask } from './api.ts';

const lakeSchema = z.object({
  account: z.string(),
  region: z.string(),
  stage: z.string(),
  /** As in shared/names.yml. */
  names: z.object({
    prefix: z.string(),
    rawBucket: z.string(),
    lakeBucket: z.string(),
    athenaBucket: z.string(),
    rawDatabase: z.string(),
    lakeDatabase: z.string(),
    bus: z.string(),
    alarmsTopic: z.string(),
    workGroup: z.string(),
    analystsWorkGroup: z.string(),
    haproxyLogGroup: z.string(),
    eventStream: z.string(),
  }),
});

export type Lake = z.infer<typeof lakeSchema>;

const known: { lake?: Promise<Lake> } = {};

/** Which lake this is, and what its parts are called; asked once. */
export function lake(): Promise<Lake> {
  known.lake ??= ask('lake', lakeSchema).catch((error: unknown) => {
    delete known.lake;
    throw error;
  });
  return known.lake;
}
