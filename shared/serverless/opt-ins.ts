import * as z from 'zod';
import type { Framework, Hooks, Resource } from './framework.ts';
import { partitionOf } from './partition.ts';
import type { Stack } from './stack.ts';

/** A role that Lake Formation is to bind, by ARN: at a database, or at all tables of one, those to come included. */
export type OptIn = { readonly role: string; readonly database: string; readonly of: 'database' | 'tables' };

/** Lake Formation, as a data lake administrator calls it. */
export type LakeFormation = {
  isOptedIn(optIn: OptIn): Promise<boolean>;
  optIn(optIn: OptIn): Promise<void>;
  optOut(optIn: OptIn): Promise<void>;
};

export type OptInPorts = {
  readonly open: (framework: Framework) => Promise<Stack>;
  readonly lakeFormation: (framework: Framework) => Promise<LakeFormation>;
};

/** What a role's Metadata says of it. */
const metadata = z.looseObject({
  LakeFormationOptIns: z.array(
    z.union([z.strictObject({ Database: z.string() }), z.strictObject({ TablesOf: z.string() })]),
  ),
});

type Resources = Readonly<Record<string, Resource>>;

/**
 * Opts roles in whose Metadata says so, once they are there, and out before they go: CloudFormation has no resource for it, and only a data
 * lake administrator may, whom whoever deploys has to be.
 */
export function optIns(framework: Framework, load: () => OptInPorts): Hooks {
  let before: readonly OptIn[] = [];
  const of = async (resources: Resources) => {
    const provider = framework.getProvider('aws');
    const place = `${partitionOf(provider.getRegion())}:iam::${await provider.getAccountId()}`;
    return Object.values(resources).flatMap((resource) => optInsOf(resource, place));
  };
  const deployed = async () => {
    const stack = await load().open(framework);
    return (await stack.exists()) ? of((await stack.template()).Resources) : [];
  };
  return {
    async 'after:aws:deploy:deploy:createStack'() {
      before = await deployed();
    },
    async 'after:deploy:deploy'() {
      const wanted = await of(framework.service.provider.compiledCloudFormationTemplate.Resources);
      const kept = new Set(wanted.map((each) => JSON.stringify(each)));
      await optOut(before.filter((each) => !kept.has(JSON.stringify(each))));
      if (wanted.length > 0) await optIn(wanted);
    },
    async 'before:remove:remove'() {
      await optOut(await deployed());
    },
  };

  async function optIn(wanted: readonly OptIn[]): Promise<void> {
    const lake = await load().lakeFormation(framework);
    try {
      for (const each of wanted) if (!(await lake.isOptedIn(each))) await lake.optIn(each);
    } catch (error) {
      throw new framework.classes.Error(
        `Lake Formation does not bind ${wanted[0]?.role} yet, which until then reads nothing: ${error instanceof Error ? error.message : error}. Whoever deploys it must be a data lake administrator (docs/analysts.md); deploy again then.`,
        'TRIBUTARY_OPT_IN',
      );
    }
  }

  async function optOut(gone: readonly OptIn[]): Promise<void> {
    if (gone.length === 0) return;
    const lake = await load().lakeFormation(framework);
    for (const each of gone) if (await lake.isOptedIn(each)) await lake.optOut(each);
  }
}

function optInsOf({ Type, Properties, Metadata }: Resource, place: string): readonly OptIn[] {
  const read = metadata.safeParse(Metadata);
  if (Type !== 'AWS::IAM::Role' || !read.success) return [];
  const role = `arn:${place}:role/${Properties?.RoleName}`;
  return read.data.LakeFormationOptIns.map((each) =>
    'Database' in each
      ? { role, database: each.Database, of: 'database' }
      : { role, database: each.TablesOf, of: 'tables' },
  );
}
