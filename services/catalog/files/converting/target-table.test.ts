import { describe, expect, test } from 'vitest';
import { createMemoryGlue } from '../../glue/memory-glue-for-tests.ts';
import { createAgree } from './agree.ts';
import { createFindTarget } from './target-table.ts';

async function createLake() {
  const glue = createMemoryGlue();
  const agree = createAgree({ ...glue, database: 'lake', lakeBucket: 'b' });
  const objects = { count: 0, named: new Map() };
  await agree({ objects, declared: new Map(), name: 'a_b', from: 'raw/files/a/b/', generation: 1, partitionKeys: [] });
  const change = (generation: string, more: { readonly TableType?: string } = {}): void => {
    const kept = glue.tables.get('lake.a_b');
    if (kept === undefined) throw new Error('there is no table');
    const parameters = { ...kept.input.Parameters, 'tributary.files.generation': generation };
    kept.input = { ...kept.input, ...more, Parameters: parameters };
  };
  return { change, find: createFindTarget(glue.findTable, 'lake') };
}

describe('the table that rows are written for', () => {
  test('is that of the name, be it there or not', async () => {
    const { find } = await createLake();
    expect(await find('a_b')).toEqual({ name: 'a_b', generation: 1 });
    expect(await find('new')).toEqual({ name: 'new', generation: 1 });
  });

  test('stands beside, where it is of another generation', async () => {
    const { find } = await createLake();
    expect(await find('a_b', 2)).toEqual({ name: 'a_b__2', generation: 2 });
    expect(await find('a_b', 1)).toEqual({ name: 'a_b', generation: 1 });
  });

  test('stands beside, while a view is in its place', async () => {
    const { change, find } = await createLake();
    change('2', { TableType: 'VIRTUAL_VIEW' });
    expect(await find('a_b')).toEqual({ name: 'a_b__2', generation: 2 });
    expect(await find('a_b', 1)).toEqual({ name: 'a_b__1', generation: 1 });
  });

  test('is that of the present generation, once it has been changed', async () => {
    const { change, find } = await createLake();
    change('3');
    expect(await find('a_b')).toEqual({ name: 'a_b', generation: 3 });
    expect(await find('a_b', 2)).toEqual({ name: 'a_b__2', generation: 2 });
  });
});
