import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../random.js";

export type FaultyStorage = Readonly<{
  /** The storage as it is reached through here. */
  connectionString: string;
  /** So great a part of the requests is refused, late, or done and never answered; 0 lets all pass. */
  trouble(rate: number): void;
  counts: Readonly<Record<Trouble, number>>;
  close(): Promise<void>;
}>;

type Trouble = "refused" | "delayed" | "answersLost";
const LONGEST_MS = 3000;

/** Stands before a storage and spoils some of what is asked of it. */
export async function faultyStorage(connectionString: string, random: Random): Promise<FaultyStorage> {
  const counts = { refused: 0, delayed: 0, answersLost: 0 };
  let rate = 0;
  const agent = new Agent({ keepAlive: true });
  const servers: Server[] = [];
  const troubleOf = (): Trouble | undefined => (random.chance(rate) ? random.pick(["refused", "delayed", "answersLost"] as const) : undefined);
  const stand = async (port: number): Promise<number> => {
    const server = createServer((request, response) => {
      const trouble = troubleOf();
      if (trouble) counts[trouble]++;
      void pass({ request, response, port, agent, trouble, delayMs: random.below(LONGEST_MS) });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    servers.push(server);
    return (server.address() as AddressInfo).port; // a TCP server has an address object
  };
  let through = connectionString;
  for (const [found, port = ""] of connectionString.matchAll(/:\/\/127\.0\.0\.1:(\d+)\//g))
    through = through.replace(found, `://127.0.0.1:${await stand(Number(port))}/`);
  return {
    connectionString: through,
    counts,
    trouble: (part) => {
      rate = part;
    },
    async close() {
      agent.destroy();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

type Passing = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  port: number;
  agent: Agent;
  trouble: Trouble | undefined;
  delayMs: number;
}>;

async function pass({ request, response, port, agent, trouble, delayMs }: Passing): Promise<void> {
  if (trouble === "refused") return void request.socket.destroy();
  if (trouble === "delayed") await delay(delayMs);
  const { method, url: path, headers } = request;
  const onward = send({ host: "127.0.0.1", port, agent, ...(method && { method }), ...(path && { path }), headers }, (answer) => {
    if (trouble === "answersLost") {
      answer.resume().once("end", () => request.socket.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.once("error", () => request.socket.destroy());
  response.once("close", () => response.writableFinished || trouble === "answersLost" || onward.destroy());
  request.pipe(onward);
}
