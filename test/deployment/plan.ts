import { createHash } from "node:crypto";
import type { PackagePlan, PackedInstaller } from "../../lib/jobs/deployment/package-plan.js";

export const CLASSIC: PackagePlan["fabric"] = {
  name: "cs1",
  friendlyName: "Berlin",
  generation: "Classic",
  serverAddress: "10.20.0.4",
  serverPort: 443,
};
export const MODERNIZED: PackagePlan["fabric"] = { name: "ap1", friendlyName: "Appliance", generation: "Modernized", serverPort: 443 };

export const installer = (osTag: string, more: Partial<PackedInstaller> = {}): PackedInstaller => ({
  version: "9.62.7096.1",
  osTag,
  fileName: `Microsoft-ASR_UA_9.62.7096.1_${osTag}_GA_20Jun2024_release.${osTag === "Windows" ? "exe" : "tar.gz"}`,
  sha256: createHash("sha256").update(osTag).digest("hex"),
  sizeBytes: 100,
  ...more,
});

export const plan = (more: Partial<PackagePlan> = {}): PackagePlan => ({
  madeAt: new Date("2026-11-01T10:00:00Z"),
  fabric: CLASSIC,
  installers: [installer("UBUNTU-22.04-64"), installer("Windows")],
  ...more,
});
