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
  'UntagResource',
  'UpdateItem',
];

const refused = z.looseObject({ ReturnValuesOnConditionCheckFailure: z.string().optional() });

export function forwardedOperations(engine: Engine): readonly Operation[] {
  return names.map((name) => ({
    service: 'dynamodb',
    name,
    permissions: (input, { cloud }) => tablePermissions(name, input, cloud),
    handle(input) {
      if (refused.parse(input).ReturnValuesOnConditionCheckFailure === 'ALL_OLD')
        throw notCovered("DynamoDB's ReturnValuesOnConditionCheckFailure");
      return engine.call(name, input);
    },
  }));
}
