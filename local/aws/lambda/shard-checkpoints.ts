import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A tumbling window that has begun. */
export type OpenWindow = {
  readonly start: number;
  readonly end: number;
  readonly state: Readonly<Record<string, unknown>>;
  /** The sequence number before its first record. */
  readonly from?: string;
  /** Its state has outgrown the limit. */
  readonly isTerminatedEarly?: true;
};

/** How far records were handled; without `after`, none was. */
export type Checkpoint = { readonly after?: string; readonly isFinished?: true; readonly window?: OpenWindow };

/** One of the `of` lanes in which a mapping handles a shard's records side by side. */
export type LaneName = { readonly mapping: string; readonly shard: string; readonly lane: number; readonly of: number };

/** Where the mappings of streams stand: one small file per lane, replaced as a whole. */
export type ShardCheckpoints = {
  write(lane: LaneName, checkpoint: Checkpoint): void;
  /** Where each lane begins. After their number changed, all begin where the last of the old ones was. */
  begin(mapping: string, shard: string, of: number): readonly Checkpoint[];
  /** Forgets the shards that are no more. */
  keepOnly(mapping: string, shards: ReadonlySet<string>): void;
  forget(mapping: string): void;
};

const named = /^(\d+)-(\d+)\.json$/;

export function openShardCheckpoints(dir: string): ShardCheckpoints {
  const folderOf = (mapping: string, shard: string) => join(dir, mapping, shard);
  const read = (folder: string, of: number, lane: number): Checkpoint | undefined => {
    const file = join(folder, `${of}-${lane}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const allOf = (folder: string, of: number) => Array.from({ length: of }, (_lane, index) => read(folder, of, index));
  function write({ mapping, shard, lane, of }: LaneName, checkpoint: Checkpoint): void {
    const folder = folderOf(mapping, shard);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${of}-${lane}.json`);
    writeFileSync(`${file}.tmp`, JSON.stringify(checkpoint));
    renameSync(`${file}.tmp`, file);
  }
  return {
    write,
    begin(mapping, shard, of) {
      const folder = folderOf(mapping, shard);
      const own = allOf(folder, of);
      const others = lanesIn(folder).filter((count) => count !== of);
      if (others.length === 0) return own.map((checkpoint) => checkpoint ?? {});
      const earliest = earliestOf(others.flatMap((count) => allOf(folder, count)));
      const begins = own.map((checkpoint) => checkpoint ?? earliest);
      for (const [lane, checkpoint] of begins.entries()) write({ mapping, shard, lane, of }, checkpoint);
      for (const name of readdirSync(folder)) if (!name.startsWith(`${of}-`)) rmSync(join(folder, name));
      return begins;
    },
    keepOnly(mapping, shards) {
      const folder = join(dir, mapping);
      if (!existsSync(folder)) return;
      for (const shard of readdirSync(folder)) if (!shards.has(shard)) rmSync(join(folder, shard), { recursive: true });
    },
    forget: (mapping) => rmSync(join(dir, mapping), { recursive: true, force: true }),
  };
}

/** The numbers of lanes that there are checkpoints of. */
function lanesIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const counts = readdirSync(folder).map((name) => Number(named.exec(name)?.[1] ?? 0));
  return [...new Set(counts)].filter((count) => count > 0);
}

/** The records of open windows are handled again, since no lane's state is another's. */
function earliestOf(checkpoints: readonly (Checkpoint | undefined)[]): Checkpoint {
  const unfinished = checkpoints.filter((checkpoint) => checkpoint?.isFinished !== true);
  if (unfinished.length === 0) return { isFinished: true };
  const places = unfinished.map((checkpoint) =>
    checkpoint?.window === undefined ? checkpoint?.after : checkpoint.window.from,
  );
  const [after] = places.map((place) => place ?? '').sort();
  return after === undefined || after === '' ? {} : { after };
}
