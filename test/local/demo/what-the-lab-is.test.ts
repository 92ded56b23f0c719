import { expect, it } from "vitest";
import { machinesIn, standInLine, windowsLine } from "../../../local/demo/what-the-lab-is.js";
import type { Lab } from "../../../local/lab/lab.js";

const lab = (over: Partial<Lab>): Lab => ({ mode: "sshd", isolation: "namespaces", standIns: [], ...over }) as Lab; // the lines read no more of it

it("names every stand-in of the place in one line, and says nothing where there is none", () => {
  expect(standInLine(lab({}))).toEqual([]);
  const standIns = [
    { of: "sudo", is: "sh that asks" },
    { of: "xz", is: "gzip under its name" },
  ];
  expect(standInLine(lab({ standIns }))).toEqual([
    "Stand-ins, because this place cannot give the real ones: sudo (sh that asks); xz (gzip under its name).",
  ]);
});

it("says what the machines are: real servers, servers in the process, or simulated ones", () => {
  expect(machinesIn(lab({}))).toMatch(/^real OpenSSH servers/);
  expect(machinesIn(lab({ mode: "in-process", isolation: "user-namespace" }))).toMatch(/^in-process .* in namespaces behind each$/);
  expect(machinesIn(lab({ mode: "in-process", isolation: "chroot" }))).toMatch(/^in-process .* in a chroot behind each$/);
  expect(machinesIn(lab({ mode: "in-process", isolation: "simulated" }))).toMatch(/^SIMULATED machines/);
});

it("says why none has Windows where there can be none", () => {
  expect(windowsLine("It needs x86-64")).toBe("None of them has Windows. It needs x86-64.");
});
