import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import type { LambdaStore } from './store.ts';

type CodeSource = {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
};

export type Code = { readonly CodeSha256: string; readonly CodeSize: number };

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxUnzippedBytes = 262_144_000;
/** Of a zip in the request; larger ones come from S3. */
const maxUploadBytes = 52_428_800;

/** Takes a zip, inline or from S3 with the caller's permissions, and unpacks it once per content. */
export async function takeCode(source: CodeSource, store: LambdaStore, context: Context): Promise<Code> {
  const zip = await readZip(source, context);
  const digest = createHash('sha256').update(zip).digest();
  const folder = codeFolder(store, digest.toString('base64'));
  if (!existsSync(folder)) unpack(zip, folder);
  return { CodeSha256: digest.toString('base64'), CodeSize: zip.length };
}

export function codeFolder(store: LambdaStore, codeSha256: string): string {
  return join(store.codeDir, Buffer.from(codeSha256, 'base64').toString('hex'));
}

/** Removes code that no function and no version refers to any more. */
export function dropUnusedCode(store: LambdaStore, codeSha256: string): void {
  const functions = [...store.functions.values()].map((record) => record.configuration);
  const used = [...functions, ...store.versions.values()].some((one) => one.CodeSha256 === codeSha256);
  if (!used) rmSync(codeFolder(store, codeSha256), { recursive: true, force: true });
}

async function readZip(source: CodeSource, context: Context): Promise<Buffer> {
  if (source.ZipFile !== undefined) return uploaded(source.ZipFile);
  if (source.S3Bucket === undefined || source.S3Key === undefined)
    throw new AwsError('InvalidParameterValueException', 'Please provide a source for function code.');
  try {
    const version = source.S3ObjectVersion === undefined ? {} : { VersionId: source.S3ObjectVersion };
    const object = await context.cloud.call(context.caller, 's3', 'GetObject', {
      Bucket: source.S3Bucket,
      Key: source.S3Key,
      ...version,
    });
    return await bodyBytes(object.Body);
  } catch (error) {
    const code = error instanceof AwsError ? error.code : 'InternalError';
    const text = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${text}`,
    );
  }
}

function uploaded(zip: Uint8Array): Buffer {
  if (zip.length > maxUploadBytes)
    throw new AwsError(
      'RequestEntityTooLargeException',
      'Request must be smaller than 69905067 bytes for the CreateFunction operation',
      413,
    );
  return Buffer.from(zip);
}

async function bodyBytes(body: unknown): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (typeof body === 'string') return Buffer.from(body);
  if (!isChunks(body)) throw new AwsError('ServiceException', 'The object has no readable body.', 500);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function isChunks(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function unpack(zip: Buffer, folder: string): void {
  const partial = `${folder}.${randomUUID()}.part`;
  try {
    const entries = new AdmZip(zip).getEntries();
    const bytes = entries.reduce((sum, entry) => sum + entry.header.size, 0);
    if (bytes > maxUnzippedBytes)
      throw new AwsError(
        'InvalidParameterValueException',
        `Unzipped size must be smaller than ${maxUnzippedBytes} bytes`,
      );
    mkdirSync(partial, { recursive: true });
    for (const entry of entries) writeEntry(partial, entry.entryName, entry.isDirectory ? undefined : entry.getData());
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (error instanceof AwsError) throw error;
    throw new AwsError('InvalidParameterValueException', 'Could not unzip uploaded file. Please check your file.');
  }
}

function writeEntry(folder: string, name: string, data: Buffer | undefined): void {
  const parts = name.split(/[\\/]/).filter((part) => part !== '');
  if (parts.includes('..'))
    throw new AwsError('InvalidParameterValueException', `The entry ${name} is outside of the archive.`);
  const file = join(folder, ...parts);
  mkdirSync(data === undefined ? file : join(folder, ...parts.slice(0, -1)), { recursive: true });
  if (data !== undefined) writeFileSync(file, data, { mode: 0o700 });
}
