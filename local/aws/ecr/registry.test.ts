import { expect, it } from 'vitest';
import { answerRegistry } from './registry.ts';

const ask = (service: string, operation: string) =>
  answerRegistry({ service }, { headers: { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}` } });

it('has no repositories, covers nothing else, and leaves other services alone', async () => {
  expect(await ask('ecr', 'DescribeRepositories')).toMatchObject({
    status: 400,
    body: expect.stringContaining('RepositoryNotFoundException'),
  });
  expect(await ask('ecr', 'CreateRepository')).toMatchObject({
    status: 501,
    body: expect.stringContaining('ecr:CreateRepository'),
  });
  expect(await ask('s3', 'GetObject')).toBeUndefined();
});
