import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { type Relisted, relisted, relistKey } from '@tributary/catalog/tables/relisting/relisting.ts';
import { sendToCatalog } from '../files/catalog-queue.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { count } from '../terminal/count.ts';
import { lookUntil } from '../terminal/look-until.ts';

/** Has the tables that are declared compared with their folders, and gives what came of it. Throws StuckError. */
export async function relist(lake: FilesLake, pause: (millis: number) => Promise<void>): Promise<Relisted> {
  const before = await readRelisted(lake);
  await sendToCatalog(lake, 'register', { relist: 'all' });
  const after = await lookUntil({
    look: () => readRelisted(lake),
    isDone: (seen) => seen !== undefined && seen.began !== before?.began,
    tell: () => undefined,
    stateOf: () => '',
    stuck: (_, minutes) =>
      `Nothing was said of tables of events, facts and receipts for ${minutes} minutes: lake logs register --errors${lake.flags} and lake replay dead-letters${lake.flags} say why.`,
    pause,
    now: Date.now,
  });
  return relisted.parse(after);
}

async function readRelisted({ s3, names }: FilesLake): Promise<Relisted | undefined> {
  try {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: names.lakeBucket, Key: relistKey }));
    return relisted.parse(JSON.parse((await body?.transformToString()) ?? ''));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** What came of it, in lines. */
export function tellRelisted({ registered, failed }: Relisted): readonly string[] {
  const found =
    registered === 0 ? 'as they should be' : `${count(registered, 'partition')} registered that the catalog had not`;
  return [
    `Events, facts, counts, receipts and rejects: ${found}`,
    ...failed.map(({ folder, reason }) => `  ${folder} cannot be: ${reason}`),
  ];
}
