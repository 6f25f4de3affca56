import type { ExtendedS3DestinationConfiguration, Processor } from '@aws-sdk/client-firehose';
import { AwsError } from '../../kernel/error.ts';
import { readQuery } from './jq/query.ts';
import { type PrefixKey, partitionKeysOf } from './prefix.ts';
import { parameterOf } from './processor.ts';

const leastSizeMb = 64;
const leastIntervalSeconds = 60;

export function isPartitioned({ DynamicPartitioningConfiguration }: ExtendedS3DestinationConfiguration): boolean {
  return DynamicPartitioningConfiguration?.Enabled === true;
}

/** What Firehose fills in for buffering hints that are left out. */
export function hintsOf(destination: ExtendedS3DestinationConfiguration) {
  const { SizeInMBs = isPartitioned(destination) ? leastSizeMb : 5, IntervalInSeconds = 300 } =
    destination.BufferingHints ?? {};
  return { SizeInMBs, IntervalInSeconds };
}

/**
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-s3bucketprefix.html: keys need dynamic partitioning, a
 * processor that gives them, and a place in the prefix. Throws InvalidArgumentException.
 */
export function checkPartitioning(destination: ExtendedS3DestinationConfiguration): void {
  const named = partitionKeysOf(destination.Prefix ?? '');
  if (!isPartitioned(destination)) {
    if (named.length > 0)
      throw invalid('Prefix contains partition keys, and Dynamic Partitioning is not enabled for the delivery stream.');
    return;
  }
  checkHints(destination.BufferingHints);
  const processors = enabledProcessors(destination);
  const query = processors.find(({ Type }) => Type === 'MetadataExtraction');
  const hasLambda = processors.some(({ Type }) => Type === 'Lambda');
  if (query === undefined && !hasLambda)
    throw invalid('Dynamic Partitioning needs a MetadataExtraction or a Lambda processor.');
  if (named.length === 0) throw invalid('With Dynamic Partitioning, Prefix must contain at least one partition key.');
  if (!hasLambda && named.some(({ namespace }) => namespace === 'partitionKeyFromLambda'))
    throw invalid('Prefix contains partitionKeyFromLambda, and the delivery stream has no Lambda processor.');
  checkQueryKeys(query, named);
}

function enabledProcessors({ ProcessingConfiguration }: ExtendedS3DestinationConfiguration): readonly Processor[] {
  return ProcessingConfiguration?.Enabled === true ? (ProcessingConfiguration.Processors ?? []) : [];
}

function checkHints(hints: ExtendedS3DestinationConfiguration['BufferingHints']): void {
  if ((hints?.SizeInMBs ?? leastSizeMb) < leastSizeMb)
    throw invalid(`BufferingHints.SizeInMBs must be at least ${leastSizeMb} when Dynamic Partitioning is enabled.`);
  if ((hints?.IntervalInSeconds ?? leastIntervalSeconds) < leastIntervalSeconds)
    throw invalid(
      `BufferingHints.IntervalInSeconds must be at least ${leastIntervalSeconds} when Dynamic Partitioning is enabled.`,
    );
}

function checkQueryKeys(processor: Processor | undefined, named: readonly PrefixKey[]): void {
  const keys = processor === undefined ? [] : readQuery(parameterOf(processor, 'MetadataExtractionQuery') ?? '').keys;
  const used = named.filter(({ namespace }) => namespace === 'partitionKeyFromQuery').map(({ name }) => name);
  const unknown = used.find((name) => !keys.includes(name));
  if (unknown !== undefined)
    throw invalid(`Prefix contains partitionKeyFromQuery:${unknown}, which no MetadataExtractionQuery gives.`);
  const unused = keys.find((name) => !used.includes(name));
  if (unused !== undefined)
    throw invalid(`MetadataExtractionQuery gives ${unused}, which Prefix does not contain: every key must be used.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
