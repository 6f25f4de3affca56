import { AwsError, notCovered } from '../../kernel/error.ts';
import type { HttpExchange } from '../../kernel/operation.ts';
import { writeError } from '../../wire/error-body.ts';
import type { RestResponse } from '../../wire/rest.ts';
import type { Scope } from '../../wire/signature.ts';

const target = 'AmazonEC2ContainerRegistry_V20150921.';

/**
 * The container registry, which is always empty: `serverless remove` asks it for the service's repository and has to hear that
 * there is none. Undefined for a request to any other service.
 */
export async function answerRegistry(
  scope: Pick<Scope, 'service'> | undefined,
  http: Pick<HttpExchange, 'headers'>,
): Promise<RestResponse | undefined> {
  if (scope?.service !== 'ecr') return undefined;
  const operation = (http.headers['x-amz-target'] ?? '').replace(target, '');
  const error =
    operation === 'DescribeRepositories'
      ? new AwsError(
          'RepositoryNotFoundException',
          'The repository does not exist in the local registry, which is empty.',
        )
      : notCovered(`ecr:${operation}`);
  return { status: error.status, ...writeError(error, 'json', '') };
}
