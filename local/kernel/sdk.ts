import type * as athena from '@aws-sdk/client-athena';
import type * as cloudformation from '@aws-sdk/client-cloudformation';
import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type * as logs from '@aws-sdk/client-cloudwatch-logs';
import type * as dynamodb from '@aws-sdk/client-dynamodb';
import type * as events from '@aws-sdk/client-eventbridge';
import type * as firehose from '@aws-sdk/client-firehose';
import type * as glue from '@aws-sdk/client-glue';
import type * as iam from '@aws-sdk/client-iam';
import type * as kinesis from '@aws-sdk/client-kinesis';
import type * as kms from '@aws-sdk/client-kms';
import type * as lakeformation from '@aws-sdk/client-lakeformation';
import type * as lambda from '@aws-sdk/client-lambda';
import type * as redshiftdata from '@aws-sdk/client-redshift-data';
import type * as s3 from '@aws-sdk/client-s3';
import type * as s3control from '@aws-sdk/client-s3-control';
import type * as secretsmanager from '@aws-sdk/client-secrets-manager';
import type * as sesv2 from '@aws-sdk/client-sesv2';
import type * as sns from '@aws-sdk/client-sns';
import type * as sqs from '@aws-sdk/client-sqs';
import type * as ssm from '@aws-sdk/client-ssm';
import type * as sts from '@aws-sdk/client-sts';
import type { CommandImpl } from '@smithy/core/client';

/** The SDK package of each service, by its signing name: the source of operation names, their inputs and outputs. */
type Sdk = {
  athena: typeof athena;
  cloudformation: typeof cloudformation;
  dynamodb: typeof dynamodb;
  monitoring: typeof cloudwatch;
  logs: typeof logs;
  events: typeof events;
  firehose: typeof firehose;
  glue: typeof glue;
  iam: typeof iam;
  kinesis: typeof kinesis;
  kms: typeof kms;
  lakeformation: typeof lakeformation;
  lambda: typeof lambda;
  'redshift-data': typeof redshiftdata;
  s3: typeof s3;
  's3-control': typeof s3control;
  secretsmanager: typeof secretsmanager;
  ses: typeof sesv2;
  sns: typeof sns;
  sqs: typeof sqs;
  ssm: typeof ssm;
  sts: typeof sts;
};

export type ServiceName = keyof Sdk;

type CommandNames<Keys> = Keys extends `${infer Name}Command` ? Name : never;
export type OperationName<S extends ServiceName> = CommandNames<keyof Sdk[S]>;

/** Services whose operations are dispatched by name; an operation's shapes are those of its SDK command. */
type CommandOf<S extends ServiceName, O extends OperationName<S>> = `${O}Command` extends keyof Sdk[S]
  ? Sdk[S][`${O}Command`] extends new (
      input: never,
    ) => infer C
    ? C
    : never
  : never;

export type Input<S extends ServiceName, O extends OperationName<S>> =
  CommandOf<S, O> extends CommandImpl<infer I, infer _O, infer _C, infer _SI, infer _SO> ? I : never;

/** The operation's output without the SDK's own `$metadata`. */
export type Output<S extends ServiceName, O extends OperationName<S>> =
  CommandOf<S, O> extends CommandImpl<infer _I, infer R, infer _C, infer _SI, infer _SO> ? Omit<R, '$metadata'> : never;
