import * as z from 'zod';
import { names, typeName } from './postgres-type.ts';

const relation = z.object({ schemaname: z.string().optional(), relname: z.string() });

const constraint = z.object({
  Constraint: z.object({ contype: z.string(), keys: names.default([]) }),
});

const column = z.object({
  ColumnDef: z.object({ colname: z.string(), typeName, constraints: z.array(constraint).default([]) }),
});

const createTable = z.object({
  CreateStmt: z.object({
    relation,
    tableElts: z.array(z.union([column, constraint, z.object({ TableLikeClause: z.unknown() })])).default([]),
    inhRelations: z.array(z.object({ RangeVar: relation })).default([]),
    partspec: z.unknown().optional(),
  }),
});

const command = z.object({
  AlterTableCmd: z.object({ subtype: z.string(), def: z.unknown().optional() }),
});

const alterTable = z.object({
  AlterTableStmt: z.object({ relation, cmds: z.array(command), objtype: z.string().optional() }),
});

const createDomain = z.object({ CreateDomainStmt: z.object({ domainname: names, typeName }) });

const setPath = z.object({
  VariableSetStmt: z.object({
    name: z.literal('search_path'),
    args: z.array(z.object({ A_Const: z.object({ sval: z.object({ sval: z.string() }) }) })).min(1),
  }),
});

const other = z.record(z.string(), z.unknown()).transform(() => undefined);

const located = z.object({
  stmt: z.union([createTable, alterTable, createDomain, setPath, other]),
  stmt_location: z.number().default(0),
});

/** What PostgreSQL's parser gives of a dump, of all statements those that make tables. Places are in bytes. */
export const tree = z.object({ stmts: z.array(located).default([]) });

export type Relation = z.infer<typeof relation>;
export type CreateTable = z.infer<typeof createTable>['CreateStmt'];
export type Statement = NonNullable<z.infer<typeof located>['stmt']>;
export type ColumnDefinition = z.infer<typeof column>['ColumnDef'];
export type AlterTable = z.infer<typeof alterTable>['AlterTableStmt'];

/** Of ALTER TABLE … ADD CONSTRAINT. */
export const addedConstraint = constraint;
