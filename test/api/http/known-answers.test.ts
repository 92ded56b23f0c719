import { HttpRequest, InvocationContext } from "@azure/functions";
import { expect, it } from "vitest";
import { memoryFleet } from "../call.js";

it("answers GET with a tag, and nothing more to who has that answer already, as long as it is the same", async () => {
  const { routes, keys, call } = await memoryFleet();
  const ask = async (etag?: string) => {
    const headers = { authorization: `Bearer ${keys.reader}`, ...(etag !== undefined && { "if-none-match": etag }) };
    const request = new HttpRequest({ method: "GET", url: "http://fleet.example/api/Get-ASRFabric", headers, params: { cmdlet: "Get-ASRFabric" } });
    const answer = await routes["Get-AzureRmRecoveryServicesAsrFabric"]?.handler(request, new InvocationContext());
    return answer as { status?: number; jsonBody?: unknown; headers: Record<string, string> }; // what a handler of ours answers
  };
  const first = await ask();
  expect(first).toMatchObject({ status: 200, jsonBody: { value: [] }, headers: { ETag: expect.stringMatching(/^"[\w-]{22}"$/) } });
  const again = await ask(first.headers.ETag);
  expect(again.status).toBe(304);
  expect(again).not.toHaveProperty("jsonBody");
  await call("Set-AsrFabric", { Name: "CS1", FriendlyName: "Config server", Generation: "Classic", ServerAddress: "10.0.0.2", Passphrase: "p4ss" });
  expect((await ask(first.headers.ETag)).status).toBe(200);
});
