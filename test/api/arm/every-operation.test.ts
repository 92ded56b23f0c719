import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { matchOperation } from "../../../lib/api/arm/match.js";
import { NOT_HERE, notHere } from "../../../lib/api/arm/not-here.js";
import { OPERATIONS } from "../../../lib/api/arm/operations.js";
import { parseArmPath } from "../../../lib/api/arm/path.js";
import { type Asked, GROUP, plainSdk, servedFleet, VAULT } from "./served-fleet.js";

type Method = (...args: readonly unknown[]) => unknown;

const GROUPS_OUTSIDE_A_VAULT = ["operations", "replicationEligibilityResultsOperations"];

/** Every operation of the SDK's client, by group and name: `replicationJobs.beginCancel`. */
const OPERATIONS_OF_SDK = Object.entries(plainSdk("http://127.0.0.1:1", "key"))
  .filter(([, group]) => typeof group === "object" && group !== null && /Impl$/.test(group.constructor.name))
  .flatMap(([group, implementation]: [string, object]) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(implementation))
      .filter((name) => name !== "constructor" && !name.startsWith("_") && !/Paging/.test(name) && !/AndWait$/.test(name))
      .map((name) => ({ group, name, call: (implementation as Record<string, Method>)[name] })),
  );

const Envelope = z.object({
  error: z.object({
    code: z.string().min(1),
    message: z.string().min(10),
    target: z.string().nullable(),
    details: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          possibleCauses: z.string(),
          recommendedAction: z.string(),
          clientRequestId: z.string().nullable(),
          activityId: z.string(),
          target: z.string().nullable(),
        }),
      )
      .min(1),
  }),
});

describe("the unmodified SDK", () => {
  let fleet: Awaited<ReturnType<typeof servedFleet>>;
  beforeAll(async () => {
    fleet = await servedFleet();
  });
  afterAll(() => fleet?.close());

  it("has as many operations as this test has seen: a new version of it has more", () => expect(OPERATIONS_OF_SDK).toHaveLength(137));

  it.each(OPERATIONS_OF_SDK.map((one) => [`${one.group}.${one.name}`, one] as const))("%s gets a well-formed answer", async (_title, one) => {
    const [first] = await firstRequests(fleet, one);
    expect(first).toBeDefined();
    if (first === undefined) return;
    if (first.status >= 400) {
      expect([404, 501, 400, 409]).toContain(first.status);
      expect(Envelope.parse(first.body).error.message).toBeTruthy();
    } else expect([200, 202, 204]).toContain(first.status);
    const path = parseArmPath(`http://x${first.path}`);
    if (!path) return expect([one.group, first.status]).toEqual([expect.toBeOneOf(GROUPS_OUTSIDE_A_VAULT), 501]);
    const ours = matchOperation(OPERATIONS, first.method, path.segments)?.operation.name ?? notHere(first.method, path.segments)?.name;
    const name = one.name.replace(/^begin(.)/, (_begin, letter: string) => letter.toLowerCase());
    expect([`${one.group}.${name}`, one.group]).toContain(ours);
    const isRefused = NOT_HERE.some((refused) => refused.name === ours) || ours === "replicationProtectedItems.update"; // given a setting of the vault
    expect(first.status === 501).toBe(isRefused);
  });
});

/** What the operation asks for when it is given names that there are, as far as they stand in the path, and an empty body. */
async function firstRequests(
  fleet: Awaited<ReturnType<typeof servedFleet>>,
  { group, name }: { group: string; name: string },
): Promise<readonly Asked[]> {
  const before = fleet.asked.length;
  const implementation = (fleet.sdk as unknown as Record<string, Record<string, Method>>)[group]; // by the name that it was found under
  const method = implementation?.[name];
  const inVault = !GROUPS_OUTSIDE_A_VAULT.includes(group);
  const args = [...(inVault ? [VAULT, GROUP] : [GROUP, "vm1"]), "CS1", "default", "vm1-item", "x", "x"].slice(
    0,
    Math.max(1, (method?.length ?? 1) - 1),
  );
  const identity = { tenantId: "t", applicationId: "a", objectId: "o", audience: "u", aadAuthority: "d" };
  const details = { instanceType: "InMageAzureV2" };
  const body = {
    properties: {
      ...{
        providerSpecificDetails: details,
        primaryFabricId: "p",
        policyId: "y",
        recoveryNetworkId: "n",
        recoveryFabricId: "r",
        groups: [],
        machineName: "m",
      },
      ...{ authenticationIdentityInput: identity, resourceAccessIdentityInput: identity },
    },
  };
  const takesBody = ["create", "beginCreate", "beginUpdate"].includes(name);
  const given = takesBody ? [...args.slice(0, -1), body] : args;
  try {
    const outcome = await method?.apply(implementation, given);
    if (isIterable(outcome)) for await (const _item of outcome) break;
  } catch (error) {
    expect(error).toHaveProperty("statusCode");
  }
  return fleet.asked.slice(before);
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> => typeof value === "object" && value !== null && Symbol.asyncIterator in value;
