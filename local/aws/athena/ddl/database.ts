import { SqlError } from '../../../sql/error.ts';
import { getDatabase, listTables, permitted } from '../catalog/glue.ts';
import { DdlError } from '../execution/failure.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import type { Ddl } from './ddl.ts';

export async function createDatabase(run: Run, ddl: Extract<Ddl, { kind: 'create database' }>): Promise<Outcome> {
  const { name, comment, location, properties } = ddl;
  if (await getDatabase(run, name)) {
    if (ddl.ifNotExists) return nothing;
    throw new DdlError(
      `Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Database ${name} already exists`,
    );
  }
  const DatabaseInput = {
    Name: name,
    Parameters: { ...properties },
    ...(comment === undefined ? {} : { Description: comment }),
    ...(location === undefined ? {} : { LocationUri: location }),
  };
  await permitted(run.cloud.call(run.caller, 'glue', 'CreateDatabase', { DatabaseInput }));
  return nothing;
}

export async function dropDatabase(run: Run, ddl: Extract<Ddl, { kind: 'drop database' }>): Promise<Outcome> {
  const { name } = ddl;
  if (!(await getDatabase(run, name))) {
    if (ddl.ifExists) return nothing;
    throw new DdlError(`SemanticException [Error 10072]: Database does not exist: ${name}`);
  }
  if (!ddl.cascade && (await listTables(run, name)).length > 0)
    throw new DdlError(
      `Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. InvalidOperationException(message:Database ${name} is not empty. One or more tables exist.)`,
    );
  await permitted(run.cloud.call(run.caller, 'glue', 'DeleteDatabase', { Name: name }));
  return nothing;
}

export async function alterDatabase(run: Run, ddl: Extract<Ddl, { kind: 'alter database' }>): Promise<Outcome> {
  const database = await getDatabase(run, ddl.name);
  if (!database) throw new SqlError('SCHEMA_NOT_FOUND', `Schema ${ddl.name} does not exist`);
  const DatabaseInput = {
    Name: ddl.name,
    Description: database.Description,
    LocationUri: database.LocationUri,
    Parameters: { ...database.Parameters, ...ddl.properties },
  };
  await permitted(run.cloud.call(run.caller, 'glue', 'UpdateDatabase', { Name: ddl.name, DatabaseInput }));
  return nothing;
}
