import type { Page } from 'playwright-core';
import { parse } from 'yaml';

/** Of a page's accessibility tree: what it is built of, not what it tells. */
const kept = new Set([
  'heading',
  'button',
  'searchbox',
  'textbox',
  'combobox',
  'checkbox',
  'navigation',
  'region',
  'columnheader',
  'link',
]);
/** Data. */
const left = new Set(['listitem', 'cell', 'gridcell', 'rowheader', 'option', 'strong', 'code']);
/** There where there is more to see. */
const ofMuch = new Set(['button "Older lines"']);
/** More links than these beside one another are a list of what there is. */
const mostLinks = 8;

/** `heading "Map"` and the like, in the page's order, with N for every number. */
export async function structureOf(page: Page): Promise<readonly string[]> {
  const told: unknown = parse(await page.locator('main').ariaSnapshot());
  const lines = linesOf(told);
  return lines.filter((line, at) => line !== lines[at - 1] && !ofMuch.has(line));
}

function linesOf(tree: unknown): readonly string[] {
  if (!Array.isArray(tree)) return [];
  const children = tree.map(read);
  const links = children.filter(({ role }) => role === 'link').length;
  return children
    .filter(({ role }) => !left.has(role) && (role !== 'link' || links <= mostLinks))
    .flatMap(({ role, name, within }) => [
      ...(kept.has(role) && name !== '' ? [`${role} ${name}`] : []),
      ...(role === 'combobox' ? [] : linesOf(within)),
    ]);
}

type Node = { readonly role: string; readonly name: string; readonly within: unknown };

/** `button "Fit" [disabled]: text`, or the same with children. */
function read(node: unknown): Node {
  const [text = '', within] = typeof node === 'string' ? [node] : (Object.entries(Object(node))[0] ?? []);
  const [, role = '', name = ''] = /^(\w+)(?: (".*?(?<!\\)"|\/.*\/))?/.exec(text) ?? [];
  return { role, name: name.replaceAll(/\d[\d,.]*/g, 'N'), within };
}
