import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';

export type Request = IncomingMessage | Http2ServerRequest;
export type Response = ServerResponse | Http2ServerResponse;

export type Listener = { readonly port: number; close(): Promise<void> };

const http2Preface = 'PRI * HTTP/2';

/**
 * One loopback port for HTTP/1.1 and clear-text HTTP/2: the first bytes of a connection tell which it is (RFC 9113, 3.4).
 * Port 0 takes a free one. Throws what the operating system says of a taken port (EADDRINUSE).
 */
export async function listen(port: number, handle: (request: Request, response: Response) => void): Promise<Listener> {
  // A request without a host is refused with the others, in words.
  const http1 = createHttp1Server({ keepAliveTimeout: 60_000, requestTimeout: 0, requireHostHeader: false }, handle);
  const http2 = createHttp2Server({}, handle);
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.toString('latin1', 0, http2Preface.length).startsWith(http2Preface.slice(0, first.length));
      (isHttp2 ? http2 : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
