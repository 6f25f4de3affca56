import * as z from 'zod/mini';
import type { GridColumn } from '../parts/grid.tsx';
import { AwsError, call, send } from './request.ts';

export type ResultColumn = GridColumn & {
  readonly type: string;
  /** Of a decimal: digits, and how many of them follow the point. */
  readonly precision: number;
  readonly scale: number;
};

const resultSchema = z.object({
  UpdateCount: z.optional(z.number()),
  ResultSet: z.object({
    ResultSetMetadata: z.object({
      ColumnInfo: z.array(
        z.object({
          Name: z.string(),
          Type: z.string(),
          Precision: z.optional(z.number()),
          Scale: z.optional(z.number()),
        }),
      ),
    }),
  }),
});

/** What a result is made of; `updated`: rows that INSERT and alike wrote. */
export async function describeResult(
  executionId: string,
): Promise<{ readonly columns: readonly ResultColumn[]; readonly updated: number | undefined }> {
  const output = await call('athena', 'GetQueryResults', { QueryExecutionId: executionId, MaxResults: 1 });
  const { ResultSet, UpdateCount } = resultSchema.parse(output);
  const columns = ResultSet.ResultSetMetadata.ColumnInfo.map(({ Name, Type, Precision = 0, Scale = 0 }) => ({
    name: Name,
    type: Type,
    precision: Precision,
    scale: Scale,
  }));
  return { columns, updated: UpdateCount };
}

/** The file at `s3://bucket/key`, whole or from a byte to another (exclusive). Throws AwsError. */
export async function readObject(
  location: string,
  signal: AbortSignal,
  range?: { readonly from: number; readonly to: number },
): Promise<Response> {
  const path = location.slice('s3:/'.length).split('/').map(encodeURIComponent).join('/');
  const headers = range === undefined ? {} : { range: `bytes=${range.from}-${range.to - 1}` };
  const response = await send('s3', path, { signal, headers });
  if (!response.ok) throw errorOfXml(await response.text(), response.status);
  return response;
}

function errorOfXml(text: string, status: number): AwsError {
  const [code, message] = ['Code', 'Message'].map((name) => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1]);
  return new AwsError(code ?? `HTTP ${status}`, message ?? code ?? 'S3 gave no reason.', status);
}
