import type { LookupFunction } from "node:net";
import { describe, expect, it } from "vitest";
import { destinations } from "../../lib/core/destinations.js";

const resolved = (lookup: LookupFunction, name: string, all: boolean) =>
  new Promise((resolve, reject) => lookup(name, { all }, (error, addresses) => (error ? reject(error) : resolve(addresses))));

describe("destinations", () => {
  it.each([
    ...["127.0.0.1", "127.1.2.3", "0.0.0.0", "169.254.169.254", "168.63.129.16", "224.0.0.1", "255.255.255.255"],
    ...["::1", "::", "fe80::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "fd00:ec2::254", "ff02::1"],
    ...["64:ff9b::a83f:8110", "64:ff9b::e000:1", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1", "2002:7f00:1::", "2002:a83f:8110:5::7"],
    ...["100.100.100.200", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "0:0:0:0:0:ffff:a9fe:a9fe", "[::ffff:7f00:1]", "fe80::1%eth0"],
  ])("deny %s", (address) => {
    expect(() => destinations().check(address)).toThrow(
      expect.objectContaining({ code: "DestinationDenied", target: address.replace(/^\[|\]$/g, "") }),
    );
  });

  it.each([
    "10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
    "100.64.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "8.8.8.8",
    "fd00::1",
    "2001:db8::1",
    "127.example.com",
    "web-01",
  ])("allow %s", (host) => {
    expect(destinations().check(host)).toBeUndefined();
  });

  it("allow what the setting names, and nothing beside it", () => {
    const { check } = destinations(["127.10.0.0/16", "169.254.1.7", "::1"]);
    for (const address of ["127.10.200.1", "169.254.1.7", "::1"]) expect(check(address)).toBeUndefined();
    for (const address of ["127.11.0.1", "169.254.1.8", "fe80::1"]) expect(() => check(address)).toThrow(/no connection/);
  });

  it.each(["localhost", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.1/"])("refuse the setting %s", (text) => {
    expect(() => destinations([text])).toThrow(SyntaxError);
  });

  it.each([true, false])("judge a name by what it leads to (all: %s)", async (all) => {
    await expect(resolved(destinations().lookup, "localhost", all)).rejects.toMatchObject({
      code: "DestinationDenied",
      message: expect.stringMatching(/^localhost leads to .*127\.0\.0\.1/),
    });
    expect(JSON.stringify(await resolved(destinations(["127.0.0.0/8"]).lookup, "localhost", all))).toContain("127.0.0.1");
    await expect(resolved(destinations().lookup, "nowhere.invalid", all)).rejects.toMatchObject({ syscall: "getaddrinfo" });
  });
});
