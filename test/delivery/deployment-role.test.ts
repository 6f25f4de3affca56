import { describe, expect, test } from 'vitest';
import { Document, isMap, isSeq, parse, visit } from 'yaml';
import { deployerStatements, packed, sizeOf } from '../../delivery/policies.ts';
import { deploymentRoleTemplate, driftRoleTemplate, maxTemplateBytes } from '../../delivery/role-template.ts';
import { deployerPolicies } from '../deployer/policy-document.ts';

const templates = { deployment: deploymentRoleTemplate(), drift: driftRoleTemplate() };
const kinds = ['deployment', 'drift'] as const;

describe.each(kinds)('the template of the %s role', (kind) => {
  const template = templates[kind];
  const policies = Object.keys(template.Resources).filter((id) => id.startsWith('Policy'));

  test('is what the policies of the services make (vitest -u writes it again)', async () => {
    const text = `# Made from services/*/*-policy.json by delivery/role-template.ts: npx vitest run --project rest test/delivery -u\n${yamlOf(template)}`;
    expect(parse(text)).toEqual(JSON.parse(JSON.stringify(template)));
    expect(text.length).toBeLessThanOrEqual(maxTemplateBytes);
    await expect(text).toMatchFileSnapshot(`../../delivery/${kind}-role.yml`);
  });

  test('has ten policies at most, as many as a role takes', () => {
    expect(policies.length).toBeGreaterThan(0);
    expect(policies.length).toBeLessThanOrEqual(10);
  });

  test('leaves no placeholder, and names no partition', () => {
    expect(JSON.stringify(template)).not.toMatch(/<\w+>|arn:aws:/);
  });

  test('is taken by the workflows of one repository alone', () => {
    const trust = JSON.stringify(template.Resources.Role);
    const subject = kind === 'deployment' ? 'environment:${' + 'Stage}' : 'ref:refs/heads/main';
    expect(trust).toContain(
      `"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":{"Fn::Sub":"repo:\${Repository}:${subject}"}}`,
    );
  });
});

/** As test/deployer fills the placeholders. */
const values: Readonly<Record<string, string>> = {
  prefix: 'tributary',
  stage: 'dev',
  region: 'eu-west-1',
  account: '000000000000',
  catalog: 'crm',
};

describe('the deployment role', () => {
  const statements = deployerStatements();
  const bins = packed(statements);

  test('has every statement of what deploys the services, which is tried by deploying them, once', () => {
    const filled = (text: string) => text.replace(/<(\w+)>/g, (whole, name: string) => values[name] ?? whole);
    const contents = ({ Sid: _, ...rest }: (typeof statements)[number]) => filled(JSON.stringify(rest));
    const tried = ['catalog', 'enrich', 'ingest', 'query'] as const;
    const deployed = tried.flatMap((service) => deployerPolicies(service)).flatMap(({ Statement }) => Statement);
    expect(statements.map(contents).toSorted()).toEqual(deployed.map(contents).toSorted());
    const sids = bins.flat().map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(statements.length);
    expect(sids.toSorted()).toEqual(statements.map(({ Sid }) => Sid).toSorted());
  });

  test('has no policy that is larger than IAM takes', () => {
    for (const bin of bins) expect(sizeOf(bin)).toBeLessThanOrEqual(6144);
    expect(sizeOf(bins.slice(0, 2).flat())).toBeGreaterThan(6144);
  });

  test('cannot change itself: its own name is none of the roles that it may write', () => {
    const written = statements.filter(({ Action }) => Action.some((action) => action.startsWith('iam:')));
    expect(written.length).toBeGreaterThan(0);
    for (const pattern of written.flatMap(({ Resource }) => Resource)) {
      const matcher = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
      for (const kind of ['deploy', 'drift'])
        expect(`arn:aws:iam::<account>:role/<prefix>-${kind}-<stage>`, pattern).not.toMatch(matcher);
    }
  });
});

describe('the drift role', () => {
  const found = JSON.stringify(templates.drift.Resources).matchAll(/"([a-z0-9-]+:[A-Z]\w+)"/g);
  const actions = [...found].map(([, action = '']) => action).filter((action) => !action.startsWith('sts:'));

  test('only looks, and never at what people keep', () => {
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => !/:(?:Get|Describe|List|Detect)/.test(action))).toEqual([]);
    expect(actions).not.toContain('s3:GetObject');
    expect(actions).not.toContain('secretsmanager:GetSecretValue');
  });

  test('may detect, and ask what was found', () => {
    const needed = ['DetectStackDrift', 'DescribeStackDriftDetectionStatus', 'DescribeStackResourceDrifts'];
    const wanted = [
      ...needed.map((action) => `cloudformation:${action}`),
      'lambda:GetFunction',
      'sqs:GetQueueAttributes',
    ];
    expect(actions).toEqual(expect.arrayContaining(wanted));
  });
});

/** Actions and resources in a line each: as few bytes as YAML does with, and still to be read. */
function yamlOf(template: object): string {
  const document = new Document(JSON.parse(JSON.stringify(template)), { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }) {
      const isList = String(key) === 'Action' || String(key) === 'Resource';
      if (isList && (isSeq(value) || isMap(value))) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
