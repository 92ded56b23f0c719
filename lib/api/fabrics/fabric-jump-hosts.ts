import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { AccountStore } from "../../fleet/ports.js";
import { parameter, text, wholeNumber } from "../cmdlet/parameter.js";
import { fingerprint, networkAddress } from "../cmdlet/parameter-formats.js";

const Host = z
  .strictObject({
    Name: text("Name that machines and the fabric name it by."),
    Address: networkAddress("Address of its SSH server."),
    Port: wholeNumber("Port of its SSH server; 22 when not given.", { min: 1, max: 65_535 }).optional(),
    AccountId: text("Id of the fabric's run-as account that logs in to it; it needs no root there."),
    HostKeySha256: fingerprint("Fingerprint of its host key, as ssh-keygen -l prints it."),
  })
  .transform(({ Name, Address, Port, AccountId, HostKeySha256 }) => ({
    name: Name,
    address: Address,
    port: Port ?? 22,
    accountId: AccountId,
    hostKeySha256: HostKeySha256,
  }));

/** The jump hosts of a fabric, handed on as the domain has them. */
export const fabricJumpHosts = (description: string) =>
  parameter(z.array(Host).max(100), {
    description,
    expected: "a list of objects with Name, Address, AccountId, HostKeySha256 and, where it is not 22, Port",
  });

type Jumps = Pick<Fabric, "jumpHosts" | "defaultJumpHost">;

/** Checks that every way of the fabric can be gone. Errors: InvalidParameter. */
export async function checkJumpHosts(accounts: AccountStore, fabric: string, { jumpHosts, defaultJumpHost }: Jumps): Promise<void> {
  const names = jumpHosts.map(({ name }) => name);
  const keys = names.map((name) => name.toLowerCase());
  if (new Set(keys).size < names.length || keys.includes("none")) {
    throw invalid(
      "JumpHosts",
      `the names of jump hosts must differ, not only in upper and lower case, and none may be called none; got ${names.join(", ")}`,
    );
  }
  if (defaultJumpHost !== undefined && !["none", ...keys].includes(defaultJumpHost.toLowerCase())) {
    throw invalid(
      "DefaultJumpHost",
      `expected one of the fabric's jump hosts (${names.join(", ") || "it has none"}) or none, got "${defaultJumpHost}"`,
    );
  }
  for (const { name, accountId } of jumpHosts) {
    if (!(await accounts.find(fabric, accountId))) throw invalid("JumpHosts", `fabric ${fabric} has no run-as account ${accountId} for ${name}`);
  }
}

const invalid = (target: string, why: string) => new FleetError("InvalidParameter", `The parameter ${target} is not valid: ${why}`, { target });
