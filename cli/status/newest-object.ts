import { ListObjectsV2Command, type ListObjectsV2Output, type S3Client } from '@aws-sdk/client-s3';
import { atOnce } from '../files/at-once.ts';

export type Newest = {
  readonly key: string;
  /** Epoch ms. */
  readonly at: number;
};

/** Below a prefix. `isCut`: there was more to list than was listed, and something newer may be there. */
export type NewestSeen = { readonly newest: Newest | undefined; readonly isCut: boolean };

/** How many listings a search may take in all, and of one folder. */
const most = { listings: 60, pages: 3 };
const listingsAtOnce = 4;

type Search = { readonly bucket: string; left: number };

/**
 * The newest object below a prefix, found by going down: of folders that are times (`year=2026/`, `2026/11/`) only the last is looked into,
 * of others (sources, types) each.
 */
export async function newestBelow(s3: Pick<S3Client, 'send'>, bucket: string, prefix: string): Promise<NewestSeen> {
  return below(s3, prefix, { bucket, left: most.listings });
}

async function below(s3: Pick<S3Client, 'send'>, prefix: string, search: Search): Promise<NewestSeen> {
  const { objects, folders, isCut } = await listed(s3, prefix, search);
  const times = folders.filter((folder) => isTime(folder, prefix));
  const [last] = times.toSorted().slice(-1);
  const into = [...folders.filter((folder) => !isTime(folder, prefix)), ...(last === undefined ? [] : [last])];
  const found = await atOnce(listingsAtOnce, into, (folder) => below(s3, folder, search));
  const newest = [...objects, ...found.flatMap(({ newest: one }) => one ?? [])].reduce<Newest | undefined>(
    (latest, each) => (latest === undefined || each.at > latest.at ? each : latest),
    undefined,
  );
  return { newest, isCut: isCut || found.some((each) => each.isCut) };
}

function isTime(folder: string, prefix: string): boolean {
  return /^(?:(?:year|month|day|hour|date|dt)=.*|\d+)\/$/.test(folder.slice(prefix.length));
}

type Listed = { readonly objects: readonly Newest[]; readonly folders: readonly string[]; readonly isCut: boolean };

async function listed(s3: Pick<S3Client, 'send'>, Prefix: string, search: Search): Promise<Listed> {
  const objects: Newest[] = [];
  const folders: string[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < most.pages && search.left > 0; pages += 1) {
    search.left -= 1;
    const page: ListObjectsV2Output = await s3.send(
      new ListObjectsV2Command({ Bucket: search.bucket, Prefix, Delimiter: '/', ContinuationToken: token }),
    );
    objects.push(
      ...(page.Contents ?? []).map(({ Key: key = '', LastModified: at }) => ({ key, at: at?.getTime() ?? 0 })),
    );
    folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix: folder }) => folder ?? []));
    token = page.NextContinuationToken;
    if (token === undefined) return { objects, folders, isCut: false };
  }
  return { objects, folders, isCut: true };
}
