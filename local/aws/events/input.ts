import type { InputTransformer, Target } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from './event.ts';
import { readPath } from './json-path.ts';

type RuleName = { readonly arn: string; readonly name: string };

/** What a target gets of an event, as text: the event, a constant, a part of it, or the template filled in. */
export function targetInput(event: BusEvent, target: Target, rule: RuleName, ingestedMs: number): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(readPath(event, target.InputPath) ?? null);
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  return transform(event, target.InputTransformer, rule, ingestedMs);
}

/** Variables stand between quotes as text, elsewhere as JSON. A path that the event has not got gives an empty text. */
function transform(event: BusEvent, transformer: InputTransformer, rule: RuleName, ingestedMs: number): string {
  const values = new Map<string, unknown>([
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', new Date(ingestedMs).toISOString()],
    ['aws.events.event', withoutDetail(event)],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) values.set(name, readPath(event, path));
  let isQuoted = false;
  return (transformer.InputTemplate ?? '').replace(/\\.|"|<([\w.-]+)>/gs, (token: string, name: string | undefined) => {
    if (token === '"') isQuoted = !isQuoted;
    if (name === undefined) return token;
    return isQuoted ? asText(values.get(name)) : JSON.stringify(values.get(name) ?? '');
  });
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function withoutDetail({ detail: _detail, ...rest }: BusEvent) {
  return rest;
}
