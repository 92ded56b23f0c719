import type { LabAccount } from "../machine/spec.js";
import type { StandIn } from "./stand-in.js";

export const SECOND_ACCOUNT_STAND_IN: StandIn = { of: "a second account", is: "root by another name, with a home folder of its own" };

export const USER_ID = 1000;

/** What a place gives for accounts beside root. */
export type AccountGround = Readonly<{ secondAccount: boolean; sudo: boolean }>;

/** The user id of an account inside a machine. Where there is no second one, or no sudo that leads back from it, it is root's. */
export function userIdOf(account: LabAccount, ground: AccountGround): number {
  if (account.name === "root" || !ground.secondAccount) return 0;
  return needsSudoStandIn(account, ground) ? 0 : USER_ID;
}

export const needsSudoStandIn = ({ name, sudo = "none" }: LabAccount, ground: AccountGround): boolean =>
  name !== "root" && (ground.secondAccount ? sudo !== "none" && !ground.sudo : true);
