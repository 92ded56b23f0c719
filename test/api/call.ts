import { HttpRequest, InvocationContext } from "@azure/functions";
import { z } from "zod";
import { httpRoutes } from "../../functions/http-routes.js";
import { createAccessKey } from "../../lib/api/http/access-key-text.js";
import type { Scope } from "../../lib/fleet/accounts/access-key.js";
import { type MemoryContext, memoryContext } from "./memory-context.js";

const Headers = z.record(z.string(), z.string());

/** An answer as it would leave: the body is what JSON makes of it. */
export type Called = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: unknown; logged: readonly string[] }>;
export type CallOptions = Readonly<{ method?: string; key?: string; headers?: Record<string, string>; rawBody?: string; query?: string }>;

/** A fleet in memory with a key for each scope, and a way to call its functions as the host does. */
export async function memoryFleet(context: MemoryContext = memoryContext()) {
  const keyOf = async (scope: Scope) => (await createAccessKey(context, { scope, label: `${scope}-key` })).key.reveal();
  const keys = { reader: await keyOf("reader"), operator: await keyOf("operator"), administrator: await keyOf("administrator") };
  const routes = httpRoutes(() => context);
  const call = async (cmdlet: string, parameters: object = {}, options: CallOptions = {}): Promise<Called> => {
    const name = Object.keys(routes).find((route) => route.toLowerCase() === fullName(cmdlet).toLowerCase()) ?? "zz-unknown-cmdlet";
    const { method = "POST", key = keys.administrator } = options;
    const url = `http://fleet.example/api/${cmdlet}${options.query ?? ""}`;
    const body = options.rawBody ?? JSON.stringify(parameters);
    const headers = { ...(key && { authorization: `Bearer ${key}` }), ...options.headers };
    const request = new HttpRequest({ method, url, headers, params: { cmdlet }, ...(method !== "GET" && { body: { string: body } }) });
    const logged: string[] = [];
    const invocation = new InvocationContext({ functionName: name, logHandler: (_level, ...words) => void logged.push(words.map(String).join(" ")) });
    const answer = await routes[name]?.handler(request, invocation);
    if (!answer || !("jsonBody" in answer)) throw new Error(`${name} answered without a body`);
    return { status: answer.status ?? 200, headers: Headers.parse(answer.headers), body: JSON.parse(JSON.stringify(answer.jsonBody)), logged };
  };
  return { context, keys, routes, call };
}

/** `Get-AsrJob` for short. */
const fullName = (name: string): string => name.replace(/^(\w+)-(?:ASR|AzRecoveryServicesAsr)(?=[A-Z])/i, "$1-AzureRmRecoveryServicesAsr");

/** A fleet with a classic fabric, one account and one machine that is a replication protected item. */
export async function sampleFleet(context: MemoryContext = memoryContext()) {
  const fleet = await memoryFleet(context);
  await fleet.call("Set-AsrFabric", {
    Name: "CS1",
    FriendlyName: "Config server",
    Generation: "Classic",
    ServerAddress: "10.0.0.2",
    Passphrase: "p4ssphrase-canary",
  });
  await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "LinuxAccount", UserName: "root", Password: "password-canary" });
  const container =
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1/replicationFabrics/CS1/replicationProtectionContainers/default";
  await fleet.call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1", IPAddress: "10.0.0.4", OSType: "Linux" });
  const item = Shown.parse((await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1" })).body);
  await fleet.call("New-AsrReplicationProtectedItem", { ProtectableItem: item.ID, Name: "vm1-item", Account: "LinuxAccount" });
  return { ...fleet, container, item: item.ID, itemName: item.Name, protectedItem: `${container}/replicationProtectedItems/vm1-item` };
}

const Shown = z.object({ ID: z.string(), Name: z.string() });
