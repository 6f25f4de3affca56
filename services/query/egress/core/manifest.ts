import * as z from 'zod';
import type { Copy } from './copy.ts';
import type { CopyRun } from './state.ts';
import type { Book } from './verdict.ts';

/** One version's files: of everything, or of the partitions that changed. */
const layer = z.object({
  /** The folder beside the manifest: `version=42-…/`. */
  folder: z.string(),
  partitions: z.union([z.literal('all'), z.array(z.string()).readonly()]),
});

/** `current.json`: what a copy in S3 consists of now. A row stands in the last layer that has its partition. */
export const manifest = z.object({
  dataset: z.string(),
  lineage: z.string(),
  version: z.number(),
  snapshot: z.string(),
  committedAt: z.iso.datetime(),
  run: z.string(),
  number: z.number(),
  format: z.string(),
  columns: z.record(z.string(), z.string()),
  layers: z.array(layer),
});
export type Manifest = z.infer<typeof manifest>;

/** More than that, and a reader has too much to put together. */
export const mostLayers = 50;

export function bookOf({ lineage, version: sequence, committedAt, run, number }: Manifest): Book {
  return { lineage, sequence, committedAt: Date.parse(committedAt), run, number };
}

/** The manifest with a run's files; layers that it hides are left out. */
export function nextManifest(copy: Copy, run: CopyRun, before: Manifest | undefined): Manifest {
  const { lineage, sequence, snapshot, committedAt } = run.version;
  const { destination } = copy;
  return {
    dataset: copy.dataset,
    lineage,
    version: sequence,
    snapshot,
    committedAt: new Date(committedAt).toISOString(),
    run: run.id,
    number: run.number,
    format: destination.to === 's3' ? destination.format : '',
    columns: copy.columns,
    layers: [...visible(before?.layers ?? [], run.scope), { folder: folderOf(run), partitions: run.scope }],
  };
}

type Layers = Manifest['layers'];

function visible(layers: Layers, scope: CopyRun['scope']): Layers {
  if (scope === 'all') return [];
  const hidden = new Set(scope);
  return layers.filter(({ partitions }) => partitions === 'all' || !partitions.every((each) => hidden.has(each)));
}

function folderOf({ location }: CopyRun): string {
  return `${location.split('/').at(-2) ?? ''}/`;
}
