import { describe, expect, it } from "vitest";
import { installArguments, registerArguments } from "../../../lib/agents/linux/commands.js";

describe("commands on Linux", () => {
  it.each([
    ["Classic", false, "-d /usr/local/ASR -q -r MS -v VmWare"],
    ["Classic", true, "-q -v VmWare"],
    ["Modernized", false, "-q -r MS -v VmWare -c CSPrime"],
    ["Modernized", true, "-q -r MS -v VmWare -a Upgrade -c CSPrime"],
  ] as const)("installs (%s, installed before: %s) by %s", (generation, installed, line) => {
    expect(installArguments({ generation, installed }).join(" ")).toBe(line);
  });

  it("registers with the configuration server by its passphrase file", () => {
    expect(registerArguments({ generation: "Classic", serverAddress: "10.0.0.4" }).join(" ")).toBe(
      "/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh -P connection.passphrase -i 10.0.0.4 -q",
    );
    expect(registerArguments({ generation: "Classic", serverAddress: "10.0.0.4", serverPort: 8443 }).join(" ")).toContain("-i 10.0.0.4 -p 8443 -q");
  });

  it("registers with the appliance by config.json, in the folder that the agent lies in", () => {
    expect(registerArguments({ generation: "Modernized", agentDir: "/opt/ASR/Vx" }).join(" ")).toBe(
      "/opt/ASR/Vx/bin/UnifiedAgentConfigurator.sh -S config.json -c CSPrime -q",
    );
  });
});
