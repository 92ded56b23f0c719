import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { memoryFleet, sampleFleet } from "../call.js";

const messageOf = ({ body }: { body: unknown }) => (body as { error: { message: string } }).error.message; // the envelope, tested below

describe("a wrong call", () => {
  it.each([100, 5_000, 100_000])("nested %i times is refused whatever holds it, and never a fault of the service", async (depth) => {
    const { call } = await memoryFleet();
    const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const bodies = [`{"Name":${deep}}`, `{"Name":{"a":${deep}}}`, `{"${"x".repeat(9)}":${deep}}`, `{"Machines":[{"Tags":${deep}}]}`];
    for (const cmdlet of ["Get-AsrFabric", "Set-AsrFabric", "Import-AsrInventory", "Update-AsrMobilityService", "Get-AsrNothing"])
      for (const rawBody of bodies)
        expect(await call(cmdlet, {}, { rawBody }), `${cmdlet} ${rawBody.slice(0, 40)}`).toMatchObject({
          status: expect.toSatisfy((status) => status === 400 || status === 404),
        });
  });

  it("has nothing in its message that steers a terminal or turns a text, whatever it repeats", async () => {
    const { call } = await memoryFleet();
    const answer = await call("Import-AsrMobilityServiceKernelList", {
      Kernels: "5.14.0\u202e\u001b[31m\ud800",
      Version: "9.62.7096.1",
      AsOf: "2026-02-11",
      OSTag: "UBUNTU-22.04-64",
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toMatch(/\u202e|\\u001b|\\ud800/);
    expect(messageOf(answer)).toContain("5.14.0<U+202E><U+001B>[31m<U+D800>");
  });

  it("names an unknown parameter, what is expected and what is like it", async () => {
    const { call } = await memoryFleet();
    const answer = await call("Get-AsrFabric", { FriendlyNam: "x" });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "InvalidParameter", target: "FriendlyNam" } } });
    expect(messageOf(answer)).toBe('There is no parameter "FriendlyNam"; expected one of Name, FriendlyName');
    expect(JSON.stringify(answer.body)).toContain("Did you mean FriendlyName?");
  });

  it("names a missing mandatory parameter", async () => {
    const { call } = await memoryFleet();
    expect(messageOf(await call("Get-AsrProtectionContainer", {}))).toMatch(
      /^The mandatory parameter Fabric \(an ASRFabric object.*is missing for the parameter set ByFabricObject$/,
    );
  });

  it("names parameters of two sets and shows the sets", async () => {
    const { call } = await memoryFleet();
    expect(messageOf(await call("Get-AsrFabric", { Name: "a", FriendlyName: "b" }))).toMatch(
      /Name, FriendlyName cannot be given together.*ByName \(Name\); ByFriendlyName/,
    );
  });

  it.each([
    ["Get-AsrJob", { State: "Done" }, 'State expects one of NotStarted, InProgress, Succeeded, Other, Failed, Cancelled, Suspended; got "Done"'],
    ["Get-AsrJob", { StartTime: "yesterday" }, 'StartTime expects a time such as 2026-11-24T14:04:26Z; got "yesterday"'],
    ["Get-AsrJob", { Top: 5000 }, "Top expects a whole number from 1 to 1000; got 5000"],
    ["Get-AsrFabric", { Name: 7 }, "Name expects a text of 1 to 1024 characters; got 7"],
    ["Stop-AsrJob", { Name: "x", WhatIf: "maybe" }, 'WhatIf expects true or false; got "maybe"'],
    [
      "New-AsrRunAsAccount",
      { Fabric: "f", AccountName: "a", UserName: "u", Password: 5 },
      "Password expects a text that is not empty; got a value that is not shown",
    ],
  ])("%s %j is told what was expected and what came", async (cmdlet, parameters, message) => {
    const { call } = await memoryFleet();
    const answer = await call(cmdlet, parameters);
    expect(answer.status).toBe(400);
    expect(messageOf(answer)).toBe(`The parameter ${message}`);
  });

  it("tells a parameter that came twice in different case", async () => {
    const { call } = await memoryFleet();
    expect(messageOf(await call("Get-AsrFabric", { Name: "a", name: "b" }))).toBe("The parameter Name was given twice; expected it once");
    expect((await call("Get-AsrFabric", { Name: "a" }, { query: "?name=b" })).status).toBe(400);
  });

  it.each(["[]", "7", '"x"', "null", "{", "Name=x"])("refuses the body %s", async (rawBody) => {
    const { call } = await memoryFleet();
    expect(await call("Get-AsrFabric", {}, { rawBody })).toMatchObject({ status: 400, body: { error: { target: "body" } } });
  });

  it("hints at chunked bodies when parameters are missing and the body is empty", async () => {
    const { call } = await memoryFleet();
    expect(messageOf(await call("Stop-AsrJob", {}, { rawBody: "" }))).toMatch(/Transfer-Encoding: chunked/);
    expect((await call("Get-AsrFabric", {}, { rawBody: "" })).status).toBe(200);
  });

  it("takes WhatIf only where something is changed", async () => {
    const { call } = await memoryFleet();
    expect((await call("Get-AsrFabric", { WhatIf: true })).status).toBe(400);
    expect((await call("Stop-AsrJob", { Name: "none", WhatIf: true })).status).toBe(404);
  });

  it("cannot be made to touch what every object inherits", async () => {
    const { call } = await memoryFleet();
    for (const name of ["__proto__", "constructor", "toString"])
      expect((await call("Get-AsrFabric", {}, { rawBody: `{"${name}": {"Name": "x"}}` })).status).toBe(400);
  });
});

describe("an id", () => {
  it("of another kind, of another vault or of nothing is told apart", async () => {
    const { call, container, protectedItem } = await sampleFleet();
    const update = (ReplicationProtectedItem: unknown) => call("Update-AsrMobilityService", { ReplicationProtectedItem });
    expect(await update(container)).toMatchObject({ status: 400, body: { error: { target: "ReplicationProtectedItem" } } });
    for (const wrong of ["vm1-item", "/", "/a/b/c", `${protectedItem}/`, ""]) expect((await update(wrong)).status).toBe(400);
    expect((await update(protectedItem.replace("vault-1", "vault-2"))).status).toBe(404);
    expect((await update(protectedItem.replace("11111111", "99999999"))).status).toBe(404);
    for (const gone of ["CS1/", "default/", "vm1-item"]) expect((await update(protectedItem.replace(gone, `x${gone}`))).status).toBe(404);
    expect((await update(protectedItem.toUpperCase())).status).toBe(202);
  });
});

describe("an error", () => {
  it("has the envelope of Azure Resource Manager with six fields in its details", async () => {
    const { call } = await memoryFleet();
    const { body } = await call("Get-AsrJob", { Name: "none" });
    const detail = {
      code: "ResourceNotFound",
      message: 'There is no job with the name "none"',
      possibleCauses: "",
      recommendedAction: expect.stringMatching(/Get-/),
      clientRequestId: null,
    };
    expect(body).toEqual({
      error: {
        code: "ResourceNotFound",
        message: detail.message,
        target: "Name",
        details: [{ ...detail, activityId: expect.any(String), target: "Name" }],
      },
    });
  });

  it("that nobody foresaw is logged with the request id and answered blandly", async () => {
    const { call, context } = await memoryFleet();
    for (const thrown of [new TypeError("secret path"), new FleetError("InvalidSettings", "secret path"), "secret path"]) {
      context.jobs.find = () => Promise.reject(thrown);
      const answer = await call("Get-AsrJob", { Name: "x" });
      expect(answer).toMatchObject({ status: 500, body: { error: { code: "Internal" } } });
      expect(JSON.stringify(answer.body)).not.toContain("secret path");
      expect(answer.logged).toHaveLength(1);
    }
  });

  it("of a machine or of the storage keeps its words and has its own status", async () => {
    const { call, context } = await memoryFleet();
    context.jobs.find = () => Promise.reject(new FleetError("DowngradeRefused", "It is newer", { recommendedAction: "Leave it" }));
    expect(await call("Get-AsrJob", { Name: "x" })).toMatchObject({ status: 409, body: { error: { details: [{ recommendedAction: "Leave it" }] } } });
    context.jobs.find = () => Promise.reject(new FleetError("StorageUnavailable", "Table Storage does not answer", { retryable: true }));
    expect(await call("Get-AsrJob", { Name: "x" })).toMatchObject({ status: 503, headers: { "Retry-After": "10" } });
  });
});
