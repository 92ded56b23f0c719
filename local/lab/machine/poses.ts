type ReleaseFiles = Readonly<Record<string, string>>;

const redhat = (text: string): ReleaseFiles => ({ "/etc/redhat-release": `${text}\n` });
const oracle = (version: string): ReleaseFiles => ({
  "/etc/oracle-release": `Oracle Linux Server release ${version}\n`,
  "/etc/redhat-release": `Red Hat Enterprise Linux Server release ${version}\n`,
  "/etc/os-release": osRelease("Oracle Linux Server", "ol", version),
});
const osRelease = (name: string, id: string, version: string) =>
  `NAME="${name}"\nID="${id}"\nVERSION="${version}"\nVERSION_ID="${version.replace("-SP", ".")}"\nPRETTY_NAME="${name} ${version}"\n`;
const rhelWithOsRelease = (text: string, version: string): ReleaseFiles => ({
  ...redhat(text),
  "/etc/os-release": osRelease("Red Hat Enterprise Linux", "rhel", version),
});
const suse = (version: number, patchLevel: number): ReleaseFiles => ({
  "/etc/SuSE-release": `SUSE Linux Enterprise Server ${version} (x86_64)\nVERSION = ${version}\nPATCHLEVEL = ${patchLevel}\n`,
});
const ubuntu = (version: string, debian: string): ReleaseFiles => ({
  "/etc/lsb-release": `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${version}\nDISTRIB_DESCRIPTION="Ubuntu ${version} LTS"\n`,
  "/etc/debian_version": `${debian}/sid\n`,
  "/etc/os-release": osRelease("Ubuntu", "ubuntu", version),
});
const debian = (version: string): ReleaseFiles => ({
  "/etc/debian_version": `${version}\n`,
  "/etc/os-release": osRelease("Debian GNU/Linux", "debian", version.split(".")[0] ?? ""),
});

/** The files by which an operating system is known, for each row of the installer catalogue and for one system that has no row. */
export const POSES = {
  "RHEL5-64": redhat("Red Hat Enterprise Linux Server release 5.11 (Tikanga)"),
  "RHEL6-64": redhat("Red Hat Enterprise Linux Server release 6.10 (Santiago)"),
  "RHEL7-64": rhelWithOsRelease("Red Hat Enterprise Linux Server release 7.9 (Maipo)", "7.9"),
  "RHEL8-64": rhelWithOsRelease("Red Hat Enterprise Linux release 8.10 (Ootpa)", "8.10"),
  "RHEL9-64": rhelWithOsRelease("Red Hat Enterprise Linux release 9.4 (Plow)", "9.4"),
  "RHEL10-64": rhelWithOsRelease("Red Hat Enterprise Linux release 10.0 (Coughlan)", "10.0"),
  "OL6-64": oracle("6.5"),
  "OL7-64": oracle("7.9"),
  "OL8-64": oracle("8.9"),
  "OL9-64": oracle("9.4"),
  "OL10-64": oracle("10.0"),
  "SLES11-SP3-64": suse(11, 3),
  "SLES11-SP4-64": suse(11, 4),
  "SLES12-64": { ...suse(12, 5), "/etc/os-release": osRelease("SLES", "sles", "12-SP5") },
  "SLES15-64": { "/etc/os-release": osRelease("SLES", "sles", "15-SP5") },
  "UBUNTU-14.04-64": ubuntu("14.04", "jessie"),
  "UBUNTU-16.04-64": ubuntu("16.04", "stretch"),
  "UBUNTU-18.04-64": ubuntu("18.04", "buster"),
  "UBUNTU-20.04-64": ubuntu("20.04", "bullseye"),
  "UBUNTU-22.04-64": ubuntu("22.04", "bookworm"),
  "UBUNTU-24.04-64": ubuntu("24.04", "trixie"),
  "DEBIAN7-64": debian("7.11"),
  "DEBIAN8-64": debian("8.11"),
  "DEBIAN9-64": debian("9.13"),
  "DEBIAN10-64": debian("10.13"),
  "DEBIAN11-64": debian("11.9"),
  "DEBIAN12-64": debian("12.5"),
  unsupported: { ...redhat("Fedora release 40 (Forty)"), "/etc/os-release": osRelease("Fedora Linux", "fedora", "40") },
} satisfies Readonly<Record<string, ReleaseFiles>>;

export type Pose = keyof typeof POSES;
export const releaseFiles = (pose: Pose): ReleaseFiles => POSES[pose];
