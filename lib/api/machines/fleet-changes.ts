import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";

/** What a list of the whole fleet showed: from when on machines may have changed, and what everything rested on. */
const Token = z.object({ since: z.iso.datetime(), began: z.iso.datetime(), fabrics: z.string(), accounts: z.string(), installers: z.string() });
type Token = Readonly<z.infer<typeof Token>>;

type Stores = Pick<FleetContext, "machines" | "keptMarks" | "clock">;

/** Clocks of instances and of storage differ, and a row is seen some time after its time: what is that young is told twice. */
const OVERLAP_MS = 10_000;
const LONGEST_MS = 600_000;
const MOST_CHANGED = 1000;

/** The token for a list that is read from now on. */
export const changeToken = async ({ keptMarks, clock }: Omit<Stores, "machines">): Promise<string> => {
  const now = clock.now();
  return worded({ ...(await keptMarks.now()), since: before(now), began: now.toISOString() });
};

export type FleetChanges = Readonly<{ machines: readonly Machine[]; token: string }>;

/**
 * The machines that were written since the token was given; undefined when the whole list is to be read again: something that all of them rest on
 * changed, one was removed, very many changed, or the list is older than ten minutes.
 */
export async function changesSince({ machines, keptMarks, clock }: Stores, given: string): Promise<FleetChanges | undefined> {
  const token = read(given);
  const now = clock.now();
  const [marks, changed] = await Promise.all([keptMarks.now(), machines.listChanged(new Date(token.since), MOST_CHANGED)]);
  const isSame = token.fabrics === marks.fabrics && token.accounts === marks.accounts && token.installers === marks.installers;
  const isYoung = now.getTime() - Date.parse(token.began) < LONGEST_MS;
  if (!isSame || !isYoung || !changed || changed.someRemoved) return undefined;
  return { machines: changed.machines, token: worded({ ...token, since: before(now) }) };
}

const before = (now: Date): string => new Date(now.getTime() - OVERLAP_MS).toISOString();

const worded = ({ since, began, fabrics, accounts, installers }: Token): string =>
  Buffer.from(JSON.stringify({ since, began, fabrics, accounts, installers })).toString("base64url");

function read(given: string): Token {
  try {
    return Token.parse(JSON.parse(Buffer.from(given, "base64url").toString()));
  } catch {
    throw new FleetError("InvalidParameter", "The parameter ChangedSince expects the changeToken of an answer before", { target: "ChangedSince" });
  }
}
