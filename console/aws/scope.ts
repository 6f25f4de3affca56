/** As /_lake/api/lake says it; the local cloud has one region. */
const region = 'eu-west-1';
const accessKeyId = 'test';

/**
 * Headers that say who asks for which service. The local cloud reads the scope of a signature and does not verify it (who may ask is told
 * by Host and Origin), so there is no secret in this page.
 */
export function signedHeaders(service: string, now: Date): Readonly<Record<string, string>> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${accessKeyId}/${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=local`,
    'x-amz-date': stamp,
  };
}
