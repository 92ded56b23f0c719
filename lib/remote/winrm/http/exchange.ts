import { Agent, type IncomingMessage, request } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";
import { MAX_ANSWER_BYTES } from "../soap/read-envelope.js";

export type HttpAnswer = Readonly<{ status: number; challenges: readonly string[]; contentType: string; body: Buffer }>;
export type HttpRequest = Readonly<{ headers: Readonly<Record<string, string>>; body: Buffer; timeoutMs: number; signal?: AbortSignal | undefined }>;

/** One HTTP connection, with one request at a time on it: a login by NTLM belongs to it. */
export type HttpConnection = Readonly<{
  /** Errors: whatever ended the connection, which is closed then; the signal's reason. */
  post(asked: HttpRequest): Promise<HttpAnswer>;
  isOpen(): boolean;
  close(): void;
}>;

/** What is sealed is a little larger. */
const MOST_BYTES = MAX_ANSWER_BYTES + 4_096;

/** Speaks HTTP on a socket that is open already. */
export function httpConnection(socket: Duplex, host: string): HttpConnection {
  const agent = new AgentOfOne(socket);
  let open = true;
  socket.once("close", () => {
    open = false;
  });
  socket.on("error", () => {}); // the request that it ended has heard of it
  const close = () => {
    open = false;
    agent.destroy();
    socket.destroy();
  };
  return {
    isOpen: () => open,
    close,
    post: async (asked) => {
      try {
        return await ask(agent, host, asked);
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}

/** Has this stream and no other. */
class AgentOfOne extends Agent {
  #stream: Duplex | undefined;

  constructor(stream: Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#stream = stream instanceof Socket ? stream : Object.assign(stream, NO_SOCKET);
  }

  /** Never another one in its place: it would be nobody's. An error that is thrown here would end the process, not the request. */
  override createConnection(_asked: unknown, created?: (error: Error | null, stream: Duplex) => void): Duplex | undefined {
    const stream = this.#stream;
    this.#stream = undefined;
    if (!stream) queueMicrotask(() => created?.(new Error("the connection was closed"), new Duplex()));
    return stream;
  }
}

/** What an agent sets on a socket that it keeps, and what a stream through a jump host knows nothing of. */
const NO_SOCKET = { setKeepAlive: () => {}, setTimeout: () => {}, ref: () => {}, unref: () => {} };

function ask(agent: Agent, host: string, { headers, body, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const asked = request({
      agent,
      method: "POST",
      path: "/wsman",
      headers: { Host: host, "User-Agent": "Mobility Fleet", Connection: "Keep-Alive", "Content-Length": `${body.length}`, ...headers },
    });
    const deadline = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs / 1000} seconds`)), timeoutMs);
    const aborted = () => asked.destroy(signal?.reason instanceof Error ? signal.reason : new Error("given up"));
    signal?.addEventListener("abort", aborted);
    const over = (finish: () => void) => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", aborted);
      finish();
    };
    asked.on("error", (error) => over(() => reject(signal?.aborted ? signal.reason : error)));
    const closed = () => over(() => reject(new Error("the connection was closed")));
    asked.once("close", closed);
    asked.once("response", (answer) => {
      asked.off("close", closed); // whether it came whole shows when it is read
      hear(answer).then(
        (heard) => over(() => resolve(heard)),
        (error) => {
          asked.destroy();
          over(() => reject(signal?.aborted ? signal.reason : error));
        },
      );
    });
    asked.end(body);
  });
}

async function hear(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error("an answer that is too large");
    chunks.push(chunk);
  }
  const { statusCode = 0, headersDistinct } = answer;
  return {
    status: statusCode,
    challenges: (headersDistinct["www-authenticate"] ?? []).flatMap((line) => line.slice(0, 8_192).split(/,\s*/)).slice(0, 16),
    contentType: answer.headers["content-type"] ?? "",
    body: Buffer.concat(chunks),
  };
}
