import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readYamlFile } from '../../yaml-file.ts';
import type { Resource } from '../framework.ts';
import { commandMistake } from './query-text.ts';

const queriesFile = z.record(
  z.string().regex(/^[a-z][a-z-]*$/),
  z.strictObject({
    title: z.string().min(1),
    query: z
      .string()
      .max(10_000)
      .superRefine((text, context) => {
        const message = commandMistake(text);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
  }),
);
export type Queries = z.infer<typeof queriesFile>;

/** Those of queries.yml; throws DeclarationError with file, line and column of each mistake. */
export function readQueries(): Queries {
  const file = new URL('./queries.yml', import.meta.url);
  return readYamlFile('shared/serverless/dashboards/queries.yml', readFileSync(file, 'utf8'), queriesFile);
}

export type SavedQuery = {
  readonly name: string;
  /** Folders of the console, above its title. */
  readonly folder: string;
  /** Logical ids of log groups; none: whoever opens it chooses. */
  readonly logGroups: readonly string[];
};

/** A query under its folder in "Saved queries". */
export function savedQuery({ name, folder, logGroups }: SavedQuery, queries: Queries = readQueries()): Resource {
  const { title = name, query = '' } = queries[name] ?? {};
  return {
    Type: 'AWS::Logs::QueryDefinition',
    Properties: {
      Name: `${folder}/${title}`,
      QueryString: query.trim(),
      ...(logGroups.length > 0 && { LogGroupNames: logGroups.map((id) => ({ Ref: id })) }),
    },
  };
}

/** `rejects-by-reason` → `RejectsByReasonQuery` */
export function queryId(name: string): string {
  return `${name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Query`;
}
