import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDeclarations } from '../parameters/declarations.ts';
import { stageFileOf, valuesOf } from './files.ts';
import { readStageFile } from './stage-file.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const logDays = 'logDays: { meaning: m, oneOf: ["7", "30"], default: "30" }';
const declared = {
  ingest: readDeclarations(`${logDays}\ndrain: { meaning: m, oneOf: ["on", "off"], default: "off" }`, 'p.yml'),
  query: readDeclarations(`${logDays}\nretrySeconds: { meaning: m, number: [10, 400], default: 360 }`, 'p.yml'),
};
const read = (text: string) => readStageFile('stages/dev.yml', text, declared);

describe("a stage's file", () => {
  test('says where the stage is and what its parameters are', () => {
    const text =
      'account: "111122223333"\nregion: us-gov-west-1\nparameters: { everywhere: { logDays: 7 }, ingest: { drain: on } }';
    expect(read(text)).toEqual({
      account: '111122223333',
      region: 'us-gov-west-1',
      parameters: { everywhere: { logDays: 7 }, ingest: { drain: 'on' } },
    });
  });

  test('may say nothing', () => expect(read('')).toEqual({ parameters: {} }));

  test.each([
    ['budget: 3', 'stages/dev.yml:1:1: budget: there is no such setting'],
    ['account: 111122223333', 'stages/dev.yml:1:1: account: '],
    ['account: "1111"', 'stages/dev.yml:1:1: account: must be twelve digits in quotes'],
    ['region: Ireland', 'stages/dev.yml:1:1: region: must be a region'],
    [
      'parameters:\n  ingest:\n    drian: on',
      'stages/dev.yml:3:5: parameters.ingest.drian: there is no such parameter',
    ],
    ['parameters:\n  ingest:\n    drian: on', 'was drain meant?'],
    ['parameters:\n  ingest:\n    constructor: on', 'there is no such parameter'],
    ['parameters:\n  query: {}\n  inges: {}', 'stages/dev.yml:3:3: parameters.inges: must be everywhere or a service'],
    ['parameters:\n  toString: {}', 'stages/dev.yml:2:3: parameters.toString: must be everywhere or a service'],
    ['parameters:\n  query:\n    retrySeconds: 9', 'stages/dev.yml:3:5: parameters.query.retrySeconds: takes a whole'],
    [
      'parameters:\n  everywhere:\n    logDays: 8',
      "stages/dev.yml:3:5: parameters.everywhere.logDays: takes 7 or 30, not '8'",
    ],
    ['parameters:\n  everywhere:\n    retrySeconds: 9', 'takes a whole number'],
    ['parameters:\n  query:\n    drain: on', 'stages/dev.yml:3:5: parameters.query.drain: there is no such parameter'],
  ])('is refused with file, line and column: %j', (text, mistake) => {
    expect(() => read(text)).toThrow(mistake);
  });
});

describe('the values of a service', () => {
  const query = `${root}services/query`;

  test('are its own before those of everywhere, and none that it has not', () => {
    const parameters = {
      everywhere: { logDays: 7, maxReceives: 4, haproxyLogDays: 1 },
      query: { maxReceives: 5 },
      ingest: { maxReceives: 6 },
    };
    expect(valuesOf({ parameters }, query)).toEqual({ logDays: 7, maxReceives: 5 });
  });

  test('are none without a file', () => {
    expect(stageFileOf('local')).toBeUndefined();
    expect(stageFileOf('../stages/dev')).toBeUndefined();
    expect(valuesOf(undefined, query)).toEqual({});
  });
});

test.each(readdirSync(`${root}stages`))('%s is right, and says in which region the stage is', (file) => {
  expect(stageFileOf(file.replace(/\.yml$/, ''))?.region).toMatch(/^[a-z]+-/);
});
