import { expect, it } from "vitest";
import type { RemoteMachine } from "../../lib/remote/machine.js";
import { probeOutput } from "../agents/probe-sample.js";
import { handClock, jobEngine } from "./engine.js";

it("looks at the machine once an invocation, and again where a step may not rely on a look of that age", async () => {
  const clock = handClock();
  let looks = 0;
  const script = async () => {
    looks++;
    return { exitCode: 0, stdout: probeOutput(), stderr: "", truncated: false };
  };
  const seen: number[] = [];
  const engine = await jobEngine(
    {
      look: async (_run, { probe }) => {
        const ask = async (maxAgeMs?: number) => {
          await probe(maxAgeMs === undefined ? {} : { maxAgeMs });
          seen.push(looks);
        };
        await ask();
        clock.pass(9);
        await ask();
        await ask(10_000);
        clock.pass(1);
        await ask(10_000);
        await ask(10_000);
        await ask(0);
        return { type: "done", message: "" };
      },
    },
    { clock, connect: async () => ({ script, hostKey: { type: "ssh-ed25519", sha256: "x" }, close: async () => {} }) as unknown as RemoteMachine },
  );
  const { name } = await engine.start();
  await engine.drain();
  expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
  expect(seen).toEqual([1, 1, 1, 2, 2, 3]);
});
