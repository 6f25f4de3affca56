import * as z from 'zod/mini';
import { AwsError, send } from './request.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statementSchema = z.object({
  Effect: z.string(),
  Action: z.optional(oneOrMore),
  Resource: z.optional(oneOrMore),
});
const documentSchema = z.object({ Statement: z.union([statementSchema, z.array(statementSchema)]) });

/** What a role may do, of its inline policies: each statement that allows something. */
export type Grant = { readonly actions: readonly string[]; readonly resources: readonly string[] };

export async function grantsOf(role: string): Promise<readonly Grant[]> {
  const names = textsOf(await ask({ Action: 'ListRolePolicies', RoleName: role, MaxItems: '1000' }), 'member');
  const documents = await Promise.all(
    names.map((name) => ask({ Action: 'GetRolePolicy', RoleName: role, PolicyName: name })),
  );
  return documents.flatMap((answer) => textsOf(answer, 'PolicyDocument').flatMap(readDocument));
}

/** A policy as IAM gives it, encoded as in an address. */
export function readDocument(encoded: string): readonly Grant[] {
  const { Statement } = documentSchema.parse(JSON.parse(decodeURIComponent(encoded)));
  return [Statement]
    .flat()
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Action = [], Resource = [] }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat(),
    }));
}

/** IAM speaks AWS's query protocol: a form is asked, and XML answered. */
async function ask(fields: Readonly<Record<string, string>>): Promise<Document> {
  const response = await send('iam', '/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(),
  });
  const answer = new DOMParser().parseFromString(await response.text(), 'text/xml');
  const [code = `HTTP ${response.status}`] = textsOf(answer, 'Code');
  const [message = code] = textsOf(answer, 'Message');
  if (!response.ok) throw new AwsError(code, message, response.status);
  return answer;
}

function textsOf(answer: Document, name: string): readonly string[] {
  return [...answer.getElementsByTagName(name)].map((element) => element.textContent ?? '');
}
