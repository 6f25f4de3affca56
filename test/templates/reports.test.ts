import { dirname, join } from 'node:path';
import AdmZip from 'adm-zip';
import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { type Packaged, packageService, type Template } from './package-service.ts';
import { byType, policyStatements, refersTo, strings } from './template.ts';

let without: Packaged;
let full: Packaged;
let resources: Template['Resources'] = {};
beforeAll(async () => {
  [without, full] = await Promise.all([
    packageService('query', 'dev'),
    packageService('query', 'dev', fullParameters('query')),
  ]);
  resources = full.template.Resources;
}, 600_000);

/** What a role allows, by action: its statements. */
const allowedTo = (role: string, action: RegExp) =>
  policyStatements(resources).filter(
    ({ where, statement }) => where === role && [statement.Action].flat().some((each) => action.test(String(each))),
  );

test('without a schedule nothing of reports is in the template, and no dashboard in the zips', () => {
  const { template, zips, templateFile } = without;
  const ids = Object.keys(template.Resources);
  expect(ids.filter((id) => /^(?:Report|DrawDashchart)/.test(id))).toEqual([]);
  expect(sendersOfMail(template.Resources)).toEqual([]);
  expect(Object.keys(zips).filter((zip) => /report|draw/.test(zip))).toEqual([]);
  const plan = new AdmZip(join(dirname(templateFile), 'plan.zip'));
  expect(JSON.parse(plan.readAsText('compiled.json')).reports).toEqual([]);
});

describe('with a schedule', () => {
  test('it sends its event, as it is, to the queue that report reads', () => {
    const rule = byType(resources, 'AWS::Events::Rule').find(({ id }) => id === 'ReportSchedule');
    expect(rule?.properties).toMatchObject({ ScheduleExpression: 'cron(0 6 * * ? *)' });
    const [target] = [rule?.properties.Targets].flat();
    expect(refersTo(target, 'ReportQueue')).toBe(true);
    expect(JSON.stringify(target)).not.toContain('"Input');
    expect(rule?.properties.EventBusName).toBeUndefined();
  });

  test('the bundles of report and of what draws are below a megabyte each, and have the dashboards that are named', () => {
    for (const name of ['report', 'draw-chart']) {
      const zip = new AdmZip(join(dirname(full.templateFile), `${name}.zip`));
      const bundle = zip.getEntry(`dashboards/functions/${name}/handler.mjs`);
      expect(bundle?.header.size, name).toBeGreaterThan(100_000);
      expect(bundle?.header.size, name).toBeLessThan(1_000_000);
      const { reports } = JSON.parse(zip.readAsText('compiled.json'));
      expect(reports.map((each: { name: string }) => each.name)).toEqual(['integrations', 'operations']);
    }
  });

  test('report asks in a work group of its own, bounded as people are', () => {
    const group = byType(resources, 'AWS::Athena::WorkGroup').find(({ id }) => id === 'ReportsWorkGroup');
    expect(group?.properties).toMatchObject({
      Name: 'tributary-reports-dev',
      WorkGroupConfiguration: { EnforceWorkGroupConfiguration: true, BytesScannedCutoffPerQuery: '100000000000' },
    });
    const asks = allowedTo('ReportIamRoleLambdaExecution', /^athena:StartQuery/);
    expect(strings(asks).join()).toContain('ReportsWorkGroup');
    expect(strings(asks).join()).not.toMatch(/DatasetsWorkGroup|EgressWorkGroup/);
  });

  test('report writes pages and Athena’s results, changes no table, and keeps its own items of the jobs’ table alone', () => {
    const writes = allowedTo('ReportIamRoleLambdaExecution', /^s3:Put/).flatMap(({ statement }) =>
      strings(statement.Resource),
    );
    expect(writes.filter((each) => each.includes('/'))).toEqual([
      expect.stringMatching(/ResultsBucket\.Arn\}\/reports\/\*$/),
      expect.stringMatching(/:tributary-lake-dev-\$\{AWS::AccountId\}\/reports\/\*$/),
    ]);
    expect(
      allowedTo(
        'ReportIamRoleLambdaExecution',
        /^glue:(Create|Update|Delete)|^s3:Delete|^dynamodb:(Delete|Query|Scan)/,
      ),
    ).toEqual([]);
    const [items] = allowedTo('ReportIamRoleLambdaExecution', /^dynamodb:/);
    expect(items?.statement.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'report#*' } });
  });

  test('report may mail as one address alone, and what draws may do nothing but write its log', () => {
    const mails = allowedTo('ReportIamRoleLambdaExecution', /^ses:/);
    expect(mails.map(({ statement }) => statement)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ses:SendEmail', 'ses:SendRawEmail'],
        Resource: [
          {
            'Fn::Sub': expect.stringMatching(
              /:ses:\$\{AWS::Region\}:\$\{AWS::AccountId\}:identity\/lake@example\.com$/,
            ),
          },
          {
            'Fn::Sub': [
              expect.stringMatching(/:identity\/\$\{Domain\}$/),
              { Domain: { 'Fn::Select': [1, { 'Fn::Split': ['@', 'lake@example.com'] }] } },
            ],
          },
        ],
        Condition: { StringEquals: { 'ses:FromAddress': 'lake@example.com' } },
      },
    ]);
    const draws = policyStatements(resources).filter(({ where }) => where === 'DrawDashchartIamRoleLambdaExecution');
    expect(
      draws.flatMap(({ statement }) => statement.Action).filter((action) => !/^logs:/.test(String(action))),
    ).toEqual([]);
  });

  test('nobody else may mail', () => {
    expect(sendersOfMail(resources)).toEqual(['ReportIamRoleLambdaExecution']);
  });
});

/** Roles that may anything of SES. */
function sendersOfMail(all: Template['Resources']): readonly string[] {
  const mails = policyStatements(all).filter(({ statement }) =>
    strings(statement.Action).some((action) => action.startsWith('ses:')),
  );
  return mails.map(({ where }) => where);
}
