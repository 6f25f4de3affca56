import { createHash } from 'node:crypto';
import type { LakeEvent } from '@tributary/shared/events.ts';
import type { LakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import { objectCreatedMessage } from '@tributary/shared/objects/object-created-message.ts';
import type { SegmentLimits } from '@tributary/shared/objects/progress.ts';
import type { OpenRaw } from '@tributary/shared/objects/raw-objects.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { createMemoryGlue } from '../../glue/memory-glue-for-tests.ts';
import { readDeclarations } from '../core/declaration/read-declarations.ts';
import { createAgree } from './agree.ts';
import { createConvertFile } from './convert-file.ts';
import { type Converted, createConvertMessage } from './convert-message.ts';
import { createFindTarget } from './target-table.ts';

type Stored = { readonly body: Buffer; readonly versionId: string; readonly modifiedAt: number };

type Between = () => Promise<void>;

/** The same function, with something before each call. */
function wrap<A extends readonly unknown[], R>(call: (...args: A) => Promise<R>, between: Between) {
  return async (...args: A): Promise<R> => {
    await between();
    return call(...args);
  };
}

function interrupted(lake: LakeObjects, between: Between): LakeObjects {
  return {
    write: wrap(lake.write, between),
    writeNew: wrap(lake.writeNew, between),
    readText: wrap(lake.readText, between),
    list: wrap(lake.list, between),
    remove: wrap(lake.remove, between),
  };
}

function interruptedGlue(glue: ReturnType<typeof createMemoryGlue>, between: Between) {
  const { partitions } = glue;
  return {
    ...glue,
    findTable: wrap(glue.findTable, between),
    createTable: wrap(glue.createTable, between),
    updateTable: wrap(glue.updateTable, between),
    deleteTable: wrap(glue.deleteTable, between),
    createPartition: wrap(glue.createPartition, between),
    findPartition: wrap(glue.findPartition, between),
    updatePartition: wrap(glue.updatePartition, between),
    partitions: {
      list: wrap(partitions.list, between),
      create: wrap(partitions.create, between),
      update: wrap(partitions.update, between),
      remove: wrap(partitions.remove, between),
    },
  };
}

/** A raw bucket, a lake and a catalog in memory, and what converts files between them. `tables`: the text of tables.yml. */
export function createFilesForTests({
  tables = '{}',
  segment,
  between = async () => undefined,
}: {
  readonly tables?: string;
  /** Comes before each call of the lake and of the catalog; what it throws is a kill. */
  readonly between?: () => Promise<void>;
  readonly segment?: SegmentLimits;
} = {}) {
  const memory = createMemoryLake();
  const lake = { ...memory, ...interrupted(memory, between) };
  const glue = interruptedGlue(createMemoryGlue(), between);
  const raw = new Map<string, Stored[]>();
  const events: LakeEvent[] = [];
  const sent: string[] = [];
  const open: OpenRaw = async ({ key }) => {
    const versions = raw.get(key) ?? [];
    const newest = versions.at(-1);
    if (newest === undefined) return undefined;
    const { body, versionId, modifiedAt } = newest;
    return {
      versionId,
      which: versionId,
      modifiedAt,
      readRange: async (offset, length) => ({ bytes: body.subarray(offset, offset + length), size: body.length }),
      otherVersions: async () => versions.slice(0, -1).map((version) => version.versionId),
    };
  };
  const convertFile = createConvertFile({
    salvage: createSalvage(),
    agree: createAgree({ ...glue, database: 'lake', lakeBucket: 'lake-bucket' }),
    lake,
    sendEvents: async (all) => {
      events.push(...all);
    },
    lakeBucket: 'lake-bucket',
    rejectedPrefix: 'rejected/test/',
    ...(segment === undefined ? {} : { segment }),
  });
  const findTarget = createFindTarget(glue.findTable, 'lake');
  const declarations = readDeclarations(tables);
  const convertMessage = createConvertMessage({
    declarations,
    open,
    findTarget,
    convertFile,
    send: async (body) => {
      sent.push(body);
    },
  });
  return {
    lake,
    glue,
    raw,
    events,
    sent,
    open,
    convertFile,
    declarations,
    /** Puts an object into the raw bucket, at an epoch ms. */
    put(key: string, body: Buffer | string, modifiedAt = Date.UTC(2026, 10, 29)): void {
      const bytes = Buffer.from(body);
      const versionId = createHash('md5').update(bytes).digest('hex');
      raw.set(key, [...(raw.get(key) ?? []), { body: bytes, versionId, modifiedAt }]);
    },
    /** Converts an object to its end. */
    async convert(key: string, remainingMs = () => 300_000): Promise<readonly Converted[]> {
      const converted = [await convertMessage(JSON.parse(objectCreatedMessage('raw-bucket', key)), remainingMs)];
      for (let next = sent.pop(); next !== undefined; next = sent.pop())
        converted.push(await convertMessage(JSON.parse(next), remainingMs));
      return converted;
    },
  };
}
