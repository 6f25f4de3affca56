import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers whatever it is asked as Secrets Manager does: bridge and drain read the salt of their hashes before they are ready. */
export async function startSecrets(): Promise<{ readonly endpoint: string; stop(): void }> {
  const secret = JSON.stringify({ SecretString: JSON.stringify({ salt: 'a-salt-that-is-long-enough-for-hashes' }) });
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.1').end(secret));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
