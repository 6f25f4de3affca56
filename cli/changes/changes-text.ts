import { endpointSettings } from './endpoint-settings.ts';
import { type Engine, type FoundTable, idOf } from './found-table.ts';
import { lakeColumns, lakeTables } from './lake-names.ts';
import { isText, lakeTypeOf } from './lake-type.ts';

export type FoundSource = {
  /** Of changes.yml. */
  readonly name: string;
  readonly engine: Engine;
  /** Where it comes from, as a comment says it. */
  readonly origin: string;
  readonly tables: readonly FoundTable[];
};

/** The text of a changes.yml: the source with its settings' defaults, and its tables. */
export function changesText({ name, engine, origin, tables }: FoundSource): string {
  const names = lakeTables(tables);
  return [
    `# Written from ${comment(origin)} by \`lake changes init\`. Say below how the DMS endpoint writes; the README beside this file says what each setting is.\n`,
    'sources:\n',
    `  ${scalar(name)}:\n`,
    ...settingLines(),
    tables.length === 0 ? '    tables: {}\n' : '    tables:\n',
    ...tables.flatMap((table, at) => tableLines(engine, table, names[at] ?? '')),
  ].join('');
}

function settingLines(): readonly string[] {
  const lines = endpointSettings.map(({ name, value, isUnset, about }) => ({
    setting: `${isUnset === true ? '# ' : ''}${name}: ${value}`,
    about,
  }));
  const width = Math.max(...lines.map(({ setting }) => setting.length));
  return lines.map(({ setting, about }) => `    ${setting.padEnd(width)}  # ${about}\n`);
}

function tableLines(engine: Engine, table: FoundTable, name: string): readonly string[] {
  const as = lakeColumns(table.columns.map((column) => column.name));
  const isUsual = name === `${table.schema}_${table.table}`.toLowerCase();
  return [
    ...(table.key.length === 0 ? ['      # Without a primary key: its history only, no current rows\n'] : []),
    `      ${scalar(idOf(table))}:\n`,
    ...(isUsual ? [] : [`        name: ${scalar(name)}\n`]),
    `        key: [${table.key.map(scalar).join(', ')}]\n`,
    '        columns:\n',
    ...table.columns.map((column, at) => {
      const type = lakeTypeOf(engine, column.type);
      const lakeName = as[at] ?? '';
      const value = lakeName === column.name.toLowerCase() ? type : `{type: ${scalar(type)}, as: ${scalar(lakeName)}}`;
      return `          ${scalar(column.name)}: ${value}${remark(column, type)}\n`;
    }),
  ];
}

/** What the lake's type does not tell of the database's. */
function remark({ type, isGenerated }: FoundTable['columns'][number], lakeType: string): string {
  const isPlain = lakeType === 'string' ? isText(type) : !/unsigned|zerofill|^year|^tinyint\(1\)|^bool$/i.test(type);
  const remarks = [
    ...(isPlain ? [] : [comment(type)]),
    ...(isGenerated ? ['generated: take it out where DMS leaves it out'] : []),
  ];
  return remarks.length === 0 ? '' : ` # ${remarks.join('; ')}`;
}

const mostOfComment = 60;

function comment(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ');
  return line.length > mostOfComment ? `${line.slice(0, mostOfComment - 1)}…` : line;
}

/** In YAML 1.1 these are truth values or nothing, for readers that are not ours. */
const words = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** Plain where every reader of YAML takes it for that text, also between brackets; else in quotes, as JSON writes it. */
function scalar(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) && !words.test(text) ? text : JSON.stringify(text);
}
