import { join } from 'node:path';
import type {
  AliasConfiguration,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  LoggingConfig,
  PutFunctionEventInvokeConfigRequest,
  Runtime,
} from '@aws-sdk/client-lambda';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { openShardCheckpoints, type ShardCheckpoints } from './shard-checkpoints.ts';

/** A function's configuration as AWS answers it, with the members that every function here has. */
export type Configuration = Omit<FunctionConfiguration, 'Environment'> & {
  readonly FunctionName: string;
  /** Without a version for $LATEST, with one otherwise. */
  readonly FunctionArn: string;
  readonly Runtime: Runtime;
  readonly Role: string;
  readonly Handler: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly CodeSha256: string;
  readonly CodeSize: number;
  readonly Version: string;
  readonly RevisionId: string;
  readonly LoggingConfig: LoggingConfig & { readonly LogGroup: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
};

export type FunctionRecord = {
  readonly configuration: Configuration;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly versions: number;
};

export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: Readonly<Record<string, string>> | string;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** An asynchronous event that waits for its turn; it is on disk until it succeeded, was discarded or was sent on. */
export type QueuedEvent = {
  readonly requestId: string;
  readonly functionName: string;
  readonly qualifier?: string;
  readonly payload: string;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly dueAt: number;
};

export type Mapping = Omit<EventSourceMappingConfiguration, 'LastModified' | 'StartingPositionTimestamp'> & {
  readonly UUID: string;
  readonly FunctionArn: string;
  readonly EventSourceArn: string;
  readonly LastModified: number;
  readonly createdAt?: number;
  readonly StartingPositionTimestamp?: number;
  readonly enabled: boolean;
};

export type EventInvokeConfig = Omit<PutFunctionEventInvokeConfigRequest, 'FunctionName' | 'Qualifier'> & {
  readonly FunctionArn: string;
  readonly LastModified: number;
};

export type LambdaStore = {
  readonly functions: Journal<FunctionRecord>;
  /** Published versions by `name:version`. */
  readonly versions: Journal<Configuration>;
  /** By `name:alias`. */
  readonly aliases: Journal<AliasConfiguration & { readonly FunctionVersion: string }>;
  /** Resource policy statements by function ARN, qualified or not. */
  readonly policies: Journal<readonly Statement[]>;
  readonly mappings: Journal<Mapping>;
  readonly checkpoints: ShardCheckpoints;
  /** By function ARN with its qualifier. */
  readonly eventInvokeConfigs: Journal<EventInvokeConfig>;
  readonly events: Journal<QueuedEvent>;
  readonly codeDir: string;
};

/** Opens what the Lambda service keeps under `dir`. */
export function openLambdaStore(dir: string): LambdaStore {
  const journal = <T>(name: string) => openJournal<T>(join(dir, `${name}.jsonl`));
  return {
    functions: journal('functions'),
    versions: journal('versions'),
    aliases: journal('aliases'),
    policies: journal('policies'),
    mappings: journal('mappings'),
    checkpoints: openShardCheckpoints(join(dir, 'checkpoints')),
    eventInvokeConfigs: journal('event-invoke-configs'),
    events: journal('events'),
    codeDir: join(dir, 'code'),
  };
}
