import { describe, expect, test } from 'vitest';
import { defaultMistakes, parameterMistakes } from './check.ts';
import { type Declaration, readDeclarations } from './declarations.ts';
import { valueMistake } from './value-mistake.ts';

const declarations = readDeclarations(
  `
parseSeconds: { meaning: time of a call, number: [10, 900], default: 300, local: 30 }
drain: { meaning: whether it drains, oneOf: ["on", "off"], default: "off" }
brokerArn: { meaning: a broker, text: brokerArn, default: "" }
`,
  'parameters.yml',
);

describe('the parameters of a command line', () => {
  test('are right when each is declared and has a value that it takes', () => {
    const arn = 'arn:aws:mq:eu-west-1:123456789012:broker:b:b-1a2b';
    expect(parameterMistakes(declarations, ['parseSeconds=900', 'drain=on', `brokerArn=${arn}`])).toEqual([]);
  });

  test('are refused where none is declared, with the near miss and all that there are', () => {
    expect(parameterMistakes(declarations, ['parseSecond=60', 'colour=red', 'constructor=1'])).toEqual([
      '--param parseSecond is no parameter of this service. Was parseSeconds meant? It has: brokerArn, drain, parseSeconds.',
      '--param colour is no parameter of this service. It has: brokerArn, drain, parseSeconds.',
      '--param constructor is no parameter of this service. It has: brokerArn, drain, parseSeconds.',
    ]);
  });

  test('never hold the prefix, which has one place', () => {
    expect(parameterMistakes(declarations, ['prefix=acme'])).toEqual([expect.stringContaining('LAKE_PREFIX=acme')]);
  });

  test.each([
    ['parseSeconds=9', 'takes a whole number from 10 to 900'],
    ['parseSeconds=60.5', 'takes a whole number from 10 to 900'],
    ['parseSeconds=', 'takes a whole number from 10 to 900'],
    ['drain=yes', 'takes on or off'],
    ['brokerArn=b-1', 'takes a text like arn:aws:mq:'],
  ])('%s is refused', (given, reason) => {
    expect(parameterMistakes(declarations, [given])).toEqual([expect.stringContaining(reason)]);
  });
});

test.each([
  ['host', ['db.example.com', '10.0.0.7', 'db'], ['db_1', 'https://db', 'db:3306', '-db', '']],
  [
    'schedule',
    ['rate(1 minute)', 'rate(5 minutes)', 'cron(0 3 * * ? *)'],
    ['rate(1 minutes)', 'rate(0 minutes)', 'daily'],
  ],
  ['subnets', ['subnet-0a1b2c3d', 'subnet-0a1b2c3d,subnet-0a1b2c3e'], ['sg-0a1b2c3d', 'subnet-0a1b2c3d,']],
  ['securityGroups', ['sg-0a1b2c3d'], ['subnet-0a1b2c3d', 'sg-x']],
  ['roleArn', ['arn:aws:iam::123456789012:role/copies'], ['copies', 'arn:aws:iam::123456789012:user/ada']],
  [
    'workgroups',
    [
      'bi1=0a1b2c3d-0000-4000-8000-0123456789ab',
      'bi1=0a1b2c3d-0000-4000-8000-0123456789ab, b-2=0a1b2c3d-0000-4000-8000-0123456789ac',
    ],
    ['bi1', 'bi1=0a1b2c3d', '0a1b2c3d-0000-4000-8000-0123456789ab'],
  ],
  ['port', ['1', '3306', '65535'], ['0', '65536', 'x']],
  ['secretArn', ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-AbCdEf'], ['crm']],
  [
    'quickSightPrincipal',
    [
      'arn:aws:quicksight:eu-west-1:123456789012:group/default/analysts',
      'arn:aws:quicksight:us-east-1:123456789012:user/default/role/ada@example.com',
    ],
    [
      'analysts',
      'arn:aws:iam::123456789012:role/analysts',
      'arn:aws:quicksight:eu-west-1:123456789012:namespace/default',
    ],
  ],
  [
    'email',
    ['on-call@example.com', 'a+b@team.example.co.uk'],
    ['on-call', 'a@b', 'a b@example.com', 'a@x.com,b@x.com'],
  ],
  ['catalogName', ['crm', 'crm_dev'], ['CRM', 'c m', 'c'.repeat(42)]],
] as const)('a %s is what AWS takes', (text, right, wrong) => {
  const declaration: Declaration = { meaning: 'm', default: 'x', text };
  for (const value of right) expect(valueMistake(declaration, value), value).toBeUndefined();
  for (const value of wrong) expect(valueMistake(declaration, value), value).toBeDefined();
});

describe('a declaration', () => {
  test.each([
    ['a: { meaning: m, default: 1 }', 'p.yml: a: '],
    ['a: { number: [1, 2], default: 1 }', 'p.yml: a: '],
    ['a-b: { meaning: m, number: [1, 2], default: 1 }', 'camelCase'],
  ])('of this shape is refused: %s', (text, reason) => {
    expect(() => readDeclarations(text, 'p.yml')).toThrow(reason);
  });

  test('whose own default is none of its values is found', () => {
    const wrong = readDeclarations('a: { meaning: m, number: [1, 2], default: 1, local: 3 }', 'p.yml');
    expect(defaultMistakes(wrong)).toEqual(["a takes a whole number from 1 to 2, not '3'"]);
  });
});
