import { expect, it } from "vitest";
import { needsSudoStandIn, USER_ID, userIdOf } from "../../../../local/lab/stand-ins/second-account.js";

const whole = { secondAccount: true, sudo: true };
const ops = { name: "ops", sudo: "password" } as const;

it("is a user of its own where there can be one and sudo leads back from it", () => {
  expect([userIdOf(ops, whole), needsSudoStandIn(ops, whole)]).toEqual([USER_ID, false]);
  expect([userIdOf(ops, { ...whole, sudo: false }), needsSudoStandIn(ops, { ...whole, sudo: false })]).toEqual([0, true]);
  expect([userIdOf({ name: "ops" }, { ...whole, sudo: false }), needsSudoStandIn({ name: "ops" }, { ...whole, sudo: false })]).toEqual([
    USER_ID,
    false,
  ]);
  expect([userIdOf(ops, { secondAccount: false, sudo: false }), needsSudoStandIn(ops, { secondAccount: false, sudo: false })]).toEqual([0, true]);
  expect([userIdOf({ name: "root" }, whole), needsSudoStandIn({ name: "root" }, { secondAccount: false, sudo: false })]).toEqual([0, false]);
});
