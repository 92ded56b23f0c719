import { expect, it } from "vitest";
import { fleetClient, type Send } from "../../../local/client.js";
import { waitForJob } from "../../../local/demo/wait-for-job.js";

const busy = { status: 503, body: { error: { code: "StorageUnavailable", message: "try again" } } };
const job = (State: string) => ({ status: 200, body: { Name: "one", State } });

/** A client of a service that gives these answers one after the other, the last for ever. */
function serviceSays(...answers: readonly Readonly<{ status: number; body: unknown }>[]) {
  let asked = 0;
  const send: Send = async () => {
    const { status, body } = answers[Math.min(asked++, answers.length - 1)] ?? busy;
    return { ok: status < 300, status, text: async () => JSON.stringify(body) };
  };
  return fleetClient("http://127.0.0.1:1", "key", send);
}

it("asks a busy service again until the job has ended", async () => {
  expect(await waitForJob(serviceSays(busy, job("InProgress"), busy, job("Succeeded")), "one", { pollMs: 0 })).toMatchObject({ State: "Succeeded" });
});

it("takes every other refusal for an answer", async () => {
  const refused = { status: 404, body: { error: { code: "ResourceNotFound", message: "no such job" } } };
  await expect(waitForJob(serviceSays(refused, job("Succeeded")), "one", { pollMs: 0 })).rejects.toThrow(/404 ResourceNotFound/);
});

it("gives up at its deadline, and says why", async () => {
  await expect(waitForJob(serviceSays(busy), "one", { pollMs: 0, deadlineMs: 0 })).rejects.toThrow(/503 StorageUnavailable/);
  await expect(waitForJob(serviceSays(job("InProgress")), "one", { pollMs: 0, deadlineMs: 0 })).rejects.toThrow(
    /did not end in time: it is InProgress/,
  );
});
