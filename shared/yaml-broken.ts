import { type Document, visit } from 'yaml';

type Broken = { readonly offset: number; readonly message: string };

/** What to do about errors that YAML's own words do not tell to people who do not know YAML. */
const hints: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon in it stands in quotes',
  BAD_SCALAR_START: 'a text that begins so stands in quotes',
  BAD_ALIAS: 'a text that begins with * or & stands in quotes',
  TAB_AS_INDENT: 'write spaces',
  MULTIPLE_DOCS: 'leave out ---',
};

/** What is wrong with a text as YAML. What follows from the first wrong token is left out. */
export function brokenYaml(document: Document.Parsed): readonly Broken[] {
  const errors = [...document.errors, ...document.warnings];
  const told = errors.filter(({ code }, at) => at === 0 || code !== 'UNEXPECTED_TOKEN');
  return [
    ...told.map(({ code, pos, message }) => {
      const hint = hints[code];
      const what = message.split(' at line ')[0] ?? message;
      return { offset: pos[0], message: hint === undefined ? what : `${what}: ${hint}` };
    }),
    ...unresolved(document),
  ];
}

/** Names of anchors that are not there. */
function unresolved(document: Document.Parsed): readonly Broken[] {
  const found: Broken[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined || alias.source === '') return;
      const message = `no anchor is called ${alias.source}: a text that begins with * stands in quotes`;
      found.push({ offset: alias.range?.[0] ?? 0, message });
    },
  });
  return found;
}
