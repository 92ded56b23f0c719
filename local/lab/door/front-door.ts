import type { Box } from "../machine/box.js";
import type { LabAccount } from "../machine/spec.js";
import type { LabHostKey } from "./host-key.js";

/** Where a machine answers. */
export type Endpoint = Readonly<{ address: string; port: number }>;

export type DoorOptions = Readonly<{
  folder: string;
  place: Endpoint;
  hostKey: LabHostKey;
  account: LabAccount;
  /** The account's, inside the machine. */
  userId: number;
  legacySsh: boolean;
}>;

/** What stands at the SSH port of a machine. */
export type FrontDoor = Readonly<{
  kind: "sshd" | "in-process";
  /** The machine's first process. */
  init: readonly string[];
  /** Called before the machine's processes start: writes what they read. */
  prepare(options: DoorOptions): Promise<void>;
  /** Called when the machine runs; resolves when it answers, with where it does. */
  open(options: DoorOptions, box: Box): Promise<Readonly<{ place: Endpoint; close(): Promise<void> }>>;
}>;
