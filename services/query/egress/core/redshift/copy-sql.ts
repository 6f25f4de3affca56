import { identifier } from '@tributary/shared/sql.ts';
import type { ColumnForm } from './columns.ts';
import { literal, stageTable } from './names.ts';
import type { ApplyPlan, Files } from './plan.ts';

/**
 * The file that says where in a line of JSON each column is, in the order of COPY's columns.
 * https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-format.html#copy-json-jsonpaths
 */
export function jsonPathsOf(columns: Readonly<Record<string, string>>): string {
  return JSON.stringify({ jsonpaths: Object.keys(columns).map((name) => `$['${name}']`) }, undefined, 2);
}

/** Beside a run's folder: what is in it COPY reads as rows. */
export function jsonPathsFileOf(location: string): string {
  return `${location.replace(/\/$/, '')}.jsonpaths`;
}

/** Fills the stage. Its columns are those of the files, all of them in their order: COPY of Parquet goes by that, not by names. */
export function copySqls({ copy, run }: ApplyPlan, files: Files, forms: readonly ColumnForm[]): readonly string[] {
  const columns = forms.map(({ name, stageType }) => `${identifier(name)} ${stageType}`);
  const stage = `CREATE TEMP TABLE ${stageTable} (${columns.join(', ')})`;
  if (files.isEmpty) return [stage];
  const list = forms.map(({ name }) => identifier(name)).join(', ');
  const role = files.role === undefined ? 'default' : literal(files.role);
  const format =
    copy.destination.format === 'parquet'
      ? 'FORMAT PARQUET'
      : `FORMAT JSON ${literal(files.jsonPaths)} GZIP TIMEFORMAT 'auto' DATEFORMAT 'auto'`;
  return [stage, `COPY ${stageTable} (${list}) FROM ${literal(run.location)} IAM_ROLE ${role} ${format}`];
}
