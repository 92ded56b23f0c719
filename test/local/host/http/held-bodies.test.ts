import { expect, it } from "vitest";
import { heldBodies } from "../../../../local/host/http/held-bodies.js";

/** Bodies with room for 1,000 bytes, on a clock that is moved. */
function bodies() {
  let [now, cut]: [number, string[]] = [0, []];
  const held = heldBodies(1_000, { now: () => new Date(now) });
  return {
    body: (name: string) => held.open(() => cut.push(name)),
    pass: (ms: number) => {
      now += ms;
    },
    cut: () => cut.splice(0),
  };
}

it("cuts nobody while all that came has room, whatever was announced", () => {
  const { body, cut } = bodies();
  for (const name of ["a", "b", "c", "d"]) body(name).add(250);
  expect(cut()).toEqual([]);
});

it("cuts who has stopped, however much came before, and not who just began", () => {
  const { body, pass, cut } = bodies();
  body("burst").add(990);
  pass(3_000);
  const young = body("young");
  young.add(20);
  expect(cut()).toEqual(["burst"]);
});

it("cuts all that drip before one that sends as it can", () => {
  const { body, pass, cut } = bodies();
  const drips = ["a", "b", "c"].map((name) => body(name));
  for (const one of drips) one.add(100);
  for (let at = 0; at < 10; at++) {
    pass(1_000);
    for (const one of drips) one.add(1);
  }
  const busy = body("busy");
  for (let at = 0; at < 9; at++) {
    busy.add(100);
    pass(100);
  }
  expect(cut().sort()).toEqual(["a", "b", "c"]);
});

it("gives room back when a body has come or was cut", () => {
  const { body, pass, cut } = bodies();
  for (let at = 0; at < 5; at++) {
    const one = body("whole");
    one.add(900);
    one.close();
    one.close();
  }
  const late = body("late");
  late.add(900);
  pass(5_000);
  body("new").add(900);
  late.add(900); // what still comes of one that was cut counts for nothing
  late.close();
  expect(cut()).toEqual(["late"]);
});
