import { describe, expect, test } from 'vitest';
import { fakeFramework } from './fake-framework.ts';
import { fakeStack } from './fake-stack.ts';
import type { Resource } from './framework.ts';
import { type OptIn, optIns } from './opt-ins.ts';

type Resources = Readonly<Record<string, Resource>>;

const role = (name: string): Resource => ({
  Type: 'AWS::IAM::Role',
  Metadata: { LakeFormationOptIns: [{ Database: 'lake' }, { TablesOf: 'lake' }] },
  Properties: { RoleName: name },
});
const bound = (name: string): OptIn[] =>
  (['database', 'tables'] as const).map((of) => ({
    role: `arn:aws:iam::123456789012:role/${name}`,
    database: 'lake',
    of,
  }));

/** Lake Formation with these opt-ins, and what becomes of them. */
function lakeWith(held: readonly OptIn[], fail?: Error) {
  const optedIn = new Set(held.map((each) => JSON.stringify(each)));
  const lake = {
    isOptedIn: async (optIn: OptIn) => optedIn.has(JSON.stringify(optIn)),
    async optIn(optIn: OptIn) {
      if (fail !== undefined) throw fail;
      optedIn.add(JSON.stringify(optIn));
    },
    optOut: async (optIn: OptIn) => void optedIn.delete(JSON.stringify(optIn)),
  };
  return { lake, held: () => [...optedIn].map((each): unknown => JSON.parse(each)) };
}

function hooksOf(was: Resources, becomes: Resources, { lake }: ReturnType<typeof lakeWith>) {
  const stack = fakeStack({ resources: was });
  return optIns(fakeFramework({ resources: becomes }), () => ({
    open: async () => stack,
    lakeFormation: async () => lake,
  }));
}

async function deploy(hooks: ReturnType<typeof optIns>): Promise<void> {
  await hooks['after:aws:deploy:deploy:createStack']?.();
  await hooks['after:deploy:deploy']?.();
}

describe('a deployment', () => {
  test('opts a role in that says so, once', async () => {
    const state = lakeWith([]);
    await deploy(hooksOf({}, { Analysts: role('analysts'), Other: { Type: 'AWS::IAM::Role' } }, state));
    expect(state.held()).toEqual(bound('analysts'));
    await deploy(hooksOf({ Analysts: role('analysts') }, { Analysts: role('analysts') }, state));
    expect(state.held()).toEqual(bound('analysts'));
  });

  test('opts a role out that it took away', async () => {
    const state = lakeWith(bound('analysts'));
    await deploy(hooksOf({ Analysts: role('analysts') }, { Analysts: role('others') }, state));
    expect(state.held()).toEqual(bound('others'));
    await deploy(hooksOf({ Analysts: role('others') }, {}, state));
    expect(state.held()).toEqual([]);
  });

  test('says who has to deploy when Lake Formation refuses', async () => {
    const state = lakeWith([], new Error('Insufficient Lake Formation permission(s)'));
    await expect(deploy(hooksOf({}, { Analysts: role('analysts') }, state))).rejects.toThrow(
      /does not bind arn:aws:iam::123456789012:role\/analysts yet.*Insufficient Lake Formation.*data lake administrator/,
    );
  });

  test('asks nobody where no role says so', async () => {
    const hooks = optIns(fakeFramework({}), () => ({
      open: async () => fakeStack({}),
      lakeFormation: () => Promise.reject(new Error('asked')),
    }));
    await deploy(hooks);
    await hooks['before:remove:remove']?.();
  });
});

test('a removal opts out what is deployed', async () => {
  const state = lakeWith(bound('analysts'));
  await hooksOf({ Analysts: role('analysts') }, {}, state)['before:remove:remove']?.();
  expect(state.held()).toEqual([]);
});
