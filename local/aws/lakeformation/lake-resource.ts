import type { LFTag, Resource } from '@aws-sdk/client-lakeformation';
import { notCovered } from '../../kernel/error.ts';
import { invalidInput } from './error.ts';

export type TagValues = { readonly key: string; readonly values: readonly string[] };

/** What is granted, tagged or opted in for. */
export type LakeResource =
  | { readonly kind: 'database'; readonly database: string }
  /** Without `table`: all of the database, also those to come. */
  | { readonly kind: 'table'; readonly database: string; readonly table?: string }
  | {
      readonly kind: 'columns';
      readonly database: string;
      readonly table: string;
      readonly columns?: readonly string[];
      readonly except?: readonly string[];
    }
  | ({ readonly kind: 'tag' } & TagValues)
  | { readonly kind: 'policy'; readonly of: 'DATABASE' | 'TABLE'; readonly expression: readonly TagValues[] }
  | { readonly kind: 'location'; readonly arn: string };

/** Reads a request's resource, of which one member says what it is. Names are kept in lower case, as Glue keeps them. */
export function readResource(given: Resource | undefined): LakeResource {
  const { Database, Table, TableWithColumns, LFTag: tag, LFTagPolicy, DataLocation, ...others } = given ?? {};
  const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
  if (other !== undefined) throw notCovered(`lakeformation: a resource of the kind ${other[0]}`);
  return onlyOne([
    Database && { kind: 'database', database: name(Database.Name) },
    Table && readTable(Table),
    TableWithColumns && readColumns(TableWithColumns),
    tag && { kind: 'tag', ...tagValues(tag) },
    LFTagPolicy && readPolicy(LFTagPolicy),
    DataLocation && { kind: 'location', arn: DataLocation.ResourceArn ?? '' },
  ]);
}

function onlyOne(members: readonly (LakeResource | undefined)[]): LakeResource {
  const [resource, ...more] = members.filter((each) => each !== undefined);
  if (resource === undefined || more.length > 0) throw invalidInput('A resource must have exactly one of its members.');
  return resource;
}

function readTable({ DatabaseName, Name, TableWildcard }: NonNullable<Resource['Table']>): LakeResource {
  if (Name === undefined && TableWildcard === undefined)
    throw invalidInput('Table name and table wildcard cannot both be empty.');
  return { kind: 'table', database: name(DatabaseName), ...(Name !== undefined && { table: name(Name) }) };
}

function readColumns(given: NonNullable<Resource['TableWithColumns']>): LakeResource {
  const { DatabaseName, Name, ColumnNames, ColumnWildcard } = given;
  if ((ColumnNames === undefined) === (ColumnWildcard === undefined))
    throw invalidInput('Either column names or a column wildcard must be given, and not both.');
  const table = { kind: 'columns', database: name(DatabaseName), table: name(Name) } as const;
  return ColumnNames === undefined
    ? { ...table, except: (ColumnWildcard?.ExcludedColumnNames ?? []).map(name) }
    : { ...table, columns: ColumnNames.map(name) };
}

function readPolicy({ ResourceType, Expression, ExpressionName }: NonNullable<Resource['LFTagPolicy']>): LakeResource {
  if (ExpressionName !== undefined) throw notCovered('lakeformation: named LF-tag expressions');
  if (ResourceType !== 'DATABASE' && ResourceType !== 'TABLE')
    throw invalidInput('ResourceType must be DATABASE or TABLE.');
  return { kind: 'policy', of: ResourceType, expression: (Expression ?? []).map(tagValues) };
}

/** Keys and values of tags are kept in lower case. https://docs.aws.amazon.com/lake-formation/latest/dg/TBAC-notes.html */
export function tagValues({ TagKey, TagValues = [] }: Pick<LFTag, 'TagKey' | 'TagValues'>): TagValues {
  return { key: name(TagKey), values: TagValues.map(name) };
}

const name = (given: string | undefined) => (given ?? '').toLowerCase();

/** The resource as an answer has it. */
export function writeResource(resource: LakeResource, CatalogId: string): Resource {
  switch (resource.kind) {
    case 'database':
      return { Database: { CatalogId, Name: resource.database } };
    case 'table':
      return {
        Table: {
          ...{ CatalogId, DatabaseName: resource.database },
          ...(resource.table === undefined ? { TableWildcard: {} } : { Name: resource.table }),
        },
      };
    case 'columns':
      return {
        TableWithColumns: {
          ...{ CatalogId, DatabaseName: resource.database, Name: resource.table },
          ...(resource.columns === undefined
            ? { ColumnWildcard: { ExcludedColumnNames: [...(resource.except ?? [])] } }
            : { ColumnNames: [...resource.columns] }),
        },
      };
    case 'tag':
      return { LFTag: { CatalogId, TagKey: resource.key, TagValues: [...resource.values] } };
    case 'policy': {
      const Expression = resource.expression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] }));
      return { LFTagPolicy: { CatalogId, ResourceType: resource.of, Expression } };
    }
    case 'location':
      return { DataLocation: { CatalogId, ResourceArn: resource.arn } };
  }
}
