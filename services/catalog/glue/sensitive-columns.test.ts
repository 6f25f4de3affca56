import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { describe, expect, test } from 'vitest';
import { createHideColumns, sensitiveColumnsOf } from './sensitive-columns.ts';

const column = (name: string, sensitive?: string) => ({
  name,
  type: 'string',
  ...(sensitive !== undefined && { parameters: { sensitive } }),
});

describe('the sensitive columns of a table', () => {
  test('are those that Glue has marked, and what is rescued of all of them', () => {
    expect(sensitiveColumnsOf([column('id'), column('email', 'true'), column('_rescued_data')])).toEqual([
      'email',
      '_rescued_data',
    ]);
  });

  test('are none where none is marked', () => {
    expect(sensitiveColumnsOf([column('id'), column('email', 'false'), column('_rescued_data')])).toEqual([]);
  });
});

/** A client that answers everything alike, and what it was asked. */
function answering(answer: object) {
  const asked: unknown[] = [];
  const client = new LakeFormationClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  client.middlewareStack.add(() => async ({ input }) => {
    asked.push(input);
    return { output: { $metadata: {}, ...answer }, response: {} };
  });
  return { asked, client };
}

describe('hiding columns', () => {
  test('tags them in one call, and calls nobody for none', async () => {
    const { asked, client } = answering({});
    const hide = createHideColumns(client, 'tributary-dev-sensitive');
    await hide({ database: 'lake', table: 'stripe_customers', columns: ['email', '_rescued_data'] });
    await hide({ database: 'lake', table: 'stripe_charges', columns: [] });
    expect(asked).toEqual([
      {
        Resource: {
          TableWithColumns: {
            ...{ DatabaseName: 'lake', Name: 'stripe_customers' },
            ColumnNames: ['email', '_rescued_data'],
          },
        },
        LFTags: [{ TagKey: 'tributary-dev-sensitive', TagValues: ['yes'] }],
      },
    ]);
  });

  test('fails when Lake Formation says, under HTTP 200, that it did not', async () => {
    const { client } = answering({
      Failures: [{ Error: { ErrorCode: 'AccessDeniedException', ErrorMessage: 'Insufficient' } }],
    });
    await expect(
      createHideColumns(client, 'sensitive')({ database: 'lake', table: 't', columns: ['email'] }),
    ).rejects.toThrow('Columns email of lake.t were not hidden: AccessDeniedException Insufficient');
  });
});
