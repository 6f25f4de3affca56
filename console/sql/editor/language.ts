import { SQLDialect } from '@codemirror/lang-sql';
import { LanguageSupport } from '@codemirror/language';
import { keywords, types } from './words.ts';

/** Athena's SQL, as colours tell its words apart. */
export function athena(functions: readonly string[]): LanguageSupport {
  const dialect = SQLDialect.define({
    keywords: keywords.join(' '),
    types: types.join(' '),
    builtin: functions.join(' '),
    doubleQuotedStrings: false,
    identifierQuotes: '"`',
    spaceAfterDashes: false,
    slashComments: false,
    unquotedBitLiterals: false,
    backslashEscapes: false,
  });
  return new LanguageSupport(dialect.language);
}
