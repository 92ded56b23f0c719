import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";
import { createAccessKey } from "../../lib/api/http/access-key-text.js";
import { PRODUCT_VERSION } from "../../lib/core/product.js";
import type { Scope } from "../../lib/fleet/accounts/access-key.js";
import { memoryFleet, sampleFleet } from "../api/call.js";
import { newPrivateKey } from "../private-key.js";

const OTHERS = { arm: "reader", "arm-providers": "reader", health: "reader", "zz-unknown-cmdlet": "reader" } as const;
/** The same for everybody, and nothing in them is of the fleet. */
const OPEN = ["api-page", "openapi-document", "portal"];
const SCOPES: Readonly<Record<string, Scope>> = { ...Object.fromEntries(CMDLETS.map(({ name, scope }) => [name, scope])), ...OTHERS };

describe("every route", () => {
  it("is one of those that this test walks", async () =>
    expect(Object.keys((await memoryFleet()).routes).sort()).toEqual([...Object.keys(SCOPES), ...OPEN].sort()));

  it.each(OPEN)("%s needs no key", async (route) => {
    const { routes } = await memoryFleet();
    const { HttpRequest, InvocationContext } = await import("@azure/functions");
    const answer = await routes[route]?.handler(new HttpRequest({ method: "GET", url: "http://fleet.example/api" }), new InvocationContext());
    expect(answer).not.toHaveProperty("status");
    expect(routes[route]?.methods).toEqual(["GET"]);
  });

  it.each(Object.entries(SCOPES))("%s needs a key with the scope %s", async (route, scope) => {
    const { call, keys, context } = await memoryFleet();
    const method = route in OTHERS ? "GET" : "POST";
    const unknown = `mf_${"0".repeat(16)}_${"a".repeat(43)}`;
    for (const key of ["", "nonsense", unknown, `${keys.administrator.slice(0, -1)}${keys.administrator.endsWith("A") ? "B" : "A"}`]) {
      const answer = await call(route, {}, { method, key });
      expect(answer).toMatchObject({ status: 401, body: { error: { details: [{ code: "Unauthorized" }] } } });
      expect(answer.headers["WWW-Authenticate"]).toMatch(/^Bearer /);
      expect(JSON.stringify(answer)).not.toContain(keys.administrator.slice(0, -1));
    }
    const expired = await createAccessKey(context, { scope: "administrator", label: "old", expiresAt: new Date(Date.now() - 1000) });
    expect((await call(route, {}, { method, key: expired.key.reveal() })).status).toBe(401);
    const smaller = scope === "administrator" ? [keys.reader, keys.operator] : scope === "operator" ? [keys.reader] : [];
    for (const key of smaller) {
      expect(await call(route, {}, { method, key })).toMatchObject({
        status: 403,
        body: { error: { message: expect.stringContaining(`scope ${scope}`) } },
      });
    }
    const { status, body } = await call(route, {}, { method, key: keys[scope] });
    expect([200, 202, 400, 404], JSON.stringify(body)).toContain(status); // that nothing was given is the caller's fault, if it is one
  });

  it("takes the key from the header alone", async () => {
    const { call, keys } = await memoryFleet();
    expect((await call("Get-AsrFabric", {}, { method: "GET", key: "", query: `?code=${keys.reader}` })).status).toBe(401);
    expect((await call("Get-AsrFabric", {}, { method: "GET", key: keys.reader, query: "?code=x&api-version=1" })).status).toBe(200);
  });

  it("carries the ids of the request, also on errors, and drops an id that no header may hold", async () => {
    const { call } = await memoryFleet();
    const answer = await call("Get-AsrJob", { Name: "none" }, { headers: { "x-ms-client-request-id": "mine" } });
    expect(answer.headers).toMatchObject({ "x-ms-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/), "x-ms-client-request-id": "mine" });
    expect(answer.body).toMatchObject({ error: { details: [{ clientRequestId: "mine", activityId: answer.headers["x-ms-request-id"] }] } });
    expect((await call("Get-AsrJob", {}, { headers: { "x-ms-client-request-id": "x".repeat(200) } })).headers).not.toHaveProperty(
      "x-ms-client-request-id",
    );
  });
});

describe("the list of cmdlets", () => {
  it("has every file of functions/cmdlets, each named as its cmdlet", () => {
    const files = readdirSync("functions/cmdlets").map((file) => file.replace(/\.ts$/, ""));
    expect(CMDLETS.map(({ name }) => name).sort()).toEqual(files.sort());
  });

  it("serves a cmdlet by its names and no other", async () => {
    const { routes } = await memoryFleet();
    const pattern = /regex\((.*)\)\}$/.exec(routes["Stop-AzureRmRecoveryServicesAsrJob"]?.route ?? "")?.[1] ?? "";
    for (const name of ["Stop-AzureRmRecoveryServicesAsrJob", "Stop-AzRecoveryServicesAsrJob", "Stop-ASRJob"])
      expect(name).toMatch(new RegExp(pattern));
    expect("Stop-ASRJobs").not.toMatch(new RegExp(pattern));
    const names = CMDLETS.flatMap(({ name }) => allNames(name).map((one) => one.toLowerCase()));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("get-asrnotificationsetting"); // as the real module has it, too
  });

  it("has a catch-all whose name sorts behind all others", async () => {
    expect(
      Object.keys((await memoryFleet()).routes)
        .sort((a, b) => a.localeCompare(b, "en"))
        .at(-1),
    ).toBe("zz-unknown-cmdlet");
  });
});

describe("an unknown cmdlet", () => {
  it("is answered with the names that are like it", async () => {
    const { call } = await memoryFleet();
    const answer = await call("Updat-ASRMobilityServise", {});
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).toContain("Did you mean Update-ASRMobilityService");
  });

  it("tells the method that a cmdlet takes when it came with another", async () => {
    const { routes, keys } = await memoryFleet();
    const { HttpRequest, InvocationContext } = await import("@azure/functions");
    const request = new HttpRequest({
      method: "GET",
      url: "http://fleet.example/api/Stop-ASRJob",
      params: { cmdlet: "Stop-ASRJob" },
      headers: { authorization: `Bearer ${keys.reader}` },
    });
    const answer = await routes["zz-unknown-cmdlet"]?.handler(request, new InvocationContext());
    expect(answer).toMatchObject({
      status: 404,
      jsonBody: { error: { message: "Stop-AzureRmRecoveryServicesAsrJob is called with POST; got GET" } },
    });
  });
});

it.each(["health", "docs", "openapi.json"])("tells that /api/%s is only read", async (name) => {
  const { routes, keys } = await memoryFleet();
  const { HttpRequest, InvocationContext } = await import("@azure/functions");
  const headers = { authorization: `Bearer ${keys.reader}` };
  const request = new HttpRequest({ method: "POST", url: `http://fleet.example/api/${name}`, params: { cmdlet: name }, headers });
  const answer = await routes["zz-unknown-cmdlet"]?.handler(request, new InvocationContext());
  expect(answer).toMatchObject({ status: 404, jsonBody: { error: { message: `/api/${name} is called with GET; got POST` } } });
});

describe("health", () => {
  it("tells the version of package.json", async () => {
    const { call } = await memoryFleet();
    expect((await call("health", {}, { method: "GET" })).body).toMatchObject({
      status: "Healthy",
      version: JSON.parse(readFileSync("package.json", "utf8")).version,
    });
    expect(PRODUCT_VERSION).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
  });
});

describe("secrets", () => {
  it("are in no answer, log, row or message", async () => {
    const fleet = await sampleFleet();
    const PrivateKey = newPrivateKey({ note: "private-key-canary", passphrase: "passphrase-canary" });
    const canaries = { Password: "password-canary", PrivateKey, PrivateKeyPassphrase: "passphrase-canary" };
    const account = { Fabric: "CS1", AccountName: "a", UserName: "root", ...canaries };
    const answers = [
      await fleet.call("New-AsrRunAsAccount", account),
      await fleet.call("New-AsrRunAsAccount", { ...account, WhatIf: true, AccountName: "b" }),
      await fleet.call("New-AsrRunAsAccount", { ...account, Fabric: "none" }),
      await fleet.call("New-AsrRunAsAccount", { ...account, Password: ["password-canary"], PrivateKey: { a: "private-key-canary" } }),
      await fleet.call("New-AsrRunAsAccount", { ...account, Pasword: "password-canary" }),
      await fleet.call("New-AsrRunAsAccount", {}, { rawBody: `{"Password": "password-canary", oops` }),
      await fleet.call("New-AsrRunAsAccount", {}, { rawBody: `"password-canary"` }),
      await fleet.call("Set-AsrFabric", { Name: "CS1", Passphrase: ["p4ssphrase-canary"] }),
      await fleet.call("Get-AsrFabric"),
    ];
    const { fabrics, accounts, queue } = fleet.context;
    const rows = [await fabrics.list(), await accounts.list("CS1"), queue.sent];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 400, 400, 400, 400, 200]);
    expect(JSON.stringify([answers, rows])).not.toContain("canary");
  });
});
