import { join } from 'node:path';
import { createAthena } from './aws/athena/service.ts';
import { createCloudFormation } from './aws/cloudformation/service.ts';
import { createDynamoDb } from './aws/dynamodb/service.ts';
import { createEvents } from './aws/events/service.ts';
import { createFirehose } from './aws/firehose/service.ts';
import { createGlue } from './aws/glue/service.ts';
import { createIam, type Iam } from './aws/iam/service.ts';
import { createKinesis } from './aws/kinesis/service.ts';
import { createKms } from './aws/kms/service.ts';
import { createLakeFormation } from './aws/lakeformation/service.ts';
import { readAccountConcurrency } from './aws/lambda/concurrency.ts';
import { createLambda, type LambdaService } from './aws/lambda/service.ts';
import { createLogs } from './aws/logs/service.ts';
import { createMonitoring } from './aws/monitoring/service.ts';
import { amqpSubscribe } from './aws/mq/amqp.ts';
import { type Broker, openBroker } from './aws/mq/broker.ts';
import { createRedshiftData, openDatabases } from './aws/redshiftdata/service.ts';
import { createS3, type S3Service } from './aws/s3/service.ts';
import { createS3Control } from './aws/s3control/service.ts';
import { createSecretsManager } from './aws/secretsmanager/service.ts';
import { createSes } from './aws/ses/service.ts';
import { createSns } from './aws/sns/service.ts';
import { createSqs } from './aws/sqs/service.ts';
import { createSsm } from './aws/ssm/service.ts';
import { createSts } from './aws/sts/service.ts';
import type { Cloud } from './kernel/cloud.ts';
import type { Service } from './kernel/service.ts';

export type Services = {
  readonly iam: Iam;
  readonly lambda: LambdaService;
  readonly s3: S3Service;
  /** Undefined where a real one is used. */
  readonly broker: Broker | undefined;
  readonly all: readonly Service[];
};

type ServiceOptions = {
  /** Endpoints of other local clouds, other accounts. */
  readonly peers: readonly string[];
  readonly catalogsDir: string;
  /** A real RabbitMQ; without it, one in this process. */
  readonly amqpUrl: string;
  /** A real PostgreSQL behind the Redshift Data API; without it, PGlite. */
  readonly redshiftUrl: string;
};

/** Every service, with what one needs of another beside calls: S3 tells EventBridge, Lambda asks IAM for its roles' credentials, CloudFormation asks all for their types. */
export function createServices(cloud: Cloud, { catalogsDir, amqpUrl, redshiftUrl, peers }: ServiceOptions): Services {
  const iam = createIam(cloud);
  const broker = amqpUrl === '' ? openBroker(join(cloud.stateDir, 'mq')) : undefined;
  const lambda = createLambda(cloud, {
    issueCredentials: (roleArn, sessionName) =>
      iam.issueCredentials({ caller: { kind: 'service', principal: 'lambda.amazonaws.com' }, roleArn, sessionName }),
    subscribe: broker?.subscribe ?? amqpSubscribe(amqpUrl),
    accountConcurrency: readAccountConcurrency(process.env.LAKE_LAMBDA_CONCURRENCY),
  });
  const events = createEvents(cloud);
  const monitoring = createMonitoring(cloud, { emit: events.deliver });
  const s3 = createS3(cloud, {
    emit: events.deliver,
    peers,
    checkTrust: (roleArn, sourceArn) =>
      iam.checkTrust({
        caller: { kind: 'service', principal: 's3.amazonaws.com', sourceArn },
        roleArn,
        sessionName: 's3-replication',
      }),
  });
  const all: readonly Service[] = [
    createAthena({ cloud, objects: s3.files, emit: events.deliver, catalogsDir }),
    createCloudFormation(cloud, () => all),
    createDynamoDb(cloud),
    events,
    createFirehose(cloud),
    createGlue({ cloud, objects: s3.files, emit: events.deliver }),
    iam,
    createKinesis(cloud),
    createKms(cloud),
    createLakeFormation(cloud),
    lambda,
    createLogs(cloud, { onMessage: monitoring.readLogMessage }),
    monitoring,
    createRedshiftData(cloud, {
      objects: s3.files,
      emit: events.deliver,
      databases: openDatabases(cloud, redshiftUrl),
      checkTrust: (roleArn) => checkTrustInRedshift(iam, roleArn),
    }),
    s3,
    createS3Control(cloud, {
      s3,
      checkTrust: (roleArn) =>
        iam.checkTrust({
          caller: { kind: 'service', principal: 'batchoperations.s3.amazonaws.com' },
          roleArn,
          sessionName: 's3-batch-operations',
        }),
    }),
    createSecretsManager(cloud),
    createSes(cloud),
    createSns(cloud),
    createSqs(cloud),
    createSsm(cloud),
    createSts(cloud, iam),
  ];
  return { iam, lambda, s3, broker, all };
}

/** A role of COPY trusts Redshift, Redshift Serverless, or both. */
function checkTrustInRedshift(iam: Iam, roleArn: string): void {
  const check = (principal: string) =>
    iam.checkTrust({ caller: { kind: 'service', principal }, roleArn, sessionName: 'RedshiftIamRoleSession' });
  try {
    check('redshift-serverless.amazonaws.com');
  } catch {
    check('redshift.amazonaws.com');
  }
}
