import { beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";

const [IMPORT, GET, REMOVE] = ["Import-AsrMobilityServiceKernelList", "Get-AsrMobilityServiceKernelList", "Remove-AsrMobilityServiceKernelList"];
const TAG = "UBUNTU-22.04-64";
type List = Readonly<{ OSTag: string; Version: string; Kernels: readonly string[] }>;

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
beforeEach(async () => {
  fleet = await memoryFleet();
});

const add = async (OSTag: string, Version: string, Kernels = "5.15.0-91-generic\n") => {
  const answer = await fleet.call(IMPORT, { OSTag, Version, AsOf: "2024-06-20", Kernels });
  expect(answer).toMatchObject({ status: 200 });
};
const answered = async (parameters: object = {}) => (await fleet.call(GET, parameters)).body as { value: readonly List[]; nextLink?: string };
const listed = async (parameters: object = {}) => (await answered(parameters)).value.map(({ OSTag, Version }) => `${OSTag} ${Version}`);

describe("imported lists of kernels", () => {
  it("are listed by system and version, all or those that count for one", async () => {
    expect(await listed()).toEqual([]);
    for (const version of ["9.67", "9.66", "9.66.7709.1", "9.6"]) await add(TAG, version);
    await add("SLES15-64", "9.66", "5.14.21-150500.53-default:5");
    expect(await listed()).toHaveLength(5);
    expect(await listed({ OSTag: TAG.toLowerCase() })).toEqual(["9.6", "9.66", "9.66.7709.1", "9.67"].map((version) => `${TAG} ${version}`));
    expect(await listed({ OSTag: TAG, Version: "9.66" })).toEqual([`${TAG} 9.66`, `${TAG} 9.66.7709.1`]);
    expect(await listed({ OSTag: TAG, Version: "9.66.7709.1" })).toEqual([`${TAG} 9.66`, `${TAG} 9.66.7709.1`]);
    expect(await listed({ OSTag: TAG, Version: "9.66.1.1" })).toEqual([`${TAG} 9.66`]);
    expect(await fleet.call(GET, { OSTag: "OS2" })).toMatchObject({ status: 400, body: { error: { target: "OSTag" } } });
    expect((await answered({ OSTag: "SLES15-64" })).value).toMatchObject([{ AsOf: "2024-06-20", Kernels: ["5.14.21-150500.53-default"] }]);
  });

  it("come in pages, shorter ones where the lists are long", async () => {
    const long = Array.from({ length: 9_999 }, (_, i) => `5.15.0-${i}-generic`).join("\n");
    for (let n = 0; n < 7; n++) await add(TAG, `9.6${n}`, long);
    const first = await answered();
    expect(first.value.map(({ Version }) => Version)).toEqual(["9.60", "9.61", "9.62", "9.63", "9.64"]);
    const token = new URL(first.nextLink ?? "").searchParams.get("SkipToken");
    expect(await listed({ SkipToken: token })).toEqual([`${TAG} 9.65`, `${TAG} 9.66`]);
    expect(await listed({ Top: 1, SkipToken: "6" })).toEqual([`${TAG} 9.66`]);
    expect(await fleet.call(GET, { SkipToken: "six" })).toMatchObject({ status: 400, body: { error: { target: "SkipToken" } } });
  });

  it("are removed by exactly their system and version, and what they were is answered", async () => {
    await add(TAG, "9.66");
    await add("RHEL8-64", "9.66");
    expect(await fleet.call(REMOVE, { OSTag: TAG, Version: "9.66", WhatIf: true })).toMatchObject({
      status: 200,
      body: { WhatIf: true, Target: `9.66 for ${TAG}`, Action: "Remove the list of 1 kernels of 2024-06-20" },
    });
    expect(await fleet.call(REMOVE, { OSTag: TAG, Version: "9.66.7709.1" })).toMatchObject({
      status: 404,
      body: { error: { message: `There is no list of kernels of 9.66.7709.1 for ${TAG}; there is 9.66` } },
    });
    expect(await fleet.call(REMOVE, { OSTag: TAG, Version: "9.66" })).toMatchObject({ status: 200, body: { Kernels: ["5.15.0-91-generic"] } });
    expect(await listed()).toEqual(["RHEL8-64 9.66"]);
    expect((await fleet.call(REMOVE, { OSTag: TAG, Version: "9.66" })).status).toBe(404);
  });
});
