import * as z from 'zod/mini';
import type { Grant } from '../aws/iam.ts';

/** `arn:aws:sqs:eu-west-1:1:parse` → `parse`; `…:table/x` → `x`. */
export function nameOfArn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}

/** The resources on which an action is granted. */
export function servedBy(grants: readonly Grant[], action: string): readonly string[] {
  const found = grants.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
  return [...new Set(found)].filter((resource) => resource !== '*');
}

const keysSchema = z.object({
  source: z.optional(z.array(z.unknown())),
  detail: z.optional(
    z.object({
      bucket: z.optional(z.object({ name: z.array(z.unknown()) })),
      object: z.optional(z.object({ key: z.optional(z.array(z.unknown())) })),
      workgroupName: z.optional(z.array(z.unknown())),
    }),
  ),
});

const keySchema = z.union([z.object({ prefix: z.string() }), z.object({ wildcard: z.string() })]);

/** Of a rule of S3's events in this bucket, which keys it takes, with `*` for any characters. */
export function keysOf(pattern: string | undefined, bucket: string): readonly string[] {
  const detail = detailOf(pattern);
  if (detail?.bucket?.name.includes(bucket) !== true) return [];
  return (detail.object?.key ?? []).flatMap((key) => {
    const read = keySchema.safeParse(key);
    if (!read.success) return [];
    return 'prefix' in read.data ? [`${read.data.prefix}*`] : [read.data.wildcard];
  });
}

/** The same, of those that name a prefix. */
export function prefixesOf(pattern: string | undefined, bucket: string): readonly string[] {
  return keysOf(pattern, bucket).flatMap((key) => (/^[^*]+\*$/.test(key) ? [key.slice(0, -1)] : []));
}

/** The work groups whose statements a rule is about. */
export function workGroupsOf(pattern: string | undefined): readonly string[] {
  return (detailOf(pattern)?.workgroupName ?? []).filter((name) => typeof name === 'string');
}

function detailOf(pattern: string | undefined) {
  if (pattern === undefined) return undefined;
  const read = keysSchema.safeParse(JSON.parse(pattern));
  return read.success ? read.data.detail : undefined;
}

/** Whether a pattern with `*` takes a text. Such patterns are short, and have few stars. */
export function takes(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return text.length - last.length >= at && text.endsWith(last);
}

/** Characters of a pattern that are no star: the more, the closer it says what it means. */
export function closeness(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}
