import { expect, it } from "vitest";
import type { z } from "zod";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { bindParameters } from "../../lib/api/cmdlet/bind-parameters.js";
import { setsOf } from "../../lib/api/http/handle-cmdlet.js";
import { AsrFabric, AsrProtectionContainer } from "../../lib/api/objects/fabric.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { WhatIf } from "../../lib/api/objects/plans/what-if.js";
import { AsrProtectableItem } from "../../lib/api/objects/protectable-item.js";
import { AsrReplicationProtectedItem } from "../../lib/api/objects/replication-protected-item.js";
import { memoryFleet, sampleFleet } from "./call.js";

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  components: { schemas: object };
};
const read = async () => (await (await memoryFleet()).call("openapi-document", {}, { method: "GET" })).body as Document; // its parts are what the tests look at

it("describes every cmdlet, Get- also by query, with answers and errors", async () => {
  const { openapi, paths } = await read();
  expect(openapi).toBe("3.1.0");
  const { "/api/health": health, ...cmdlets } = paths;
  expect(health?.get?.operationId).toBe("getHealth");
  expect(Object.keys(cmdlets).sort()).toEqual(CMDLETS.map(({ name }) => `/api/${name}`).sort());
  for (const [path, methods] of Object.entries(cmdlets)) {
    expect(Object.keys(methods).sort()).toEqual(path.startsWith("/api/Get-") ? ["get", "post"] : ["post"]);
    for (const { responses } of Object.values(methods))
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "400", "401", "403", "404", "409", "500", "503"]));
  }
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(["getAsrFabric", "getAsrFabricByBody", "updateAsrMobilityService"]));
});

it("has no reference that leads nowhere, and no schema that nothing leads to", async () => {
  const document = await read();
  const refs = new Set([...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref]) => String(ref)));
  for (const ref of refs) {
    expect(
      ref.split("/").reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document),
      ref,
    ).toBeDefined();
  }
  expect(Object.keys(document.components.schemas).filter((name) => !refs.has(`components/schemas/${name}`))).toEqual([]);
});

it("marks secrets as write-only and shows none in an answer", async () => {
  const text = JSON.stringify((await read()).paths["/api/New-AzureRmRecoveryServicesAsrRunAsAccount"]);
  expect(text.match(/"format":"password","writeOnly":true|"writeOnly":true,"format":"password"/g)).toHaveLength(3);
});

it.each(CMDLETS.flatMap((cmdlet) => cmdlet.examples.map(({ title, parameters }) => ({ title, parameters, cmdlet }))))(
  "$cmdlet.name: the example '$title' is a call that fits a set",
  ({ cmdlet, parameters }) => {
    const given = new Map(Object.entries(parameters));
    expect(Object.keys(setsOf(cmdlet))).toContain(bindParameters({ sets: setsOf(cmdlet), defaultSet: cmdlet.defaultSet }, given).parameterSet);
  },
);

it("describes what is answered: each object has exactly the declared properties in the declared order", async () => {
  const { call, container, item, protectedItem } = await sampleFleet();
  const cases: readonly (readonly [z.ZodObject, string, object])[] = [
    [AsrFabric, "Get-AsrFabric", { Name: "CS1" }],
    [AsrProtectionContainer, "Get-AsrProtectionContainer", { Fabric: "CS1", Name: "default" }],
    [AsrProtectableItem, "Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1" }],
    [AsrReplicationProtectedItem, "Get-AsrReplicationProtectedItem", { ProtectableItem: item }],
    [AsrJob, "Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem }],
    [WhatIf, "Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem, WhatIf: true }],
  ];
  for (const [schema, cmdlet, parameters] of cases) {
    const { body } = await call(cmdlet, parameters);
    expect(JSON.stringify(schema.strict().parse(body))).toBe(JSON.stringify(body));
    expect(Object.keys(body as object)).toEqual(Object.keys(schema.shape));
  }
});
