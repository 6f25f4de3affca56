import { type Box, type Placement, place } from '@tributary/console/parts/graph/place.ts';
import { type SeenNode, type State, tellState } from './state.ts';

const size = { height: 44, margin: 24, legend: 28, letter: 7.4, padding: 28 };
const fills: Readonly<Record<State, string>> = {
  fresh: '#dcfce7',
  behind: '#fef9c3',
  runs: '#cffafe',
  waits: '#e0f2fe',
  held: '#f3e8ff',
  failed: '#fee2e2',
  new: '#f1f5f9',
  read: '#ffffff',
  missing: '#fef3c7',
};

type Placed = { readonly node: SeenNode; readonly box: Box };

export type Picture = {
  readonly nodes: readonly Placed[];
  readonly edges: Placement['edges'];
  readonly width: number;
  readonly height: number;
};

/** Where each node and edge is drawn, from left to right as data flows. */
export function placed(nodes: readonly SeenNode[], now: number): Picture {
  const sized = nodes.map((node) => {
    const letters = Math.max(node.name.length, tellState(node, now).length);
    return { id: node.name, width: Math.ceil(letters * size.letter) + size.padding, height: size.height };
  });
  const between = nodes.flatMap(({ name, reads }) => reads.map((read) => ({ from: read, to: name })));
  const { boxes, edges, width, height } = place(sized, between);
  const drawn = nodes.flatMap((node) => {
    const box = boxes.get(node.name);
    return box === undefined ? [] : { node, box };
  });
  return { nodes: drawn, edges, width, height };
}

/** The graph as an SVG file that needs nothing beside it: boxes with names, states and times, edges as data flows. */
export function svgOf(
  nodes: readonly SeenNode[],
  { now, title }: { readonly now: number; readonly title: string },
): string {
  const picture = placed(nodes, now);
  const width = Math.ceil(Math.max(picture.width, legendWidth + 2 * size.margin));
  const height = Math.ceil(picture.height) + size.legend + size.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-sans-serif, system-ui, Helvetica, Arial, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(`As of ${new Date(now).toISOString()}`)}</desc>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#64748b"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...picture.edges.map(edgeOf),
    ...picture.nodes.map((each) => nodeOf(each, now)),
    ...legend(height - size.legend),
    '</svg>',
    '',
  ].join('\n');
}

function edgeOf({ from, to, points }: Picture['edges'][number]): string {
  const [first, ...rest] = points.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `<path d="M${first}L${rest.join('L')}" fill="none" stroke="#64748b" stroke-linejoin="round" marker-end="url(#arrow)"><title>${escaped(`${to} reads ${from}`)}</title></path>`;
}

const dashOf: Readonly<Record<string, string>> = { view: '4 3', copy: '1 3' };

function nodeOf({ node, box: { x, y, width, height } }: Placed, now: number): string {
  const state = tellState(node, now);
  const kind =
    node.declared === undefined ? 'a table that is read' : `${node.declared.kind} of services/${node.declared.service}`;
  const dash = dashOf[node.declared?.kind ?? ''];
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
  const at = (dy: number, text: string, more: string) =>
    `<text x="${round(x)}" y="${round(y + dy)}" text-anchor="middle"${more}>${escaped(text)}</text>`;
  return [
    `<g class="${node.state}"><title>${escaped(`${node.name}, ${kind}${state === '' ? '' : `: ${state}`}`)}</title>`,
    `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" height="${height}" rx="6" fill="${fills[node.state]}" stroke="#334155"${dashes}/>`,
    at(state === '' ? 4 : -3, node.name, ' font-weight="600" fill="#0f172a"'),
    ...(state === '' ? [] : [at(13, state, ' font-size="11" fill="#334155"')]),
    '</g>',
  ].join('');
}

const shown: readonly State[] = ['fresh', 'behind', 'runs', 'waits', 'held', 'failed', 'new'];
const step = 72;
const legendWidth = shown.length * step;

function legend(top: number): readonly string[] {
  return shown.map((state, at) => {
    const left = size.margin + at * step;
    return `<g><rect x="${left}" y="${top}" width="14" height="14" rx="3" fill="${fills[state]}" stroke="#334155"/><text x="${left + 20}" y="${top + 11}" fill="#334155">${state}</text></g>`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
}
