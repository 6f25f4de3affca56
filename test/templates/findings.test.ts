import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { describeWith } from '../harness/servers.ts';
import { combinations, nameOfCombination } from './combinations.ts';
import { check, type Finding, lint } from './finding.ts';
import { packageService, type Template } from './package-service.ts';

const acceptance = z.record(z.string(), z.strictObject({ reason: z.string().min(20), on: z.array(z.string()).min(1) }));
type Acceptance = z.infer<typeof acceptance>;

const acceptedFile = fileURLToPath(new URL('accepted-findings.yml', import.meta.url));
const accepted = readYamlFile(
  'test/templates/accepted-findings.yml',
  readFileSync(acceptedFile, 'utf8'),
  z.strictObject({ 'cfn-lint': acceptance, checkov: acceptance }),
);
const delivery = fileURLToPath(new URL('../../delivery', import.meta.url));

const programs = [
  { name: 'cfn-lint', check: ['cfn-lint', '--version'] as const },
  { name: 'checkov', check: ['checkov', '--version'] as const },
];

describeWith(programs, 'what cfn-lint and checkov find in every template', () => {
  const templates = new Map<string, Template>();
  const files: string[] = [];
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
    for (const each of combinations) {
      const { template, templateFile } = await packageService(each.service, 'dev', each.parameters);
      const file = join(folder, `${nameOfCombination(each)}.json`);
      copyFileSync(templateFile, file);
      templates.set(nameOfCombination(each), template);
      files.push(file);
    }
    for (const name of ['deployment-role.yml', 'drift-role.yml']) {
      copyFileSync(join(delivery, name), join(folder, name));
      files.push(join(folder, name));
    }
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('by cfn-lint is no error, and every warning and advice is accepted with a reason', async () => {
    const findings = await lint(files, templates);
    expect(findings.filter(({ isError }) => isError)).toEqual([]);
    expectAccepted(findings, accepted['cfn-lint']);
  }, 300_000);

  test('by checkov is accepted with a reason', async () => {
    const { findings, passed, resource_count: resources, parsing_errors: unread } = await check(folder);
    expect(unread).toBe(0);
    expect(resources).toBeGreaterThan(400);
    expect(passed).toBeGreaterThan(resources);
    expectAccepted(findings, accepted.checkov);
  }, 300_000);
});

describe('what is accepted', () => {
  const finding = { template: 't', isError: false, message: 'm' };
  const findings = [
    { ...finding, rule: 'R1', subject: 'Bucket', kind: 'AWS::S3::Bucket' },
    { ...finding, rule: 'R1', subject: 'Queue', kind: 'AWS::SQS::Queue' },
  ];
  const reason = 'because it has to be';

  test('is a rule on a type or on a resource', () => {
    expect(() => expectAccepted(findings, { R1: { reason, on: ['AWS::S3::Bucket', 'Queue'] } })).not.toThrow();
  });

  test('is nothing else', () => {
    expect(notAccepted(findings, { R1: { reason, on: ['Bucket'] } })).toEqual(['R1 AWS::SQS::Queue Queue (t): m']);
    expect(notAccepted(findings, { R2: { reason, on: ['Bucket', 'Queue'] } })).toHaveLength(2);
    expect(() => expectAccepted(findings, {})).toThrow();
  });

  test('must occur', () => {
    const accepts = {
      R1: { reason, on: ['Bucket', 'Queue', 'AWS::SNS::Topic'] },
      R2: { reason, on: ['Bucket'] },
    };
    expect(notFound(findings, accepts)).toEqual(['R1 AWS::SNS::Topic', 'R2 Bucket']);
    expect(() => expectAccepted(findings, accepts)).toThrow();
  });
});

/** A finding is accepted by its rule, on its resource or on all of its type; what is accepted and occurs no more goes from the list. */
function expectAccepted(findings: readonly Finding[], accepts: Acceptance): void {
  expect(notAccepted(findings, accepts), 'found, and not in accepted-findings.yml').toEqual([]);
  expect(notFound(findings, accepts), 'in accepted-findings.yml, and found no more').toEqual([]);
}

const isOn = (where: string, { subject, kind }: Finding) => where === subject || where === kind;

function notAccepted(findings: readonly Finding[], accepts: Acceptance): readonly string[] {
  return findings
    .filter((each) => !accepts[each.rule]?.on.some((where) => isOn(where, each)))
    .map(({ rule, kind, subject, template, message }) => `${rule} ${kind} ${subject} (${template}): ${message}`);
}

function notFound(findings: readonly Finding[], accepts: Acceptance): readonly string[] {
  return Object.entries(accepts).flatMap(([rule, { on }]) =>
    on
      .filter((where) => !findings.some((each) => each.rule === rule && isOn(where, each)))
      .map((where) => `${rule} ${where}`),
  );
}
