import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { BEFORE, type FleetWorld, installedVersion, startFleet, TARGET, UBUNTU } from "../e2e/fleet.js";
import { lacksLab, noLab } from "../local/lab/here.js";

/** What somebody writes who has only the generated client: no name, type or path of ours is known here but those that it brings. */
const PROGRAM = `
import { client } from "./client.gen.js";
import { getAsrFabric, getAsrJob, getAsrProtectionContainer, getAsrReplicationProtectedItem, updateAsrMobilityService } from "./sdk.gen.js";
import type { AsrJob } from "./types.gen.js";

type Found<T> = T | { value: T[] };
const all = <T extends object>(found: Found<T>): T[] => ("value" in found ? found.value : [found]);

export async function updateByName(service: { url: string; key: string }, name: string): Promise<AsrJob> {
  client.setConfig({ baseUrl: service.url, auth: () => service.key });
  const fabrics = await getAsrFabric({ throwOnError: true });
  for (const fabric of all(fabrics.data)) {
    const containers = await getAsrProtectionContainer({ query: { Fabric: fabric.ID }, throwOnError: true });
    for (const container of all(containers.data)) {
      const items = await getAsrReplicationProtectedItem({ query: { ProtectionContainer: container.ID }, throwOnError: true });
      const item = all(items.data).find(({ FriendlyName }) => FriendlyName === name);
      if (item) return update(item);
    }
  }
  throw new Error("there is no machine " + name);
}

async function update(item: { ID: string; FriendlyName: string }): Promise<AsrJob> {
  const started = await updateAsrMobilityService({ body: { ReplicationProtectedItem: item }, throwOnError: true });
  if ("WhatIf" in started.data) throw new Error("nothing was asked with WhatIf");
  let job = started.data;
  while (job.State === "NotStarted" || job.State === "InProgress") {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const read = await getAsrJob({ query: { Name: job.Name }, throwOnError: true });
    if ("value" in read.data) throw new Error("one job was asked for");
    job = read.data;
  }
  return job;
}

export async function refusal(service: { url: string }): Promise<string> {
  client.setConfig({ baseUrl: service.url, auth: () => "mf_wrong" });
  const { error } = await getAsrFabric();
  return error ? error.error.code : "none";
}
`;

type Program = Readonly<{
  updateByName(service: Readonly<{ url: string; key: string }>, name: string): Promise<AsrJob>;
  refusal(service: Readonly<{ url: string }>): Promise<string>;
}>;

describe.skipIf(noLab)(`a client that a public generator makes from /api/openapi.json${lacksLab}`, { timeout: 180_000 }, () => {
  let fleet: FleetWorld;
  const folder = mkdtempSync(join(process.cwd(), "dist/generated-client-"));
  beforeAll(async () => {
    fleet = await startFleet();
    await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU }]);
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fleet?.close();
  });

  it("lists fabrics, finds a machine, updates it and waits for the job, in a program that the compiler accepts", async () => {
    const item = await fleet.adopt({ name: "by-client", osTag: UBUNTU, agent: { version: BEFORE } });
    const service = { url: fleet.world.host.url, key: fleet.world.key };
    const { updateByName, refusal } = await generate(service.url, folder);
    const job = await updateByName(service, "by-client");
    expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(await installedVersion(item.lab)).toBe(TARGET);
    expect(await refusal(service)).toBe("Unauthorized");
  });
});

/** Asks the running service for its document, without a key, and makes a program of the client and the lines above. */
async function generate(url: string, folder: string): Promise<Program> {
  const document = join(folder, "openapi.json");
  writeFileSync(document, await (await fetch(`${url}/api/openapi.json`)).text());
  await createClient({
    input: document,
    output: { path: join(folder, "client"), importFileExtension: ".js" },
    logs: { level: "silent", file: false },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
  });
  const source = join(folder, "client/program.ts");
  writeFileSync(source, PROGRAM);
  expect(complaints(source)).toEqual([]);
  const outfile = join(folder, "program.mjs");
  await build({ entryPoints: [source], bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
  return import(/* @vite-ignore */ pathToFileURL(outfile).href);
}

/** What the compiler says, strictly. */
function complaints(file: string): readonly string[] {
  const program = ts.createProgram([file], {
    ...{ strict: true, noEmit: true, skipLibCheck: true, noUncheckedIndexedAccess: true, types: ["node"] },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
