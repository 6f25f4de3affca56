import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction } from './function-name.ts';

/** AWS's default quota of concurrent executions; new accounts have 10. */
const usualConcurrency = 1_000;

/** The account's quota, as LAKE_LAMBDA_CONCURRENCY names it. */
export function readAccountConcurrency(text = String(usualConcurrency)): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`LAKE_LAMBDA_CONCURRENCY must be a number of concurrent executions from 1 up, not ${text}.`);
}

/** What must stay unreserved: 100 of an account's usual 1,000, 10 of a new account's small quota. */
const unreservedMinimum = (accountConcurrency: number): number => (accountConcurrency > 100 ? 100 : 10);

export function putFunctionConcurrency({ store, accountConcurrency }: Engine): Operation {
  return operation('lambda', 'PutFunctionConcurrency', {
    permissions: ({ FunctionName }, { cloud }) => [
      { action: 'lambda:PutFunctionConcurrency', resource: functionArn(cloud, readFunctionName(FunctionName)) },
    ],
    handle({ FunctionName, ReservedConcurrentExecutions = 0 }) {
      const { name } = readFunctionName(FunctionName);
      const record = requireFunction(store, { name });
      const others = [...store.functions.values()].filter((one) => one !== record);
      const reserved = others.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), ReservedConcurrentExecutions);
      const least = unreservedMinimum(accountConcurrency);
      if (ReservedConcurrentExecutions > 0 && reserved > accountConcurrency - least)
        throw new AwsError(
          'InvalidParameterValueException',
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
        );
      store.functions.put(name, { ...record, reservedConcurrency: ReservedConcurrentExecutions });
      return { ReservedConcurrentExecutions };
    },
  });
}

export function deleteFunctionConcurrency({ store }: Engine): Operation {
  return operation('lambda', 'DeleteFunctionConcurrency', {
    permissions: ({ FunctionName }, { cloud }) => [
      { action: 'lambda:DeleteFunctionConcurrency', resource: functionArn(cloud, readFunctionName(FunctionName)) },
    ],
    handle({ FunctionName }) {
      const { name } = readFunctionName(FunctionName);
      const { reservedConcurrency: _dropped, ...record } = requireFunction(store, { name });
      store.functions.put(name, record);
      return {};
    },
  });
}

export function getAccountSettings({ store, accountConcurrency }: Engine): Operation {
  return operation('lambda', 'GetAccountSettings', {
    permissions: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
    handle() {
      const records = [...store.functions.values()];
      const reserved = records.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0);
      return {
        AccountLimit: {
          TotalCodeSize: 80_530_636_800,
          CodeSizeUnzipped: 262_144_000,
          CodeSizeZipped: 52_428_800,
          ConcurrentExecutions: accountConcurrency,
          UnreservedConcurrentExecutions: accountConcurrency - reserved,
        },
        AccountUsage: {
          TotalCodeSize: records.reduce((sum, one) => sum + one.configuration.CodeSize, 0),
          FunctionCount: records.length,
        },
      };
    },
  });
}
