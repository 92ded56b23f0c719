import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootObstacles, bootUnknowns } from "../../../lib/agents/linux/boot-obstacles.js";
import { parseProbe } from "../../../lib/agents/linux/probe.js";
import { linuxReadiness } from "../../../lib/agents/linux/readiness.js";
import { unwritable } from "../../../lib/agents/linux/unwritable.js";
import { probeOutput } from "./probe-sample.js";

type Changes = Parameters<typeof probeOutput>[0];
const found = (changes: Changes = {}) => {
  const probe = parseProbe(probeOutput(changes));
  return [...unwritable(probe), ...bootObstacles(probe)];
};
const names = (changes: Changes) => found(changes).map(({ message }) => /ASRMobilityService(\w+)/.exec(message)?.[1]);
const TOOLS = ["tar", "gzip", "xz"];
const grub = (...words: string[]) => ({ "boot-word": words.map((word) => `/boot/grub2/grub.cfg ${word}`) });
const root = (type: string, source = "/dev/sda2") => ({ mount: [`${source} / ${type} rw`, "/dev/sda1 /boot ext4 rw"] });
const boot = (type: string, mode = "rw") => ({ mount: ["/dev/sda2 / ext4 rw", `/dev/sda1 /boot ${type} ${mode}`] });

describe("bootObstacles", () => {
  it.each<[string, Changes]>([
    ["UnsupportedRootFileSystem", root("reiserfs")],
    ["UnsupportedRootFileSystem", root("ext2")],
    ["UnsupportedRootFileSystem", root("zfs", "rpool/ROOT")],
    ["UnsupportedRootFileSystem", { mount: "overlay / overlay rw" }],
    ["UnsupportedBootFileSystem", boot("vfat")],
    ["UnsupportedBootFileSystem", boot("zfs")],
    ["BootPartitionNotMounted", { mount: "/dev/sda2 / ext4 rw", "fstab-boot": "yes" }],
    ["DirsNotWritable", boot("ext4", "ro")],
    ["DirsNotWritable", { mount: "/dev/sda2 / ext4 ro" }],
    ["DirsNotWritable", { "not-writable": "/etc", "read-only": "/etc" }],
    ["DirsNotWritable", { "not-writable": "/var" }],
    ["GrubDeviceNameChange", grub("root=/dev/sda2")],
    ["GrubDeviceNameChange", grub("root=UUID=1", "resume=/dev/sda3")],
    ["GrubDeviceNameChange", grub("root=/dev/nvme0n1p2")],
    ["GrubDeviceNameChange", grub("root=/dev/cciss/c0d0p1")],
    ["GrubDeviceNameChange", grub("root=/dev/dm-0")],
    ["AcpiEqualsToZeroSet", grub("acpi=0")],
    ["AcpiEqualsToZeroSet", { "boot-word": "/proc/cmdline acpi=0" }],
    ["LvmPackageMissing", { tool: [...TOOLS, "dhclient"] }],
    ["LvmPackageMissing", { tool: [...TOOLS, "dhclient"], mount: "/dev/rhel/root / xfs rw" }],
    ["LvmPackageMissing", { tool: [...TOOLS, "dhclient"], mount: "/dev/my-vg/root / xfs rw", mapped: "dm-3 my--vg-root LVM sda2" }],
    ["BootOnLVMFromMultipleDisks", { mount: "/dev/mapper/rhel-root / xfs rw", mapped: "dm-0 rhel-root LVM sda2 sdb1" }],
    ["BootOnLVMFromMultipleDisks", { mount: "/dev/mapper/rhel-root / xfs rw", mapped: "dm-0 rhel-root LVM nvme0n1p3 nvme1n1p1" }],
    ["DhcpClientNotAvailable", { tool: [...TOOLS, "lvm"] }],
  ])("finds %s in %j, with its cure", (name, changes) => {
    expect(names(changes)).toEqual([name]);
    for (const { recommendedAction } of found(changes)) expect(recommendedAction).toMatch(/\.$/);
  });

  it.each<[string, Changes]>([
    ["a root of each type that is replicated", root("ext3")],
    ["btrfs with its subvolume", { mount: "/dev/sda2[/@/snapshot] / btrfs rw" }],
    ["ext2 at /boot", boot("ext2")],
    ["the mount that lies above others", { mount: ["rootfs / ramfs rw", "/dev/sda2 / xfs rw"] }],
    ["a folder called /boot on the root", { mount: "/dev/sda2 / ext4 rw" }],
    [
      "names that stay: UUID, label, LVM, RAID",
      grub("root=/dev/mapper/rhel-root", "root=/dev/disk/by-uuid/1", "resume=/dev/rhel/swap", "root=/dev/md0"),
    ],
    ["a device name on the running command line alone", { "boot-word": "/proc/cmdline root=/dev/sda2" }],
    ["ACPI that is set otherwise", grub("acpi=force", "acpi=01")],
    ["LVM of / over two disks, with /boot beside it", { mapped: "dm-0 rhel-root LVM sda2 sdb1" }],
    ["two partitions of one disk", { mount: "/dev/mapper/rhel-root / xfs rw", mapped: "dm-0 rhel-root LVM sda2 sda3" }],
    ["an encrypted volume that is no LVM", { tool: [...TOOLS, "dhclient"], mapped: "dm-0 rhel-root CRYPT sda2" }],
    ["another account than root, which can write little", { "user-id": "1000", "not-writable": ["/etc", "/var"] }],
    ["what the probe of an older release did not tell", { mount: undefined, mapped: undefined, "grub-file": undefined, "boot-word": undefined }],
  ])("accepts %s", (_, changes) => expect(names(changes)).toEqual([]));

  it("lets a machine be registered though /boot is read-only, not though /etc is", () => {
    const configure = (changes: Changes) =>
      linuxReadiness(parseProbe(probeOutput(changes)), { purpose: "configure", generation: "Classic" }).problems.map(({ code }) => code);
    expect(configure({ ...boot("ext4", "ro"), "read-only": "/boot", "not-writable": "/boot" })).toEqual([]);
    expect(configure({ "not-writable": "/etc" })).toEqual(["ReadOnlyFileSystem"]);
  });

  it("survives whatever a machine says", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 80 })), (lines) => {
        const probe = parseProbe(probeOutput({ mount: lines, mapped: lines, "boot-word": lines, "not-writable": lines, "grub-file": lines }));
        expect(JSON.stringify(bootObstacles(probe)).length).toBeLessThan(20_000);
      }),
    );
  });
});

describe("bootUnknowns", () => {
  const unknown = (changes: Changes) => bootUnknowns(parseProbe(probeOutput(changes)));
  it.each<[RegExp, Changes]>([
    [/which file systems/, { mount: undefined }],
    [/boot loader names devices/, { "grub-file": undefined, "boot-word": undefined }],
    [/lies on LVM/, { mapped: undefined }],
    [/lies on LVM/, { mount: "/dev/root / ext4 rw" }],
    [/NetworkManager as DHCP client/, { tool: [...TOOLS, "lvm", "NetworkManager"] }],
    [/networkctl as DHCP client/, { tool: [...TOOLS, "lvm", "networkctl"] }],
  ])("says %s of %j, and the machine is not called ready", (text, changes) => {
    expect(unknown(changes)).toEqual([expect.stringMatching(text)]);
    expect(linuxReadiness(parseProbe(probeOutput(changes)), { purpose: "update", generation: "Classic" })).toMatchObject({
      ready: false,
      problems: [],
    });
  });
  it("knows all of a usual machine", () => expect(unknown({})).toEqual([]));
});
