import type { DemoItem } from "../demo/fleet-of-the-demo.js";
import { TARGET } from "../demo/machines.js";
import { machinesIn, standInLine } from "../demo/what-the-lab-is.js";
import type { Lab } from "../lab/lab.js";
import { callFunction, callLine, findCaller } from "./call-line.js";

type Tryable = Readonly<{ url: string; key: string; items: readonly DemoItem[]; lab: Lab; certFile: string | null }>;

/** What `npm start` says when the lab is up: the machines, the key, and lines that work when they are pasted into a shell. */
export async function whatToTry({ url, key, items, lab, certFile }: Tryable): Promise<string> {
  const [first] = items;
  if (!first) throw new Error("the lab has no machines");
  const container = first.itemId.replace(/\/replicationProtectedItems\/.*$/, "");
  const item = { ReplicationProtectedItem: first.itemId };
  const { name } = first.machine.spec;
  return [
    `Mobility Fleet serves ${url}, with storage in memory and a lab of ${items.length} machines (${machinesIn(lab)}):`,
    ...standInLine(lab),
    "",
    ...items.map(machineLine),
    "",
    `The portal is ${url}/portal; the key below opens it.`,
    "",
    "The administrator key is good until this ends. Paste into another shell of this folder:",
    "",
    `  export FLEET_KEY=${key}`,
    `  ${callFunction(url, certFile, await findCaller())}`,
    "",
    ...tried("the fabric", callLine("Get-ASRFabric")),
    ...tried("its machines", callLine("Get-ASRReplicationProtectedItem", { ProtectionContainer: container })),
    ...tried(`what an update of ${name} would do`, callLine("Update-ASRMobilityService", { ...item, WhatIf: true })),
    ...tried(`update ${name}`, callLine("Update-ASRMobilityService", item)),
    ...tried("the newest job: ask again until it has ended", callLine("Get-ASRJob", { Top: 1 })),
    "Installers and agents of the lab are stand-ins with the interface of Microsoft's; see docs/lab.md. What the service does is logged below. Ctrl-C ends it.",
    "",
  ].join("\n");
}

const tried = (what: string, line: string) => [`  # ${what}`, `  ${line}`, ""];

function machineLine({ machine: { spec, expected } }: DemoItem): string {
  const version = spec.agent?.version ?? "none";
  const outcome =
    expected.state === "Failed" ? `its update will fail: ${expected.code}` : version === TARGET ? "up to date" : `can be updated to ${TARGET}`;
  return `  ${spec.name.padEnd(10)}${spec.osTag.padEnd(18)}${version.padEnd(14)}${outcome}`;
}
