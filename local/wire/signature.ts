/**
 * Who signed a request and for which service: the scope of an AWS Signature Version 4, in the header or a presigned URL, or
 * an S3 URL presigned by Version 2, which boto3 still makes.
 */
export type Scope = { readonly accessKeyId: string; readonly service: string };

/** The scope's names are read and the key is looked up; the signature itself is not verified: who may ask at all is told at the door (doorkeeper.ts). */
export function signatureScope(authorization: string | undefined, query: URLSearchParams): Scope | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? undefined;
  const [accessKeyId, , , service] = credential?.split('/') ?? [];
  if (accessKeyId !== undefined && service !== undefined) return { accessKeyId, service };
  const version2 = query.has('Signature') ? query.get('AWSAccessKeyId') : null;
  return version2 === null ? undefined : { accessKeyId: version2, service: 's3' };
}
