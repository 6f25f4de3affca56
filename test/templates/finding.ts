import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import * as z from 'zod';
import type { Template } from './package-service.ts';

/** What a linter says of a resource, or of a part of a template that is none. */
export type Finding = {
  readonly template: string;
  readonly rule: string;
  readonly isError: boolean;
  /** A resource's logical id, or `Conditions/HasCrm`. */
  readonly subject: string;
  /** The resource's type, or `Conditions`. */
  readonly kind: string;
  readonly message: string;
};

const matches = z.array(
  z.object({
    Level: z.string(),
    Message: z.string(),
    Filename: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
);

/** What cfn-lint finds in templates, by its errors, warnings and advice; `templates` by their files' names without `.json`. */
export async function lint(files: readonly string[], templates: ReadonlyMap<string, Template>) {
  const options = ['--format', 'json', '--include-checks', 'I', '--regions', 'eu-west-1', '--', ...files];
  return matches.parse(JSON.parse(await run('cfn-lint', options))).map((match): Finding => {
    const template = basename(match.Filename, '.json');
    const [section = '', id = ''] = (match.Location.Path ?? []).map(String);
    const isResource = section === 'Resources';
    return {
      template,
      rule: match.Rule.Id,
      isError: match.Level === 'Error',
      subject: isResource ? id : `${section}/${id}`,
      kind: isResource ? (templates.get(template)?.Resources[id]?.Type ?? '') : section,
      message: match.Message,
    };
  });
}

const report = z.object({
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), check_name: z.string(), file_path: z.string(), resource: z.string() }),
    ),
  }),
  summary: z.object({ passed: z.number(), resource_count: z.number(), parsing_errors: z.number() }),
});

/** What checkov finds in the templates of a folder. It asks nobody: what it would look up of a check is a text for people. */
export async function check(folder: string) {
  const options = ['--directory', folder, '--framework', 'cloudformation', '--compact', '--quiet', '--output', 'json'];
  const { results, summary } = report.parse(JSON.parse(await run('checkov', options)));
  const findings = results.failed_checks.map((failed): Finding => {
    const [kind = '', subject = ''] = failed.resource.split('.');
    return {
      template: basename(failed.file_path, '.json'),
      rule: failed.check_id,
      isError: false,
      subject,
      kind,
      message: failed.check_name,
    };
  });
  return { findings, ...summary };
}

/** A linter ends with an error where it found something; what it found is its output all the same. */
function run(command: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, options, { encoding: 'utf8', maxBuffer: 2 ** 27 }, (_error, stdout, stderr) =>
      resolve(stdout || stderr),
    );
  });
}
