import { z } from "zod";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import { fill, output } from "./output.js";

const FleetAccountDetails = output("ASRRunAsAccountFleetDetails", "Extension: how the account logs in and whether it may. Never a secret.", {
  FabricName: z.string(),
  UserName: z.string(),
  HasPassword: z.boolean(),
  HasPrivateKey: z.boolean(),
  IsDomainAccount: z.boolean(),
  CredentialVersion: z.number().int(),
  IsProved: z.boolean(),
  IsStopped: z.boolean(),
  RefusedByCount: z.number().int(),
  ResumedJobs: z.number().int().nullable().meta({ description: "With ResumeJobs: how many suspended jobs go on now." }),
});

export const AsrRunAsAccount = output("ASRRunAsAccount", "An account that logs in to machines.", {
  AccountId: z.string(),
  AccountName: z.string(),
  FleetDetails: FleetAccountDetails,
});
export type AsrRunAsAccount = z.infer<typeof AsrRunAsAccount>;

/** The account as a fabric lists it. */
export const asrRunAsAccount = (account: RunAsAccount, resumedJobs?: number): AsrRunAsAccount =>
  fill(AsrRunAsAccount, {
    AccountId: account.id,
    AccountName: account.name,
    FleetDetails: fill(FleetAccountDetails, {
      FabricName: account.fabric,
      UserName: account.userName,
      HasPassword: account.hasPassword,
      HasPrivateKey: account.hasPrivateKey,
      IsDomainAccount: account.isDomainAccount,
      CredentialVersion: account.credentialVersion,
      IsProved: account.provedVersion >= account.credentialVersion,
      IsStopped: account.stopped,
      RefusedByCount: account.refusedBy.length,
      ResumedJobs: resumedJobs,
    }),
  });
