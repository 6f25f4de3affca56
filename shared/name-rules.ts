/** `Prod` or `a_b` would make names that S3 refuses. */
const part = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Why a stage can be no part of the lake's names; undefined where it can. */
export function stageMistake(stage: string): string | undefined {
  if (part.test(stage)) return undefined;
  return `The stage is part of the names of buckets: lower-case letters, digits and single hyphens, a letter first. '${stage}' is none; perhaps ${suggestion(stage, 'dev')}.`;
}

/** Why LAKE_PREFIX can be no part of the lake's names; undefined where it can. */
export function prefixMistake(prefix: string): string | undefined {
  if (part.test(prefix)) return undefined;
  return `LAKE_PREFIX is part of the names of buckets: lower-case letters, digits and single hyphens, a letter first. '${prefix}' is none; perhaps ${suggestion(prefix, 'acme')}.`;
}

function suggestion(given: string, otherwise: string): string {
  const made = given
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return part.test(made) ? made : otherwise;
}
