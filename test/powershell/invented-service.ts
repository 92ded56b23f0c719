import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Asked = Readonly<{
  cmdlet: string;
  body: Readonly<Record<string, unknown>>;
  /** Of a further page. */
  query: Readonly<Record<string, string>>;
}>;

/** Answers calls of cmdlets as a test wants them: with what `answer` gives, an empty list where that is nothing, not before it is given, and not at all where it is "away". */
export async function inventedService(
  answer: (asked: Asked) => unknown,
): Promise<Readonly<{ uri: string; asked: readonly Asked[]; server: Server; close(): void }>> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    const one: Asked = { cmdlet: shortName(request.url ?? ""), body: JSON.parse(text || "{}"), query: queryOf(request.url) };
    asked.push(one);
    const given = (await answer(one)) ?? { value: [] };
    if (given === "away") return void request.socket.destroy();
    const status = typeof given === "object" && "error" in given ? 404 : 200;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(given));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { uri: `http://127.0.0.1:${port}`, asked, server, close };
}

/** `/api/Get-AzureRmRecoveryServicesAsrJob?Top=1` as `Get-AsrJob`. */
const shortName = (url: string): string => url.replace(/^\/api\/(\w+-)AzureRmRecoveryServices(\w+).*$/, "$1$2");

const queryOf = (url = ""): Readonly<Record<string, string>> => Object.fromEntries(new URL(url, "http://fleet").searchParams);
