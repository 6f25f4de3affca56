/** Why a file, or a row group of it, is no Parquet that can be read: of the bytes, never of how they came. */
export class ParquetFault extends Error {
  override readonly name = 'ParquetFault';
}

export function faultOf(error: unknown, what: string): ParquetFault {
  if (error instanceof ParquetFault) return error;
  return new ParquetFault(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
