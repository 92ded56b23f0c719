type Pose = Readonly<{ productName: string; build: string; major: number; minor: number; servicePack?: string; client?: boolean }>;

/** What a machine says that it is: in its registry, and so in all that reads it. */
export const WINDOWS_POSES = {
  "2008R2SP1": { productName: "Windows Server 2008 R2 Standard", build: "7601", major: 6, minor: 1, servicePack: "Service Pack 1" },
  "2012": { productName: "Windows Server 2012 Standard", build: "9200", major: 6, minor: 2 },
  "2012R2": { productName: "Windows Server 2012 R2 Standard", build: "9600", major: 6, minor: 3 },
  "2016": { productName: "Windows Server 2016 Standard", build: "14393", major: 10, minor: 0 },
  "2019": { productName: "Windows Server 2019 Standard", build: "17763", major: 10, minor: 0 },
  "2022": { productName: "Windows Server 2022 Standard", build: "20348", major: 10, minor: 0 },
  "2025": { productName: "Windows Server 2025 Standard", build: "26100", major: 10, minor: 0 },
  Windows10: { productName: "Windows 10 Pro", build: "19045", major: 10, minor: 0, client: true },
} as const satisfies Readonly<Record<string, Pose>>;

export type WindowsPose = keyof typeof WINDOWS_POSES;

/** The registry of Wine, with what the pose says instead of what Wine says. */
export function poseRegistry(registry: string, name: WindowsPose): string {
  const pose: Pose = WINDOWS_POSES[name];
  const current = {
    ...{ CurrentBuild: text(pose.build), CurrentBuildNumber: text(pose.build), ProductName: text(pose.productName) },
    ...{ CurrentVersion: text(pose.major === 10 ? "6.3" : `${pose.major}.${pose.minor}`), CSDVersion: text(pose.servicePack ?? "") },
    ...{ CurrentMajorVersionNumber: word(pose.major), CurrentMinorVersionNumber: word(pose.minor) },
    ...{ EditionId: text(pose.client ? "Professional" : "ServerStandard"), InstallationType: text(pose.client ? "Client" : "Server") },
  };
  const posed = withValues(registry, "Software\\\\Microsoft\\\\Windows NT\\\\CurrentVersion", current);
  return withValues(posed, "System\\\\ControlSet001\\\\Control\\\\ProductOptions", { ProductType: text(pose.client ? "WinNT" : "ServerNT") });
}

const text = (value: string): string => `"${value}"`;
const word = (value: number): string => `dword:${value.toString(16).padStart(8, "0")}`;

/** Sets values of one key in the text that Wine keeps its registry in. */
function withValues(registry: string, key: string, values: Readonly<Record<string, string>>): string {
  const head = registry.indexOf(`\n[${key}] `);
  if (head < 0) throw new TypeError(`Wine's registry has no key ${key}`);
  const end = registry.indexOf("\n\n", head + 1);
  const lines = registry.slice(head + 1, end).split("\n");
  const kept = lines.filter((line) => !Object.keys(values).some((name) => line.startsWith(`"${name}"=`)));
  const set = Object.entries(values).map(([name, value]) => `"${name}"=${value}`);
  return `${registry.slice(0, head + 1)}${[...kept, ...set].join("\n")}${registry.slice(end)}`;
}
