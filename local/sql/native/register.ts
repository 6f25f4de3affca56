import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { NativeFunction } from '../functions/function.ts';
import { bounded } from './bounded.ts';
import { macros } from './macros.ts';
import { natives } from './natives.ts';

/** Makes the functions that bound SQL calls (`trino_…`) known to a connection's database, and so to all of its connections. Before the first query; doing it twice is harmless. */
export async function registerNatives(connection: DuckDBConnection): Promise<void> {
  for (const native of natives) connection.registerScalarFunction(scalarFunction(native));
  for (const macro of macros) await connection.run(`CREATE OR REPLACE MACRO ${macro}`);
}

/** For the 2,048 rows that DuckDB asks for at once. */
const maxChunkMillis = 10_000;

function scalarFunction(native: NativeFunction): DuckDBScalarFunction {
  const arity = native.parameters.length;
  return DuckDBScalarFunction.create({
    name: native.name,
    returnType: typeOf(native.returns),
    parameterTypes: native.parameters.map(typeOf),
    specialHandling: native.handlesNulls,
    mainFunction(_info, input, output) {
      const columns = Array.from({ length: arity }, (_, index) => input.getColumnVector(index));
      bounded(maxChunkMillis, () => {
        for (let row = 0; row < input.rowCount; row += 1) {
          const values = columns.map((column) => column.getItem(row));
          const isNull = !native.handlesNulls && values.includes(null);
          output.setItem(row, isNull ? null : toResult(native.call(...values), native.returns));
        }
      });
      output.flush();
    },
  });
}

const types: Readonly<Record<string, DuckDBType>> = {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  VARCHAR,
  'DOUBLE[]': LIST(DOUBLE),
  'VARCHAR[]': LIST(VARCHAR),
  'VARCHAR[][]': LIST(LIST(VARCHAR)),
  'BIGINT[][]': LIST(LIST(BIGINT)),
};

function typeOf(name: string): DuckDBType {
  const type = types[name];
  if (!type) throw new Error(`native functions take no ${name}`);
  return type;
}

/** BIGINT is written as a bigint only. */
function toResult(value: unknown, type: string): DuckDBValue {
  return type === 'BIGINT' && typeof value === 'number' ? BigInt(value) : toDuckDB(value);
}

function toDuckDB(value: unknown): DuckDBValue {
  if (Array.isArray(value)) return listValue(value.map(toDuckDB));
  if (value instanceof Uint8Array) return blobValue(value);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      return null;
  }
}
