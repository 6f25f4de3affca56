import type { Readable } from 'node:stream';
import type { Caller } from './caller.ts';
import type { Cloud } from './cloud.ts';
import type { Permission } from './permission.ts';
import type { Input, OperationName, Output, ServiceName } from './sdk.ts';

/** The HTTP side of a call, present when it came over the wire: for bodies that are streamed and for raw headers. */
export type HttpExchange = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Readable;
  /** The whole body, where the input's schema has it read before the operation runs. */
  readonly document?: Buffer;
};

export type Context = {
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly requestId: string;
  readonly http?: HttpExchange;
};

/** An AWS operation: which permissions the input needs (checked before `handle` runs), and what it does. */
export type Operation = {
  readonly service: ServiceName;
  readonly name: string;
  permissions(input: unknown, context: Context): readonly Permission[];
  handle(input: unknown, context: Context): Promise<unknown>;
};

type Definition<I, O> = {
  readonly permissions: (input: I, context: Context) => readonly Permission[];
  readonly handle: (input: I, context: Context) => Promise<O> | O;
};

/** Types an operation by its SDK command. The wire layer has read the input by the SDK's own schema before it arrives here. */
export function operation<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  name: O & string,
  definition: Definition<Input<S, O>, Output<S, O>>,
): Operation {
  return {
    service,
    name,
    permissions: (input, context) => (isRead<Input<S, O>>(input) ? definition.permissions(input, context) : []),
    handle: async (input, context) => (isRead<Input<S, O>>(input) ? definition.handle(input, context) : undefined),
  };
}

/** The one place where a value's shape is taken on somebody's word: the wire layer's for an input, the operation's for its output. */
export function isRead<T>(_value: unknown): _value is T {
  return true;
}
