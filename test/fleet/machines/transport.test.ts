import { describe, expect, it } from "vitest";
import { checkUnproved, patienceMs, transportProblem, waysTo } from "../../../lib/fleet/machines/transport.js";

const words = (...[machine, isWindows]: Parameters<typeof waysTo>) => waysTo(machine, isWindows).map(({ transport, port }) => `${transport} ${port}`);
const pin = { type: "x509", sha256: "A".repeat(43), origin: "approved", recordedAt: "2026-01-01T00:00:00.000Z" } as const;

describe("the ways to a machine", () => {
  it("are SSH alone where it is no Windows machine", () => {
    expect(words({ port: 5986 }, false)).toEqual(["Ssh 5986"]);
  });

  it("are SSH, WinRM over HTTPS and over HTTP, in this order, where nobody has said more", () => {
    expect(words({ port: 22 }, true)).toEqual(["Ssh 22", "WinRmHttps 5986", "WinRmHttp 5985"]);
    expect(words({ port: 2222 }, true)).toEqual(["Ssh 2222", "WinRmHttps 5986", "WinRmHttp 5985"]);
  });

  it("begin with the one that was found before", () => {
    expect(words({ port: 22, foundWay: { transport: "WinRmHttps", port: 5986 } }, true)).toEqual(["WinRmHttps 5986", "Ssh 22", "WinRmHttp 5985"]);
    expect(words({ port: 2222, foundWay: { transport: "Ssh", port: 22 } }, true)).toEqual(["Ssh 2222", "WinRmHttps 5986", "WinRmHttp 5985"]);
  });

  it("are the one that was set, at its port or the usual one", () => {
    expect(words({ port: 22, transport: "WinRmHttps" }, true)).toEqual(["WinRmHttps 5986"]);
    expect(words({ port: 8443, transport: "WinRmHttps" }, true)).toEqual(["WinRmHttps 8443"]);
    expect(words({ port: 5986, transport: "Ssh" }, true)).toEqual(["Ssh 22"]);
  });

  it("are the one whose usual port was set", () => {
    expect(words({ port: 5986 }, true)).toEqual(["WinRmHttps 5986"]);
    expect(words({ port: 5985 }, true)).toEqual(["WinRmHttp 5985"]);
  });
});

describe("the time for a way", () => {
  it("is shared by those that are tried on the chance, and whole for the one that is known", () => {
    const known = { transport: "WinRmHttps", port: 5986 } as const;
    const patience = (machine: Readonly<{ port: number; foundWay?: typeof known }>) => {
      const ways = waysTo(machine, true);
      return ways.map((way) => patienceMs(way, machine, ways, 30_000));
    };
    expect(patience({ port: 22 })).toEqual([10_000, 10_000, 10_000]);
    expect(patience({ port: 22, foundWay: known })).toEqual([30_000, 10_000, 10_000]);
    expect(patience({ port: 5986 })).toEqual([30_000]);
  });
});

describe("a transport", () => {
  it("is refused for a system that does not have it", () => {
    expect(transportProblem("Linux", "WinRmHttps")).toMatch(/Linux machines do not have; expected Ssh/);
    expect([transportProblem("Linux", "Ssh"), transportProblem("Windows", "WinRmHttp"), transportProblem(undefined, "WinRmHttp")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a machine that answers over HTTP alone", () => {
  it("is talked to when an administrator set it so, whatever the policy", () => {
    for (const policy of ["strict", "approve", "first-use"] as const)
      checkUnproved({ policy, machine: { transport: "WinRmHttp" }, acceptHostKey: false });
  });

  it("needs an approval when it was found by trying, and keeps that", () => {
    const ask =
      (policy: "strict" | "approve" | "first-use", acceptHostKey: boolean, machine = {}) =>
      () =>
        checkUnproved({ policy, machine, acceptHostKey });
    expect(ask("approve", false)).toThrow(expect.objectContaining({ code: "HostKeyUnknown" }));
    expect(ask("strict", true)).toThrow(expect.objectContaining({ code: "HostKeyUnknown" }));
    ask("approve", true)();
    ask("approve", false, { foundWay: { transport: "WinRmHttp", port: 5985 } })();
    ask("first-use", false)();
  });

  it("is not talked to in the stead of one whose key or certificate is on record", () => {
    for (const policy of ["approve", "first-use"] as const) {
      expect(() => checkUnproved({ policy, machine: { hostKey: pin }, acceptHostKey: true })).toThrow(
        expect.objectContaining({ code: "HostKeyMismatch" }),
      );
    }
  });
});
