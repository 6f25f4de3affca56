import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openShardLog, type ShardLog } from './shard-log.ts';

export type ShardName = { readonly stream: string; readonly createdAt: number; readonly shard: string };

/** The logs of all shards, each opened when it is first used. */
export type ShardFiles = {
  log(name: ShardName): ShardLog;
  drop(name: ShardName): void;
  dropStream(stream: Omit<ShardName, 'shard'>): void;
  close(): void;
};

/** Files of streams that are not in `living` (a process was killed while it deleted them) are removed. */
export function openShardFiles(dir: string, living: readonly Omit<ShardName, 'shard'>[]): ShardFiles {
  const logs = new Map<string, ShardLog>();
  const known = new Set(living.map(folderOf));
  if (existsSync(dir))
    for (const name of readdirSync(dir)) if (!known.has(name)) rmSync(join(dir, name), { recursive: true });
  function remove(folder: string): void {
    for (const [path, log] of logs) {
      if (path !== folder && !path.startsWith(join(folder, '/'))) continue;
      log.close();
      logs.delete(path);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    log(name) {
      const path = join(dir, folderOf(name), name.shard);
      const log = logs.get(path) ?? openShardLog(path);
      logs.set(path, log);
      return log;
    },
    drop: (name) => remove(join(dir, folderOf(name), name.shard)),
    dropStream: (stream) => remove(join(dir, folderOf(stream))),
    close() {
      for (const log of logs.values()) log.close();
    },
  };
}

/** A stream that is made anew under its old name finds none of the old records. */
function folderOf({ stream, createdAt }: Omit<ShardName, 'shard'>): string {
  return `${stream}@${createdAt}`;
}
