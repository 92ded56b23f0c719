import { expect, it } from "vitest";
import { z } from "zod";
import { type Called, sampleFleet } from "../api/call.js";

const Answer = z.object({
  value: z.array(
    z.object({
      Name: z.string(),
      Kind: z.string(),
      Operation: z.string(),
      Caller: z.string().nullable(),
      Parameters: z.record(z.string(), z.string()),
      FriendlyName: z.string().nullable(),
      State: z.string().nullable(),
    }),
  ),
  nextLink: z.string().optional(),
});
const answer = ({ status, body }: Called) => {
  expect(status).toBe(200);
  return Answer.parse(body);
};

it("shows calls and jobs in one list, newest first, with who asked and without secrets", async () => {
  const { call, keys } = await sampleFleet();
  const { value } = answer(await call("Get-AsrAuditRecord"));
  expect(value.map(({ Kind, Operation }) => `${Kind} ${Operation}`)).toEqual([
    "Job Enable replication",
    ...["Job Discover protectable item", "Call New-AzureRmRecoveryServicesAsrRunAsAccount", "Call Set-AzureRmRecoveryServicesAsrFabric"],
  ]);
  expect(new Set(value.map(({ Caller }) => Caller))).toEqual(new Set(["administrator-key"]));
  expect(JSON.stringify(value)).not.toMatch(/canary/);
  for (const key of [keys.reader, keys.operator]) expect((await call("Get-AsrAuditRecord", {}, { key })).status).toBe(403);
});

it("gives the same, page after page, and what a filter leaves of it", async () => {
  const { call } = await sampleFleet();
  const whole = answer(await call("Get-AsrAuditRecord")).value.map(({ Name }) => Name);
  const found: string[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const page = answer(await call("Get-AsrAuditRecord", { Top: 1, ...(token && { SkipToken: token }) }));
    found.push(...page.value.map(({ Name }) => Name));
    token = page.nextLink === undefined ? undefined : (new URL(page.nextLink).searchParams.get("SkipToken") ?? undefined);
  }
  expect(found).toEqual(whole);
  const kinds = async (filter: object) => answer(await call("Get-AsrAuditRecord", filter)).value.map(({ Kind }) => Kind);
  expect(await kinds({ Kind: "Call" })).toEqual(["Call", "Call"]);
  expect(await kinds({ FriendlyName: "VM1" })).toEqual(["Job", "Job"]);
  expect(await kinds({ Caller: "nobody" })).toEqual([]);
  expect(await kinds({ EndTime: "2020-01-01T00:00:00Z" })).toEqual([]);
});
