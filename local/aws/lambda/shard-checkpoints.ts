import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepAside, splitLines } from '../../kernel/damaged.ts';
import { appendWhole, replaceFile } from '../../kernel/disk.ts';

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

/** Where the mappings of streams stand: one file per lane, whose last whole line counts. */
export type ShardCheckpoints = {
  write(lane: LaneName, checkpoint: Checkpoint): void;
  /** Where each lane begins. After their number changed, all begin where the last of the old ones was. */
  begin(mapping: string, shard: string, of: number): readonly Checkpoint[];
  /** Forgets the shards that are no more. */
  keepOnly(mapping: string, shards: ReadonlySet<string>): void;
  forget(mapping: string): void;
};

const named = /^(\d+)-(\d+)\.jsonl$/;

/** A file that has grown to so many times its last line, and beyond this size, is written anew. */
const replacedFrom = { bytes: 262_144, lines: 8 } as const;

export function openShardCheckpoints(dir: string): ShardCheckpoints {
  const folderOf = (mapping: string, shard: string) => join(dir, mapping, shard);
  const sizes = new Map<string, number>();
  const fileOf = (folder: string, of: number, lane: number) => join(folder, `${of}-${lane}.jsonl`);
  const allOf = (folder: string, of: number) =>
    Array.from({ length: of }, (_lane, index) => lastOf(fileOf(folder, of, index)));
  function write({ mapping, shard, lane, of }: LaneName, checkpoint: Checkpoint): void {
    const folder = folderOf(mapping, shard);
    const file = fileOf(folder, of, lane);
    const line = Buffer.from(`${JSON.stringify(checkpoint)}\n`);
    const size = sizes.get(file);
    if (size === undefined || size > replacedFrom.bytes + replacedFrom.lines * line.length) {
      mkdirSync(folder, { recursive: true });
      replaceFile(file, line);
      sizes.set(file, line.length);
    } else sizes.set(file, appendWhole(file, line, size));
  }
  function remove(path: string): void {
    for (const file of sizes.keys()) if (file === path || file.startsWith(join(path, '/'))) sizes.delete(file);
    rmSync(path, { recursive: true, force: true });
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
      for (const name of readdirSync(folder)) if (!name.startsWith(`${of}-`)) remove(join(folder, name));
      return begins;
    },
    keepOnly(mapping, shards) {
      const folder = join(dir, mapping);
      if (!existsSync(folder)) return;
      for (const shard of readdirSync(folder)) if (!shards.has(shard)) remove(join(folder, shard));
    },
    forget: (mapping) => remove(join(dir, mapping)),
  };
}

/** The last line that is whole. Before a damaged one others are, whose records are handled again. */
function lastOf(file: string): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const { lines } = splitLines(readFileSync(file));
  const damaged = [];
  for (let at = lines.length - 1; at >= 0; at--) {
    const bytes = lines[at] ?? Buffer.alloc(0);
    const checkpoint = checkpointOf(bytes.toString('utf8'));
    if (checkpoint === undefined) damaged.unshift({ number: at + 1, bytes });
    else {
      keepAside(file, damaged);
      return checkpoint;
    }
  }
  keepAside(file, damaged);
  return undefined;
}

const checkpointSchema: z.ZodType<Checkpoint> = z.object({
  after: z.string().exactOptional(),
  isFinished: z.literal(true).exactOptional(),
  window: z
    .object({
      start: z.number(),
      end: z.number(),
      state: z.record(z.string(), z.unknown()),
      from: z.string().exactOptional(),
      isTerminatedEarly: z.literal(true).exactOptional(),
    })
    .exactOptional(),
});

function checkpointOf(line: string): Checkpoint | undefined {
  try {
    return checkpointSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
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
