import type { ProcessingConfiguration, Processor } from '@aws-sdk/client-firehose';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { readQuery } from './jq/query.ts';
import { parameterOf } from './processor.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html: the parameters of each processor. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  Lambda: ['LambdaArn', 'NumberOfRetries', 'RoleArn', 'BufferSizeInMBs', 'BufferIntervalInSeconds'],
  Decompression: ['CompressionFormat'],
  CloudWatchLogProcessing: ['DataMessageExtraction'],
  AppendDelimiterToRecord: ['Delimiter'],
  RecordDeAggregation: ['SubRecordType', 'Delimiter'],
  MetadataExtraction: ['MetadataExtractionQuery', 'JsonParsingEngine'],
};

/** Throws InvalidArgumentException for processors that Firehose refuses, NotImplemented for those that do not run here. */
export function checkProcessing(processing: ProcessingConfiguration | undefined): void {
  if (processing?.Enabled !== true) return;
  const list = processing.Processors ?? [];
  for (const processor of list) checkProcessor(processor);
  const types = list.map((processor) => processor.Type);
  if (types.filter((type) => type === 'Lambda').length > 1) throw invalid('Only one Lambda processor is supported.');
  if (types.includes('CloudWatchLogProcessing') && !types.includes('Decompression'))
    throw invalid('CloudWatchLogProcessing requires the Decompression processor.');
}

function checkProcessor(processor: Processor): void {
  const type = processor.Type ?? '';
  const known = parameters[type];
  if (known === undefined) throw notCovered(`the delivery stream processor ${type}`);
  const stray = processor.Parameters?.find((one) => !known.includes(one.ParameterName ?? ''));
  if (stray !== undefined) throw invalid(`The parameter ${stray.ParameterName} is not one of the processor ${type}.`);
  checks[type]?.(processor);
}

const checks: Readonly<Record<string, (processor: Processor) => void>> = {
  Lambda(processor) {
    if (parameterOf(processor, 'LambdaArn') === undefined)
      throw invalid('The Lambda processor needs the parameter LambdaArn.');
    inRange(processor, 'BufferSizeInMBs', [0.2, 3]);
    inRange(processor, 'BufferIntervalInSeconds', [0, 900]);
    inRange(processor, 'NumberOfRetries', [0, 300]);
  },
  RecordDeAggregation(processor) {
    const type = parameterOf(processor, 'SubRecordType');
    if (type !== 'JSON' && type !== 'DELIMITED') throw invalid('SubRecordType must be JSON or DELIMITED.');
    const delimiter = parameterOf(processor, 'Delimiter') ?? '';
    if (type === 'DELIMITED' && Buffer.from(delimiter, 'base64').length === 0)
      throw invalid('DELIMITED needs the parameter Delimiter, in base64.');
  },
  MetadataExtraction(processor) {
    if (parameterOf(processor, 'JsonParsingEngine') !== 'JQ-1.6') throw invalid('JsonParsingEngine must be JQ-1.6.');
    readQuery(parameterOf(processor, 'MetadataExtractionQuery') ?? '');
  },
};

function inRange(processor: Processor, name: string, [least, most]: readonly [number, number]): void {
  const text = parameterOf(processor, name);
  if (text === undefined) return;
  const value = Number(text);
  if (!(value >= least && value <= most)) throw invalid(`${name} must be between ${least} and ${most}, not ${text}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
