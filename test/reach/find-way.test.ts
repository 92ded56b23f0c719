import { describe, expect, it } from "vitest";
import { FleetError } from "../../lib/core/errors.js";
import type { Way } from "../../lib/fleet/machines/way.js";
import { findWay } from "../../lib/reach/find-way.js";
import type { RemoteMachine } from "../../lib/remote/machine.js";

const WAYS: readonly Way[] = [
  { transport: "Ssh", port: 22 },
  { transport: "WinRmHttps", port: 5986 },
  { transport: "WinRmHttp", port: 5985 },
];
const remote = {} as RemoteMachine; // nobody asks it anything
const pin = { type: "ssh-ed25519", sha256: "A".repeat(43), origin: "approved", recordedAt: "2026-01-01T00:00:00.000Z" } as const;
const closed = (way: Way) => new FleetError("MachineUnreachable", `Cannot connect to port ${way.port}.`, { retryable: true, target: "10.0.0.4" });

/** Answers on these ports alone; on others it fails so. */
function machine(answers: Readonly<Record<number, FleetError | "yes">>) {
  const tried: number[] = [];
  const connect = async (way: Way): Promise<RemoteMachine> => {
    tried.push(way.port);
    const answer = answers[way.port] ?? closed(way);
    if (answer === "yes") return remote;
    throw answer;
  };
  return { tried, connect };
}

describe("a machine that is looked for", () => {
  it("is found on the first way that answers", async () => {
    const { tried, connect } = machine({ 5986: "yes", 5985: "yes" });
    expect(await findWay(WAYS, {}, connect)).toEqual({ remote, way: WAYS[1] });
    expect(tried).toEqual([22, 5986]);
  });

  it("is asked no further once anything answers: a refused login is none on the next way", async () => {
    for (const code of ["LoginRefused", "HostKeyUnknown", "HostKeyMismatch", "CredentialUnusable", "RootRequired", "JumpHostUnreachable"] as const) {
      const { tried, connect } = machine({ 5986: new FleetError(code, "no"), 5985: "yes" });
      await expect(findWay(WAYS, {}, connect)).rejects.toMatchObject({ code });
      expect(tried).toEqual([22, 5986]);
    }
  });

  it("is unreachable when no way answers, and each is named", async () => {
    const { connect } = machine({});
    await expect(findWay(WAYS, {}, connect)).rejects.toMatchObject({
      code: "MachineUnreachable",
      retryable: true,
      message: expect.stringMatching(/22.*5986.*5985/),
    });
  });

  it("is looked for again on its own way when another one answers without the key on record: it may be starting", async () => {
    const { connect } = machine({ 5986: new FleetError("HostKeyMismatch", "it showed x509") });
    await expect(findWay(WAYS, { hostKey: pin }, connect)).rejects.toMatchObject({
      ...{ code: "MachineUnreachable", retryable: true, message: expect.stringContaining("it showed x509") },
      recommendedAction: expect.stringContaining("-AcceptHostKeyChange"),
    });
  });

  it("is refused at once when its own way shows another key", async () => {
    const { tried, connect } = machine({ 22: new FleetError("HostKeyMismatch", "changed"), 5986: "yes" });
    await expect(findWay(WAYS, { hostKey: pin }, connect)).rejects.toMatchObject({ code: "HostKeyMismatch" });
    expect(tried).toEqual([22]);
  });
});
