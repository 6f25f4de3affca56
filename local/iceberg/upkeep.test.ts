import { expect, it } from 'vitest';
import { vacuumTable } from './expire.ts';
import { liveFiles } from './live-files.ts';
import { printMetadata } from './metadata.ts';
import { optimizeTable } from './optimize.ts';
import { type DayTable, dayOf, dayTable } from './testing/day-table.ts';

/*
 * Sixty days of a table that is written by MERGE all day long, with OPTIMIZE of the days written and VACUUM at intervals. On AWS that is a
 * commit a minute (86,400), upkeep every 60 commits, snapshots kept for six hours (360 commits). Here a commit stands for 720: one in twelve hours,
 * upkeep every two, snapshots kept for two days (four commits). What is bounded depends on how many commits lie between two upkeeps and within the
 * time that snapshots are kept, so the bounds are made of these two numbers, and of nothing that grows with the days.
 */
const commitsPerDay = 2;
const commitsPerUpkeep = 2;
const keptCommits = 4;
const logged = 4;
const hour = 3_600_000;
const commitEvery = (24 * hour) / commitsPerDay;

const properties = {
  'history.expire.max-snapshot-age-ms': String(keptCommits * commitEvery),
  'history.expire.min-snapshots-to-keep': '1',
  'write.metadata.previous-versions-max': String(logged),
  optimize_rewrite_data_file_threshold: '2',
  optimize_rewrite_delete_file_threshold: '1',
};

/** A commit writes today and, if it is the first of its day, yesterday too; an upkeep makes a snapshot for each of them, and expires. */
const windowCommits = keptCommits + commitsPerUpkeep + 1;
const windowUpkeeps = Math.ceil(windowCommits / commitsPerUpkeep);
const windowSnapshots = windowCommits + Math.ceil(windowCommits / commitsPerDay) + 2 * windowUpkeeps;
/** Of each snapshot: two data files, two delete files, a manifest list, two new manifests, those that lose an entry written anew. */
const objectsPerSnapshot = 10;
const bounds = {
  snapshots: windowSnapshots,
  /** A snapshot's entry is 900 bytes long at most, that in the snapshots' log 70, that of a metadata file 250, all else 3 kB. */
  metadataBytes: 3000 + windowSnapshots * 970 + logged * 250,
  /** Beside the one file of each day: the window's, a metadata file for each commit in it. Manifests of days are merged by the hundred. */
  objects: windowSnapshots * (objectsPerSnapshot + 1) + windowUpkeeps + logged + 100,
};

type Sample = {
  readonly snapshots: number;
  readonly metadataBytes: number;
  readonly objects: number;
  readonly today: readonly [data: number, deletes: number];
  readonly past: number;
  readonly bytesOfDay: number;
};

async function simulate(days: number, upkeep: boolean): Promise<readonly Sample[]> {
  const table = await dayTable(properties);
  const samples: Sample[] = [];
  const written: number[] = [];
  try {
    for (let day = 0; day < days; day++) {
      for (let commit = 0; commit < commitsPerDay; commit++) {
        written.push(...(await write(table, day, commit)));
        if (upkeep && (commit + 1) % commitsPerUpkeep === 0) await keepUp(table, written.splice(0));
      }
      samples.push(await sample(table, day));
    }
    return samples;
  } finally {
    await table.close();
  }
}

const dayName = (day: number) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10);

/** Rows that are new, one that the commit before wrote, and in the day's first commit one that is late by a day. Gives the days. */
async function write(table: DayTable, day: number, commit: number): Promise<readonly number[]> {
  const rows = Array.from({ length: 20 }, (_, index) => `(${commit * 19 + index}, 'of commit ${commit}')`);
  await table.merge(dayName(day), rows.join(', '));
  const isLate = commit === 0 && day > 0;
  if (isLate) await table.merge(dayName(day - 1), `(${commitsPerDay * 19}, 'late')`);
  table.pass(commitEvery);
  return isLate ? [day - 1, day] : [day];
}

async function keepUp(table: DayTable, written: readonly number[]): Promise<void> {
  for (const day of new Set(written)) await optimizeTable(table.context, await table.load(), dayOf(dayName(day)));
  const { isComplete } = await vacuumTable(table.context, await table.load());
  expect(isComplete).toBe(true);
}

async function sample(table: DayTable, day: number): Promise<Sample> {
  const loaded = await table.load();
  const live = await liveFiles(table.context.files, loaded);
  const today = BigInt(Date.parse(dayName(day)) / (24 * hour));
  const count = (files: typeof live.data) => files.filter(({ file }) => file.partition[0] === today).length;
  const { bytesScanned } = await table.plan({ columns: ['id', 'note'], constraints: dayOf(dayName(day)) });
  return {
    snapshots: loaded.metadata.snapshots.length,
    metadataBytes: printMetadata(loaded.metadata).length,
    objects: (await table.objects()).length - (day + 1),
    today: [count(live.data), count(live.deletes)],
    past: live.data.length + live.deletes.length - day,
    bytesOfDay: bytesScanned,
  };
}

const most = (samples: readonly Sample[], of: (sample: Sample) => number) => Math.max(...samples.map(of));

it('sixty days of commits with upkeep leave metadata, files and what a day costs as they were', async () => {
  const samples = await simulate(60, true);
  expect(most(samples, ({ snapshots }) => snapshots)).toBeLessThanOrEqual(bounds.snapshots);
  expect(most(samples, ({ metadataBytes }) => metadataBytes)).toBeLessThanOrEqual(bounds.metadataBytes);
  expect(most(samples, ({ objects }) => objects)).toBeLessThanOrEqual(bounds.objects);
  for (const { today, past } of samples) {
    expect(today).toEqual([1, 0]);
    expect(past).toBe(1);
  }
  const [early, late] = [samples.slice(5, 15), samples.slice(-10)];
  for (const of of [({ metadataBytes }: Sample) => metadataBytes, ({ bytesOfDay }: Sample) => bytesOfDay])
    expect(most(late, of)).toBeLessThanOrEqual(1.2 * most(early, of));
}, 240_000);

it('without upkeep none of it stays as it was', async () => {
  const samples = await simulate(30, false);
  const last = samples.at(-1);
  expect(last?.snapshots).toBeGreaterThan(bounds.snapshots);
  expect(last?.metadataBytes).toBeGreaterThan(bounds.metadataBytes);
  expect(last?.objects).toBeGreaterThan(bounds.objects);
  expect(last?.today).toEqual([commitsPerDay, expect.any(Number)]);
  expect(last?.today[1]).toBeGreaterThan(0);
}, 240_000);
