import * as z from 'zod';
import { readYamlFile } from '../../yaml-file.ts';
import { metricForm } from './metric-form.ts';
import { type Queries, readQueries } from './queries.ts';

const graphForm = z.strictObject({
  title: z.string().min(1),
  unit: z.string().optional(),
  metrics: z.array(metricForm).min(1).max(500),
});

const queries: Queries = readQueries();
const queryName = z.string().refine((name) => name in queries, {
  error: `one of shared/serverless/dashboards/queries.yml is expected: ${Object.keys(queries).join(', ')}`,
});

const serviceFile = z.strictObject({
  /** What its own functions write, by subject. */
  rows: z.array(z.strictObject({ title: z.string().min(1), graphs: z.array(graphForm).min(1) })).default([]),
  queries: z.array(queryName).default([]),
});
export type DeclaredDashboard = z.infer<typeof serviceFile>;

/** Reads a service's dashboard.yml; throws DeclarationError with file, line and column of each mistake. */
export function readDashboard(text: string, file = 'dashboard.yml'): DeclaredDashboard {
  return readYamlFile(file, text, serviceFile);
}

const megabytes = z.number().int().min(128).max(10_240);
const functionNames = z.record(z.string(), megabytes);
const cells = z.array(metricForm).min(1);

const overviewFile = z.strictObject({
  /** Functions of every service, and their memory: what logs are searched, and what is charged. */
  functions: z.strictObject({
    ingest: functionNames,
    catalog: functionNames,
    enrich: functionNames,
    query: functionNames,
  }),
  /** From left to right. */
  flow: z
    .array(z.strictObject({ stage: z.string(), records: cells, behind: cells, rejected: cells, failed: cells }))
    .min(1)
    .max(6),
  /** How far each service has come, in a row of its own. */
  services: z.strictObject({ ingest: cells, catalog: cells, enrich: cells, query: cells }),
  told: z.array(graphForm).min(1).max(3),
  cost: z.array(graphForm).default([]),
  workGroups: z.array(z.string()).min(1),
  queries: z.array(queryName).default([]),
});
export type DeclaredOverview = z.infer<typeof overviewFile>;

/** Reads overview.yml, of the service that has the bus; throws DeclarationError with file, line and column of each mistake. */
export function readOverview(text: string, file = 'overview.yml'): DeclaredOverview {
  return readYamlFile(file, text, overviewFile);
}
