import { describe, expect, it } from "vitest";
import { readKernelList } from "../../../lib/agents/kernels/read-kernel-list.js";

describe("readKernelList", () => {
  it("reads the vendor's files: plain, with SUSE's service pack, with the line ends of Windows", () => {
    expect(readKernelList("6.8.0-31-generic\n6.8.0-35-generic\n")).toEqual(["6.8.0-31-generic", "6.8.0-35-generic"]);
    expect(readKernelList("5.14.21-150500.53-default:5\r\n4.12.14-lp150.11-default:0\r\n")).toEqual([
      "5.14.21-150500.53-default",
      "4.12.14-lp150.11-default",
    ]);
    expect(readKernelList("\uFEFF3.2.0-4-amd64")).toEqual(["3.2.0-4-amd64"]);
    expect(readKernelList("4.18.0-553.el8_10.x86_64\n2.6.32-754.el6.x86_64\n3.16.0-0.bpo.4-amd64")).toHaveLength(3);
  });
  it("passes over empty lines and remarks, and counts a kernel once", () => {
    expect(readKernelList("# RHEL 8\n\n 4.18.0-80.el8.x86_64 # GA\n4.18.0-80.el8.x86_64\n")).toEqual(["4.18.0-80.el8.x86_64"]);
  });
  it.each([
    ["<html>", /Line 1 .*expected a kernel/],
    ["4.18.0-80.el8.x86_64\n4.18.0 4.19.0", /Line 2/],
    ["generic", /Line 1/],
    ["5.3.18:sp2", /Line 1/],
    [`5${"x".repeat(200)}`, /Line 1/],
    ["# nothing\n", /got 0/],
  ])("refuses %j", (text, message) => expect(() => readKernelList(text)).toThrow(message));
});
