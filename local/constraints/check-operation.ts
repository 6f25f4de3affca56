import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { AwsError } from '../kernel/error.ts';
import type { ServiceName } from '../kernel/sdk.ts';
import { phrase } from './operation-phrases.ts';
import { createValidator, readTable, violations } from './validator.ts';

/** The services that refuse by their model, each with the code of that refusal. */
const codes: Readonly<Partial<Record<ServiceName, string>>> = {
  athena: 'InvalidRequestException',
  cloudformation: 'ValidationError',
  events: 'ValidationException',
  firehose: 'ValidationException',
  glue: 'ValidationException',
  iam: 'ValidationError',
  kinesis: 'ValidationException',
  kms: 'ValidationException',
  lakeformation: 'InvalidInputException',
  lambda: 'ValidationException',
  logs: 'InvalidParameterException',
  monitoring: 'ValidationError',
  'redshift-data': 'ValidationException',
  secretsmanager: 'ValidationException',
  ses: 'BadRequestException',
  sns: 'ValidationError',
  ssm: 'ValidationException',
  sts: 'ValidationError',
};

/** How many violations an answer tells. */
const maxTold = 10;

const table = z.object({
  definitions: z.record(z.string(), z.record(z.string(), z.unknown())),
  operations: z.record(z.string(), z.string()),
});

type Checker = { readonly validator: Ajv2020; readonly operations: Readonly<Record<string, string>> };

const checkers = new Map<string, Checker>();

/** Whether a service's inputs are checked by its model, down to members that are missing. */
export function refusesByModel(service: ServiceName): boolean {
  return codes[service] !== undefined;
}

/** Refuses an input that the service's model does not allow, as the service does. */
export function checkInput(service: ServiceName, operation: string, input: unknown): void {
  const code = codes[service];
  const validate = code === undefined ? undefined : validatorOf(service, operation);
  if (code === undefined || validate === undefined || validate(input)) return;
  const found = violations(validate.errors).slice(0, maxTold).map(phrase);
  const count = found.length === 1 ? '1 validation error' : `${found.length} validation errors`;
  throw new AwsError(code, `${count} detected: ${found.join('; ')}`);
}

function validatorOf(service: string, operation: string): ValidateFunction | undefined {
  const checker = checkers.get(service) ?? readChecker(service);
  checkers.set(service, checker);
  const shape = checker.operations[operation];
  return shape === undefined ? undefined : checker.validator.getSchema(`${service}#/definitions/${shape}`);
}

function readChecker(service: string): Checker {
  const { definitions, operations } = table.parse(readTable(`operations/${service}.json`));
  const validator = createValidator({ wholePatterns: true });
  validator.addSchema({ $id: service, definitions });
  return { validator, operations };
}
