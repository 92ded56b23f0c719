import { expect, it } from "vitest";
import { passOver } from "../../../lib/core/passed-over.js";
import { sampleFleet } from "../call.js";

const ROW = { table: "FleetFabrics", partitionKey: "fabrics", rowKey: "damaged", reason: "name: invalid_type" };

/** A fleet in whose list of fabrics some rows cannot be read. */
async function damaged(rows: readonly (typeof ROW)[]) {
  const fleet = await sampleFleet();
  const { list } = fleet.context.fabrics;
  fleet.context.fabrics.list = () => {
    for (const row of rows) passOver(row);
    return list();
  };
  return fleet;
}

it("a list says which rows it lacks, and its header how many", async () => {
  const { call } = await damaged([ROW, ROW, { ...ROW, rowKey: "another" }]);
  const { status, headers, body } = await call("Get-AsrFabric");
  expect({ status, damaged: headers["x-ms-fleet-damaged-rows"] }).toEqual({ status: 200, damaged: "2" });
  expect(body).toMatchObject({ value: [{ Name: "CS1" }], damagedRows: [ROW, { ...ROW, rowKey: "another" }] });
});

it("an answer that is no list says how many were passed over on the way to it", async () => {
  const { call } = await damaged([ROW]);
  const { headers, body } = await call("health", {}, { method: "GET" });
  expect(headers["x-ms-fleet-damaged-rows"]).toBe("1");
  expect(body).not.toHaveProperty("damagedRows");
});

it("an answer without damage has neither", async () => {
  const { call } = await damaged([]);
  const { headers, body } = await call("Get-AsrFabric");
  expect(headers).not.toHaveProperty("x-ms-fleet-damaged-rows");
  expect(body).not.toHaveProperty("damagedRows");
});

it("one call is not told of the damage that another met", async () => {
  const { call } = await damaged([ROW]);
  const [listed, other] = await Promise.all([call("Get-AsrFabric"), call("Get-AsrAlertSetting")]);
  expect([listed.headers["x-ms-fleet-damaged-rows"], other.headers["x-ms-fleet-damaged-rows"]]).toEqual(["1", undefined]);
});
