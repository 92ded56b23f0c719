import { HttpRequest, InvocationContext } from "@azure/functions";
import { expect, it } from "vitest";
import { sampleFleet } from "../call.js";

const LOST = { status: 400, body: { error: { code: "InvalidParameter", target: "body" } } };
const UPDATE = "Update-AzureRmRecoveryServicesAsrMobilityService";

it("a cmdlet whose body came in chunks starts nothing, and says what to send instead", async () => {
  const { call, context, protectedItem } = await sampleFleet();
  const before = (await context.jobs.list({}, { size: 100 })).items.length;
  for (const coding of ["chunked", "Chunked", "gzip, chunked"]) {
    const query = `?ReplicationProtectedItem=${encodeURIComponent(protectedItem)}`;
    const answer = await call(UPDATE, {}, { rawBody: "", headers: { "transfer-encoding": coding }, query });
    expect(answer).toMatchObject(LOST);
    expect(JSON.stringify(answer.body)).toMatch(/Content-Length/);
  }
  expect((await context.jobs.list({}, { size: 100 })).items.length).toBe(before);
});

it("a cmdlet whose announced body did not come is refused, also when the host hands over an empty one", async () => {
  const { call, routes, keys } = await sampleFleet();
  expect(await call("Get-AsrJob", {}, { rawBody: "", headers: { "content-length": "17" } })).toMatchObject(LOST);
  const headers = { authorization: `Bearer ${keys.administrator}`, "content-length": "17" };
  const request = new HttpRequest({ method: "POST", url: "http://fleet.example/api/x", headers, body: { bytes: Buffer.alloc(0) } });
  const answer = await routes["Get-AzureRmRecoveryServicesAsrJob"]?.handler(request, new InvocationContext());
  expect(answer).toMatchObject({ status: 400, jsonBody: { error: { message: expect.stringContaining("17 bytes were announced") } } });
});

it("a GET with a body is told to put its parameters into the query", async () => {
  const { call } = await sampleFleet();
  const answer = await call("Get-AsrJob", {}, { method: "GET", headers: { "content-length": "17" } });
  expect(answer).toMatchObject(LOST);
  expect(JSON.stringify(answer.body)).toMatch(/query/);
  expect((await call("Get-AsrJob", {}, { method: "GET", headers: { "content-length": "0" } })).status).toBe(200);
});

it("nobody without a key learns anything, and other routes with a key refuse such a body as well", async () => {
  const { call } = await sampleFleet();
  const headers = { "transfer-encoding": "chunked" };
  expect((await call(UPDATE, {}, { key: "", rawBody: "", headers })).status).toBe(401);
  for (const route of ["arm", "health", "zz-unknown-cmdlet"]) expect(await call(route, {}, { rawBody: "", headers })).toMatchObject({ status: 400 });
});

it("an empty body that was announced as empty is as before", async () => {
  const { call } = await sampleFleet();
  for (const length of ["0", ""]) expect((await call("Get-AsrJob", {}, { rawBody: "", headers: { "content-length": length } })).status).toBe(200);
});
