import { z } from 'zod';
import { notCovered } from '../../kernel/error.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { tablePermissions } from './permission.ts';

/** Operations that the engine does whole. */
const names = [
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'TransactWriteItems',
  'UntagResource',
  'UpdateItem',
];

const refused = z.looseObject({
  ReturnValuesOnConditionCheckFailure: z.string().optional(),
  ReturnConsumedCapacity: z.string().optional(),
  ReturnItemCollectionMetrics: z.string().optional(),
});

export function forwardedOperations(engine: Engine): readonly Operation[] {
  return names.map((name) => ({
    service: 'dynamodb',
    name,
    permissions: (input, { cloud }) => tablePermissions(name, input, cloud),
    handle(input) {
      refuse(name, refused.parse(input));
      return engine.call(name, input);
    },
  }));
}

function refuse(name: string, wanted: z.output<typeof refused>): void {
  if (wanted.ReturnValuesOnConditionCheckFailure === 'ALL_OLD')
    throw notCovered("DynamoDB's ReturnValuesOnConditionCheckFailure");
  const told = [wanted.ReturnConsumedCapacity, wanted.ReturnItemCollectionMetrics];
  if (name === 'TransactWriteItems' && told.some((what) => what !== undefined && what !== 'NONE'))
    throw notCovered('what a transaction of DynamoDB consumed');
}
