import { describe, expect, it } from "vitest";
import type { InstallerStore } from "../../../lib/fleet/ports.js";
import { anInstaller } from "../samples.js";

export function installerStoreContract(name: string, open: () => Promise<InstallerStore>) {
  describe(`${name} as an InstallerStore`, () => {
    it("lists the newest version first, then the newest build", async () => {
      const store = await open();
      const versions = [
        ["9.9.0.0", "2020-01-01"],
        ["9.62.7096.1", "2024-08-01"],
        ["9.62.7096.1", "2024-08-02"],
        ["10.1.0.0", "2019-01-01"],
      ] as const;
      for (const [version, buildDate] of versions) await store.create(anInstaller({ version, buildDate }));
      await store.create(anInstaller({ osTag: "RHEL8-64", version: "9.61.0.0" }));
      expect((await store.list("ubuntu-22.04-64")).map((i) => `${i.version} ${i.buildDate}`)).toEqual([
        "10.1.0.0 2019-01-01",
        "9.62.7096.1 2024-08-02",
        "9.62.7096.1 2024-08-01",
        "9.9.0.0 2020-01-01",
      ]);
      expect((await store.list()).map((i) => i.version)).toEqual(["10.1.0.0", "9.62.7096.1", "9.62.7096.1", "9.61.0.0", "9.9.0.0"]);
    });
    it("finds an installer by its file name and refuses another of that name", async () => {
      const store = await open();
      const installer = anInstaller({ fileName: "Agent_9.62.tar.gz" });
      await store.create(installer);
      expect(await store.findByFileName("agent_9.62.TAR.GZ")).toEqual(installer);
      expect(await store.findByFileName("other")).toBeUndefined();
      await expect(store.create({ ...installer, sha256: "b".repeat(64) })).rejects.toMatchObject({ code: "Conflict" });
    });
    it("keeps holds by version and OS tag, the last reason of each", async () => {
      const store = await open();
      const hold = { version: "9.62", reason: "first", since: "2026-11-24T10:00:00.000Z" };
      await store.putHold(hold);
      await store.putHold({ ...hold, reason: "second" });
      await store.putHold({ ...hold, osTag: "RHEL8-64", heldBy: "ops" });
      expect(await store.listHolds()).toEqual([
        { ...hold, reason: "second" },
        { ...hold, osTag: "RHEL8-64", heldBy: "ops" },
      ]);
      await store.removeHold("9.62");
      await store.removeHold("9.62");
      expect((await store.listHolds()).map(({ osTag }) => osTag)).toEqual(["RHEL8-64"]);
      await store.removeHold("9.62", "rhel8-64");
      expect(await store.listHolds()).toEqual([]);
      expect(await store.list()).toEqual([]);
    });
    it("keeps lists of kernels by OS tag and version, the last one of each, also a long one", async () => {
      const store = await open();
      const list = { osTag: "RHEL8-64", version: "9.62", asOf: "2024-06-20", kernels: ["a"], importedAt: "2026-11-24T10:00:00.000Z" };
      const long = Array.from({ length: 10_000 }, (_, i) => `5.14.21-150500.55.${i}-default`);
      await store.putKernels(list);
      await store.putKernels({ ...list, kernels: long });
      await store.putKernels({ ...list, version: "9.63" });
      await store.putKernels({ ...list, osTag: "RHEL8-64-X" });
      expect(await store.listKernels("rhel8-64")).toEqual([
        { ...list, kernels: long },
        { ...list, version: "9.63" },
      ]);
      expect(await store.listKernels()).toHaveLength(3);
      await store.removeKernels({ osTag: "rhel8-64", version: "9.62" });
      await store.removeKernels({ osTag: "rhel8-64", version: "9.62" });
      expect((await store.listKernels()).map(({ osTag, version }) => [osTag, version]).toSorted()).toEqual([
        ["RHEL8-64", "9.63"],
        ["RHEL8-64-X", "9.62"],
      ]);
    });
    it("keeps how long runs took, by what ran, its version and its system", async () => {
      const store = await open();
      const install = { what: "install", osTag: "RHEL8-64", version: "9.62.7096.1" };
      expect(await store.runTimes(install)).toEqual({ ...install, seconds: [] });
      await store.putRunTimes({ ...install, seconds: [60] });
      await store.putRunTimes({ ...install, seconds: [60, 70] });
      await store.putRunTimes({ what: "register", osTag: "RHEL8-64", seconds: [3] });
      expect(await store.runTimes({ ...install, osTag: "rhel8-64" })).toMatchObject({ seconds: [60, 70] });
      expect(await store.runTimes({ what: "register", osTag: "RHEL8-64" })).toMatchObject({ seconds: [3] });
      expect(await store.runTimes({ ...install, version: "9.63" })).toMatchObject({ seconds: [] });
    });
    it("does not mix a tag with one that begins alike", async () => {
      const store = await open();
      await store.create(anInstaller({ osTag: "RHEL8-64-X" }));
      expect(await store.list("RHEL8-64")).toEqual([]);
    });
  });
}
