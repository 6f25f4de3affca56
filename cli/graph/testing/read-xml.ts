export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[A-Za-z_][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

type Reading = { readonly elements: Growing[]; readonly open: Growing[] };
type Growing = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string };

/** The elements of a well-formed XML document without declarations and comments, in the order in which they begin; throws at anything else. */
export function readXml(document: string): readonly XmlElement[] {
  const reading: Reading = { elements: [], open: [] };
  let read = 0;
  for (const [whole, closes, name = '', attributes = '', isEmpty, text] of document.matchAll(tag)) {
    read += whole.length;
    if (text !== undefined) put(reading.open.at(-1), text);
    else if (closes === '/') close(reading.open, name);
    else begin(reading, { name, attributes: attributesIn(attributes), text: '' }, isEmpty === '/');
  }
  if (read !== document.length) throw new Error(`not XML at ${read}: ${document.slice(read, read + 40)}`);
  if (reading.open.length > 0) throw new Error(`never closed: ${reading.open.map(({ name }) => name).join(', ')}`);
  return reading.elements;
}

function begin({ elements, open }: Reading, element: Growing, isEmpty: boolean): void {
  if (open.length === 0 && elements.length > 0) throw new Error(`a second root: ${element.name}`);
  elements.push(element);
  if (!isEmpty) open.push(element);
}

function put(element: { text: string } | undefined, text: string): void {
  if (element !== undefined) element.text += decoded(text);
  else if (text.trim() !== '') throw new Error(`text outside the root: ${text}`);
}

function close(open: { readonly name: string }[], name: string): void {
  const last = open.pop();
  if (last?.name !== name) throw new Error(`</${name}> closes ${last?.name}`);
}

function attributesIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decoded(value)]);
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute twice: ${text}`);
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  return text.replace(/&(?:(\w+);)?/g, (all, name: string | undefined) => {
    const sign = name === undefined ? undefined : entities[name];
    if (sign === undefined) throw new Error(`no entity: ${all}`);
    return sign;
  });
}
