import { describe, expect, it } from "vitest";
import { usableAddress } from "../../lib/vault/usable-address.js";

describe("the usable address", () => {
  const unusable = [
    ...["0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.255.254", "224.0.0.1", "239.1.1.1", "255.255.255.255"],
    ...[
      "::",
      "::1",
      "::127.0.0.1",
      "::10.0.0.1",
      "fe80::1",
      "febf::1",
      "fe80::1%eth0",
      "fec0::1",
      "ff02::1",
      "::ffff:10.0.0.1",
      "::ffff:169.254.1.1",
      "100::1",
    ],
    ...["", "web-01", "10.0.0.300", "10.0.0.1/24"],
  ];
  it.each(unusable)("is not %j", (address) => expect(usableAddress([address])).toBeUndefined());

  it.each([
    "10.0.0.1",
    "126.1.1.1",
    "128.0.0.1",
    "169.253.1.1",
    "169.255.1.1",
    "172.17.0.1",
    "192.168.1.1",
    "223.255.255.1",
    "fd00::1",
    "2001:db8::1",
    "fe00::1",
  ])("may be %s", (address) => expect(usableAddress([address])).toBe(address));

  it("is the first of those that can be dialled, IPv4 before IPv6", () => {
    expect(usableAddress(["fe80::1", "169.254.1.1", "fd00::1", "10.0.0.1", "10.0.0.2"])).toBe("10.0.0.1");
    expect(usableAddress(["fe80::1", "fd00::1", "fd00::2", "127.0.0.1"])).toBe("fd00::1");
    expect(usableAddress([])).toBeUndefined();
  });
});
