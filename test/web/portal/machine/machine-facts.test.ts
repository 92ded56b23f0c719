import { expect, it } from "vitest";
import type { MachineDetails, Update } from "../../../../web/portal/api/objects.js";
import { machineFacts } from "../../../../web/portal/machine/machine-facts.js";

/** The facts of a machine of which this is known. */
const factsOf = (FleetDetails: Partial<MachineDetails["FleetDetails"]>, OSTag = "Windows") =>
  new Map(
    machineFacts(
      {
        ProtectionState: "Unknown",
        ReplicationHealth: "Unknown",
        FleetDetails: { Address: "10.0.0.4", Port: 5986, FreeRootMB: 900, ...FleetDetails },
      } as MachineDetails, // the rest is not read
      { OSTag, Tags: {} } as Update,
    ),
  );

it("tells of a Windows machine its way, its certificate, what Defender does not leave out, and its Azure VM agent", () => {
  const facts = factsOf({
    ...{ Transport: "WinRmHttps", HostKeyType: "x509", HostKeySha256: "abc", HostKeyOrigin: "approved" },
    ...{ AntivirusProducts: ["Microsoft Defender"], AntivirusExclusionsMissing: ["C:\\ProgramData\\ASR\\agent"], AzureVMAgent: "Disabled" },
  });
  expect(Object.fromEntries(facts)).toMatchObject({
    "Reached over": "WinRM, HTTPS",
    Certificate: "x509 SHA256:abc (approved)",
    "Virus scanners": "Microsoft Defender",
    "Not left out by Defender": "C:\\ProgramData\\ASR\\agent",
    "Azure VM agent": "disabled",
    "Free on the system drive": "900 MB",
  });
});

it("tells of any machine that it was failed over, and has no line about what nobody knows", () => {
  expect(factsOf({ FailedOverAt: "2026-11-29T10:00:00.000Z" }, "RHEL8-64").has("Failed over")).toBe(true);
  expect([...factsOf({}, "RHEL8-64").keys()]).toEqual([
    ...["Address", "Calls itself", "System", "Host key", "Run-as account", "Agent is configured", "Its services run", "Driver at the last start"],
    ...["Reports to", "Free below /", "Availability group", "Tags", "Protection"],
  ]);
});
