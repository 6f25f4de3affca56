import type { Declaration, Declarations } from './declarations.ts';
import { allowed } from './value-mistake.ts';

/** A table of parameters for people. */
export function parameterTable(declarations: Declarations): string {
  const rows = Object.entries(declarations).map(([name, declaration]) => [
    `\`${name}\``,
    declaration.meaning,
    allowed(declaration),
    defaults(declaration),
  ]);
  return [['parameter', 'what', 'takes', 'default'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');
}

function defaults({ default: value, local }: Declaration): string {
  const shown = (each: string | number) => (each === '' ? 'none' : `\`${each}\``);
  return local === undefined ? shown(value) : `${shown(value)}, locally ${shown(local)}`;
}
