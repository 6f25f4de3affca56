import type { GlueColumn, GlueTable } from '../aws/glue.ts';
import type { Detail } from './read-detail.ts';
import type { TableHeader } from './read-entries.ts';
import { fieldsWithin, shortType, type TypeTree, typeTree } from './type-tree.ts';

type Props = {
  readonly table: GlueTable;
  readonly header: TableHeader | undefined;
  readonly detail: Detail | undefined;
};

/** The columns of a table, what is within them, and what is said of them. */
export function Columns({ table, header, detail }: Props) {
  const known = new Map(detail?.columns.map((each) => [each.name, each]));
  const rows = [
    ...table.StorageDescriptor.Columns.map((column) => ({ column, isPartition: false })),
    ...table.PartitionKeys.map((column) => ({ column, isPartition: true })),
  ];
  return (
    <div class="scroll">
      <table class="column-list">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Comment</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ column, isPartition }) => (
            <ColumnRow
              key={column.Name}
              column={column}
              isPartition={isPartition}
              header={header}
              known={known.get(column.Name)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly column: GlueColumn;
  readonly isPartition: boolean;
  readonly header: TableHeader | undefined;
  readonly known: Detail['columns'][number] | undefined;
};

function ColumnRow({ column, isPartition, header, known }: RowProps) {
  const { Name, Comment = '', Parameters } = column;
  const sensitive = [known?.isSensitive, Parameters.sensitive === 'true', header?.sensitive.includes(Name)];
  return (
    <tr>
      <th scope="row">{Name}</th>
      <td>
        <TypeCell column={column} />
      </td>
      <td>
        {isPartition && <span class="state">partition</span>}{' '}
        {sensitive.includes(true) && <span class="state warn">sensitive</span>}{' '}
        {[header?.columns[Name] ?? Comment, ...remarksOn(Name, known)].filter(Boolean).join('; ')}
      </td>
    </tr>
  );
}

function remarksOn(name: string, known: RowProps['known']): readonly string[] {
  return [
    ...(known?.key === undefined || known.key === name ? [] : [`“${known.key}” in the files`]),
    ...(known?.isPinned ? ['its type is pinned'] : []),
    ...(name === '_rescued_data' ? ['values that did not fit their column, by path'] : []),
  ];
}

const openFields = 8;

function TypeCell({ column: { Type } }: { readonly column: GlueColumn }) {
  const tree = typeTree(Type);
  const fields = fieldsWithin(tree);
  if (fields.length === 0) return <code>{shortType(tree)}</code>;
  return (
    <details open={countOf(fields) <= openFields}>
      <summary>
        <code>{shortType(tree)}</code>
      </summary>
      <Fields fields={fields} />
    </details>
  );
}

function countOf(fields: TypeTree['within']): number {
  return fields.reduce((sum, { tree }) => sum + 1 + countOf(fieldsWithin(tree)), 0);
}

function Fields({ fields }: { readonly fields: TypeTree['within'] }) {
  return (
    <ul class="type-tree">
      {fields.map(({ name, tree }) => (
        <li key={name}>
          {name}: {shortType(tree)}
          {fieldsWithin(tree).length > 0 && <Fields fields={fieldsWithin(tree)} />}
        </li>
      ))}
    </ul>
  );
}
