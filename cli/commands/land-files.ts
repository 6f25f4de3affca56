import { statSync } from 'node:fs';
import { type FilesLake, openFilesLake } from '../files/files-lake.ts';
import type { Became } from '../files/follow-files.ts';
import { landFiles } from '../files/land-files.ts';
import { landedOf, rejectsIn, tellLanded, tellNext } from '../files/landed.ts';
import { planFiles } from '../files/plan-files.ts';
import { readRejects } from '../files/rejects.ts';
import { type Source, sourceNamed } from '../files/source.ts';
import { listSources } from '../files/sources.ts';
import type { TargetFlags } from '../target.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type LandAsFlags = TargetFlags & {
  readonly saas?: true | undefined;
  readonly replace?: true | undefined;
  readonly json?: true | undefined;
};

/** `lake land FILE… --as SOURCE/OBJECT`: files and folders of any format, until they can be queried. */
export async function landAs(paths: readonly string[], as: string, flags: LandAsFlags): Promise<number> {
  const source = sourceNamed(as, flags.saas ? 'saas' : 'files');
  const { files, leftOut } = planFiles(paths, source.folder);
  for (const { file, why } of leftOut) process.stderr.write(`lake land: ${file} is left out: ${why}\n`);
  const lake = await openFilesLake(flags);
  const begun = performance.now();
  return patiently(flags.json === true, async (progress) => {
    const became = await landFiles(lake, { source, files, replaces: flags.replace === true, progress });
    const landed = landedOf(source.table, became, (performance.now() - begun) / 1000);
    if (flags.json) await write(process.stdout, `${JSON.stringify(landed)}\n`);
    else {
      progress.done(tellLanded(landed));
      await write(process.stdout, tellNext({ landed, flags: lake.flags, ...(await readShown(lake, became)) }));
    }
    return landed.rejected === 0 ? exitCodes.done : exitCodes.failed;
  });
}

const mostShown = 5;

async function readShown({ s3, names }: FilesLake, became: readonly Became[]) {
  const keys = rejectsIn(became);
  const rejects = await readRejects(s3, names.lakeBucket, { keys, most: mostShown });
  return { rejects, places: keys.map((key) => `s3://${names.lakeBucket}/${key}`) };
}

const mostNamed = 20;

/** Says how files are landed that are neither DMS's nor lines of a log, and which sources there are. */
export async function refuseWithoutSource(file: string, flags: TargetFlags): Promise<never> {
  const sources = await knownSources(flags);
  const named = sources.slice(0, mostNamed).map(nameOf);
  const more = sources.length > mostNamed ? `, and ${sources.length - mostNamed} more` : '';
  const there = named.length === 0 ? '' : ` There are: ${named.join(', ')}${more}.`;
  throw new UsageError(
    `${file} is ${statSync(file).isDirectory() ? 'a folder' : 'no log of HAProxy, and not named as DMS names files'}: say with --as SOURCE/OBJECT of which table it is (shop/orders becomes shop_orders).${there}`,
  );
}

/** As they are given: `shop/orders`, or with a flag. */
function nameOf({ folder }: Source): string {
  const [, kind, source, object] = folder.split('/');
  return `${source}/${object}${kind === 'saas' ? ' (--saas)' : ''}`;
}

/** The call is wrong, also where there is no lake that could be asked. */
async function knownSources(flags: TargetFlags): Promise<readonly Source[]> {
  try {
    const { s3, names } = await openFilesLake(flags);
    return await listSources(s3, names.rawBucket);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return [];
  }
}
