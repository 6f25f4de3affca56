import type { ListedObject } from '../../core/object-created.ts';
import type { Position } from '../../core/request.ts';
import type { Scan } from '../../core/scans.ts';

type Marker = { readonly key: string; readonly versionId?: string };

export type Page = {
  /** `modifiedAt`: epoch ms. */
  readonly objects: readonly (ListedObject & { readonly isLatest: boolean; readonly modifiedAt: number })[];
  readonly next?: Marker;
};

/** One page of a bucket's listing, all versions of each key, the newest first. */
export type ListVersions = (prefix: string, after: Marker) => Promise<Page>;

export type Found = { readonly object: Page['objects'][number]; readonly upTo: Position };

/** The objects of the scans, in order, from after a position. Where it stands within an object's lines, that object comes again. */
export async function* scan(
  list: ListVersions,
  scans: readonly Scan[],
  after: Position | undefined,
): AsyncGenerator<Found> {
  for (const each of scans) {
    if (after !== undefined && each.prefix < after.prefix) continue;
    yield* scanOne(list, each, after?.prefix === each.prefix ? after : undefined);
  }
}

async function* scanOne(list: ListVersions, { prefix, after, until }: Scan, from?: Position): AsyncGenerator<Found> {
  if (from?.lines !== undefined) yield* sameAgain(list, prefix, from);
  let marker: Marker | undefined = from ?? { key: after };
  while (marker !== undefined) {
    const page: Page = await list(prefix, marker);
    for (const object of page.objects) {
      if (until !== undefined && object.key >= until) return;
      yield { object, upTo: { prefix, key: object.key, versionId: object.versionId } };
    }
    marker = page.next;
  }
}

/** The object itself, which a listing that begins after it leaves out. */
async function* sameAgain(list: ListVersions, prefix: string, from: Position): AsyncGenerator<Found> {
  const { objects } = await list(from.key, { key: '' });
  const object = objects.find(({ key, versionId }) => key === from.key && versionId === from.versionId);
  if (object !== undefined) yield { object, upTo: { prefix, key: object.key, versionId: object.versionId } };
}
