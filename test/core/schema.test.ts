import { expect, it } from "vitest";
import { silentLog } from "../../lib/core/log.js";
import { NewerSchema, orPutBack, SCHEMA } from "../../lib/core/schema.js";

function receiver(work: () => Promise<void> = async () => {}) {
  const back: object[] = [];
  let worked = 0;
  const receive = (message: unknown) =>
    orPutBack({
      message,
      log: silentLog,
      putBack: async (came) => void back.push(came),
      work: async () => {
        worked++;
        await work();
      },
    });
  return { receive, back, worked: () => worked };
}

it("does the work of messages of this release, and of the first one, which wrote no schema", async () => {
  const { receive, back, worked } = receiver();
  await receive({ schema: SCHEMA, jobName: "j-1" });
  await receive({ jobName: "j-1" });
  expect([worked(), back]).toEqual([2, []]);
});

it("puts a message of a newer release back as it came, without looking further", async () => {
  const { receive, back, worked } = receiver();
  const message = { schema: SCHEMA + 1, jobName: "j-1", shape: ["unknown"] };
  await receive(message);
  expect([worked(), back]).toEqual([0, [message]]);
});

it("puts a message back whose row a newer release wrote", async () => {
  const { receive, back } = receiver(async () => {
    throw new NewerSchema("Job j-1", SCHEMA + 1);
  });
  await receive({ schema: SCHEMA, jobName: "j-1" });
  expect(back).toEqual([{ schema: SCHEMA, jobName: "j-1" }]);
});

it("lets every other failure through, so that the queue counts it", async () => {
  const { receive, back } = receiver(async () => {
    throw new Error("storage is away");
  });
  await expect(receive({ jobName: "j-1" })).rejects.toThrow("storage is away");
  expect(back).toEqual([]);
});
