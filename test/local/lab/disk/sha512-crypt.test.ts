import { expect, it } from "vitest";
import { sha512Crypt } from "../../../../local/lab/disk/sha512-crypt.js";

it("gives what crypt(3) gives", () => {
  const expected = "$6$rounds=1000$saltsalt$K81JhWB5wSCyserPMjEjLOChgsKDyOIszfXeuQpTRZKmuQAsX7YxRP3t8vR63/jD9cXX72Or9bxIIg.GDThWJ0";
  expect(sha512Crypt("secret pässwörd 123", "saltsalt")).toBe(expected);
});
