import { notCoveredHere, Refusal } from './refusal.ts';
import { type Token, wordOf } from './tokenize.ts';

/** What a statement may begin with: words that follow each other. */
const covered: readonly string[] = [
  'SELECT',
  'WITH',
  '(',
  'INSERT INTO',
  'UPDATE',
  'DELETE FROM',
  'MERGE INTO',
  'EXPLAIN',
  'COPY',
  'CREATE TABLE',
  'CREATE TEMP TABLE',
  'CREATE TEMPORARY TABLE',
  'CREATE LOCAL TEMP TABLE',
  'CREATE LOCAL TEMPORARY TABLE',
  'CREATE SCHEMA',
  'CREATE VIEW',
  'CREATE OR REPLACE VIEW',
  'ALTER TABLE',
  'ALTER SCHEMA',
  'DROP TABLE',
  'DROP SCHEMA',
  'DROP VIEW',
  'TRUNCATE',
  'LOCK',
  'ANALYZE',
  'VACUUM',
  'COMMENT ON',
  'SET SEARCH_PATH',
  'SET STATEMENT_TIMEOUT',
];

/** What Redshift says of commands that PostgreSQL has and it has not. */
const unsupported: readonly string[] = [
  'CREATE INDEX',
  'CREATE UNIQUE INDEX',
  'CREATE SEQUENCE',
  'CREATE TRIGGER',
  'CREATE TYPE',
  'CREATE DOMAIN',
  'CREATE RULE',
  'CREATE EXTENSION',
  'CREATE UNLOGGED TABLE',
  'DROP INDEX',
  'REINDEX',
  'CLUSTER',
  'DO',
];

const firstWords = (tokens: readonly Token[]) => tokens.slice(0, 5).map(wordOf);
const beginsWith = (tokens: readonly Token[], phrase: string) =>
  `${firstWords(tokens).join(' ')} `.startsWith(`${phrase} `);

/** Refuses commands by name; what commits or cannot be in a transaction is refused in a batch. `tokens` are without space. */
export function refuseCommand(tokens: readonly Token[], inBatch: boolean): void {
  if (tokens.length === 0) throw new Refusal('the statement is empty');
  const words = firstWords(tokens);
  const known = unsupported.find((phrase) => beginsWith(tokens, phrase));
  if (known !== undefined) throw new Refusal(`SQL command "${known}" not supported on Redshift tables.`);
  if (!covered.some((phrase) => beginsWith(tokens, phrase)))
    throw notCoveredHere(words.slice(0, words[0] === 'SET' || words[0] === 'CREATE' ? 2 : 1).join(' '));
  if (inBatch) refuseInBatch(words[0] ?? '');
  if (words[0] === 'LOCK') refuseLockModes(tokens);
}

function refuseInBatch(command: string): void {
  if (command === 'TRUNCATE')
    throw new Refusal(
      'TRUNCATE commits the transaction that it is in, on Redshift: what came before it in the batch could not be rolled back. Use DELETE, or a statement of its own.',
    );
  if (command === 'VACUUM') throw new Refusal('VACUUM cannot run inside a transaction block');
}

function refuseLockModes(tokens: readonly Token[]): void {
  const mode = tokens.find((token) => ['IN', 'NOWAIT', 'ONLY'].includes(wordOf(token)));
  if (mode !== undefined) throw new Refusal(`syntax error at or near "${mode.text}"`);
}
