import type { Source, Table } from '../declaration/changes.ts';

type Rule = Readonly<Record<string, unknown>>;

/**
 * The rules by which DMS takes the tables of a source, and none beside them, and adds the columns that its settings name.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.html
 */
export function tableMappings({ tables, format }: Source): { readonly rules: readonly Rule[] } {
  const rules = [
    ...tables.map(selection),
    ...(format.sequence === undefined ? [] : tables.map((table) => sequence(table, format.sequence))),
    ...(format.beforeImage === undefined
      ? []
      : tables.filter(({ key }) => key.length > 0).map((table) => beforeImage(table, format.beforeImage))),
  ];
  return {
    rules: rules.map((rule, at) => ({ 'rule-id': String(at + 1), 'rule-name': String(at + 1), ...rule })),
  };
}

function selection(table: Table): Rule {
  return { 'rule-type': 'selection', 'rule-action': 'include', 'object-locator': locator(table) };
}

/** 35 digits. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Expressions.html */
function sequence(table: Table, column: string | undefined): Rule {
  return {
    'rule-type': 'transformation',
    'rule-target': 'column',
    'rule-action': 'add-column',
    'object-locator': locator(table),
    value: column,
    expression: '$AR_H_CHANGE_SEQ',
    'data-type': { type: 'string', length: 50 },
  };
}

function beforeImage(table: Table, prefix: string | undefined): Rule {
  return {
    'rule-type': 'transformation',
    'rule-target': 'column',
    'rule-action': 'add-before-image-columns',
    'object-locator': locator(table),
    'before-image-def': { 'column-prefix': prefix, 'column-suffix': '', 'column-filter': 'pk-only' },
  };
}

function locator({ schema, table }: Table): Rule {
  return { 'schema-name': literal(schema), 'table-name': literal(table) };
}

/** In a rule % is any text and _ any character, unless they stand in brackets. */
function literal(name: string): string {
  return name.replace(/[_%[]/g, '[$&]');
}
