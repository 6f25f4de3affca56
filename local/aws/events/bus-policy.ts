import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { busPermission, type Events } from './events.ts';
import { invalid } from './fault.ts';

const statement = z.looseObject({ Sid: z.string().optional(), Effect: z.enum(['Allow', 'Deny']) });
const document = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

type Statement = z.infer<typeof statement>;

/** With `Policy` the bus's whole policy is replaced; with a principal one statement is put into it. */
export const putPermission = (events: Events) =>
  operation('events', 'PutPermission', {
    permissions: (input, context) => [busPermission('PutPermission', input.EventBusName, context)],
    handle(input, { cloud }) {
      const bus = events.store.bus(input.EventBusName);
      if (input.Policy !== undefined) {
        writeStatements(events, bus.name, readStatements(input.Policy));
        return {};
      }
      const { StatementId: Sid, Principal, Action = 'events:PutEvents', Condition } = input;
      if (!Sid || !Principal) throw invalid('Policy, or StatementId and Principal, must be specified.');
      putStatement(events, bus.name, {
        Sid,
        Effect: 'Allow',
        Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
        Action,
        Resource: `arn:aws:events:${cloud.region}:${cloud.account}:event-bus/${bus.name}`,
        ...(Condition && { Condition: { [Condition.Type ?? '']: { [Condition.Key ?? '']: Condition.Value } } }),
      });
      return {};
    },
  });

export const removePermission = (events: Events) =>
  operation('events', 'RemovePermission', {
    permissions: (input, context) => [busPermission('RemovePermission', input.EventBusName, context)],
    handle(input) {
      const bus = events.store.bus(input.EventBusName);
      if (input.RemoveAllPermissions === true) writeStatements(events, bus.name, []);
      else removeStatement(events, bus.name, input.StatementId ?? '');
      return {};
    },
  });

/** Puts a statement into a bus's policy, in place of one of the same Sid. Throws ResourceNotFoundException. */
export function putStatement(events: Events, busName: string, added: Readonly<Record<string, unknown>>): void {
  const bus = events.store.bus(busName);
  const parsed = statement.parse(added);
  const others = readStatements(bus.policy).filter(({ Sid }) => Sid !== parsed.Sid);
  writeStatements(events, bus.name, [...others, parsed]);
}

export function removeStatement(events: Events, busName: string, sid: string): void {
  const bus = events.store.bus(busName);
  const statements = readStatements(bus.policy);
  const left = statements.filter(({ Sid }) => Sid !== sid);
  if (left.length === statements.length)
    throw new AwsError('ResourceNotFoundException', `Statement ${sid} does not exist on EventBus ${bus.name}.`);
  writeStatements(events, bus.name, left);
}

function readStatements(policy: string | undefined): readonly Statement[] {
  if (policy === undefined) return [];
  try {
    return document.parse(JSON.parse(policy)).Statement;
  } catch (error) {
    throw invalid(`Policy is not valid: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`);
  }
}

function writeStatements(events: Events, busName: string, statements: readonly Statement[]): void {
  const policy = statements.length === 0 ? undefined : JSON.stringify({ Version: '2012-10-17', Statement: statements });
  events.store.putBus({ ...events.store.bus(busName), policy });
}
