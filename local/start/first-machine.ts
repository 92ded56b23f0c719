import type { VaultIds } from "../../lib/api/cmdlet/context.js";
import { containerId } from "../../lib/api/ids/resource-ids.js";
import { callFunction, callLine, findCaller } from "./call-line.js";

type Facts = Readonly<{ url: string; storage: string; key: string | null; vault: VaultIds; certFile: string | null }>;

const FABRIC = "cs1";

/** What `npm start -- --no-lab` says: the first key, once, and the lines for the first real machine with their places to fill in. */
export async function firstMachine({ url, storage, key, vault, certFile }: Facts): Promise<string> {
  const ProtectionContainer = containerId(vault, FABRIC, "default");
  return [
    `Mobility Fleet serves ${url}, with ${storage}. The portal is ${url}/portal.`,
    "",
    ...(key === null ? KNOWN_KEY : firstKey(key)),
    "",
    `  ${callFunction(url, certFile, await findCaller())}`,
    "",
    "The first real machine, with your own values in the places of …:",
    "",
    ...step("the configuration server; no agent becomes newer than it", "Set-ASRFabric", {
      ...{ Name: FABRIC, Generation: "Classic", ServerAddress: "10.20.0.4", ServerVersion: "9.62.7096.1", Passphrase: "…" },
    }),
    ...step("the account that logs in: root, or a user with sudo", "New-ASRRunAsAccount", {
      ...{ Fabric: FABRIC, AccountName: "linux", UserName: "root", Password: "…" },
    }),
    ...step("the machine; its host key as ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub prints it there", "New-ASRProtectableItem", {
      ...{ ProtectionContainer, FriendlyName: "web-01", IPAddress: "10.20.0.31" },
      ...{ OSType: "Linux", Account: "linux", HostKeySha256: "SHA256:…" },
    }),
    "  # Microsoft's installers, from a folder of this machine",
    `  npm run fleet -- import-installers <folder> --url ${url}`,
    "",
    ...step("what is known of the machine, with its ID", "Get-ASRProtectableItem", { ProtectionContainer, FriendlyName: "web-01" }),
    ...step("is it healthy, what is in the way? Reads only", "Test-ASRMobilityService", { ProtectableItem: "<ID>" }),
    ...step("the newest job: ask again until it has ended", "Get-ASRJob", { Top: 1 }),
    "What the service does is logged below. Ctrl-C ends it; what it knows is kept.",
    "",
  ].join("\n");
}

const step = (what: string, cmdlet: string, parameters: Readonly<Record<string, unknown>>) => [
  `  # ${what}`,
  `  ${callLine(cmdlet, parameters)}`,
  "",
];

const firstKey = (key: string) => [
  "An administrator key was made. It is shown this once; keep it where you keep passwords. In another shell of this folder:",
  "",
  `  export FLEET_KEY=${key}`,
];

const KNOWN_KEY = [
  "With a fleet key in FLEET_KEY (npm run fleet -- new-key --scope administrator --label <text> makes another), in another shell of this folder:",
];
