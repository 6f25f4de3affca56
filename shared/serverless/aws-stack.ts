import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  waitUntilChangeSetCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { ClientConfig, Framework } from './framework.ts';
import type { Stack } from './stack.ts';

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      DeletionPolicy: z.string().exactOptional(),
      Condition: z.string().exactOptional(),
      Properties: z.record(z.string(), z.unknown()).exactOptional(),
    }),
  ),
});

const changeSetName = 'take-in';

/** The service's stack on AWS, or in the local cloud, with the framework's credentials. */
export async function openAwsStack(framework: Framework): Promise<Stack> {
  const provider = framework.getProvider('aws');
  return awsStack(provider.naming.getStackName(), await provider.getAwsSdkV3Config());
}

function awsStack(StackName: string, config: ClientConfig): Stack {
  const formation = new CloudFormationClient(config);
  const secrets = new SecretsManagerClient(config);
  return {
    async exists() {
      try {
        await formation.send(new DescribeStacksCommand({ StackName }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.message.includes('does not exist')) return false;
        throw error;
      }
    },
    async template() {
      const { TemplateBody = '' } = await formation.send(
        new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
      );
      return template.parse(JSON.parse(TemplateBody));
    },
    async resources() {
      const all = [];
      let NextToken: string | undefined;
      do {
        const page = await formation.send(new ListStackResourcesCommand({ StackName, NextToken }));
        all.push(...(page.StackResourceSummaries ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return all.flatMap(({ LogicalResourceId: id = '', ResourceType: type = '', PhysicalResourceId: physicalId }) =>
        physicalId === undefined ? [] : [{ id, type, physicalId }],
      );
    },
    async secretArn(SecretId) {
      try {
        return (await secrets.send(new DescribeSecretCommand({ SecretId }))).ARN;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async importOne({ template: TemplateBody, id, type, identifier }) {
      const changeSet = { StackName, ChangeSetName: changeSetName };
      await formation.send(
        new CreateChangeSetCommand({
          ...changeSet,
          ChangeSetType: 'IMPORT',
          TemplateBody,
          Capabilities: ['CAPABILITY_NAMED_IAM'],
          ResourcesToImport: [{ ResourceType: type, LogicalResourceId: id, ResourceIdentifier: { ...identifier } }],
        }),
      );
      await waitUntilChangeSetCreateComplete({ client: formation, maxWaitTime: 300, minDelay: 1 }, changeSet);
      await formation.send(new ExecuteChangeSetCommand(changeSet));
    },
    async status() {
      const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
      return { status: stack?.StackStatus ?? '', reason: stack?.StackStatusReason };
    },
  };
}
