/** A virus scanner, by what shows that it is there: services of Windows, where `*` stands for any characters, and files or folders of Linux. */
export type AntivirusProduct = Readonly<{ name: string; services?: readonly string[]; places?: readonly string[] }>;

/** Windows' own, which can be asked what it leaves out. */
export const DEFENDER = "Microsoft Defender";

/** Products that are named where they are found; no job changes one of them. */
export const ANTIVIRUS_PRODUCTS: readonly AntivirusProduct[] = [
  { name: "Microsoft Defender for Endpoint", places: ["/opt/microsoft/mdatp"] },
  { name: "Avast", services: ["avast! Antivirus"] },
  { name: "AVG", services: ["AVG Antivirus"] },
  { name: "Bitdefender", services: ["EPSecurityService", "EPProtectedService"], places: ["/opt/bitdefender-security-tools", "/opt/BitDefender"] },
  { name: "Carbon Black", services: ["CbDefense", "CarbonBlack", "Parity"], places: ["/opt/carbonblack", "/opt/cbsensor"] },
  { name: "Cisco Secure Endpoint", services: ["CiscoAMP*", "ImmunetProtect*"], places: ["/opt/cisco/amp"] },
  { name: "ClamAV", services: ["ClamD"], places: ["/etc/clamd.conf", "/etc/clamd.d", "/etc/clamav/clamd.conf"] },
  { name: "Cortex XDR", services: ["cyserver"], places: ["/opt/traps"] },
  { name: "CrowdStrike Falcon", services: ["CSFalconService"], places: ["/opt/CrowdStrike"] },
  { name: "Cylance", services: ["CylanceSvc"], places: ["/opt/cylance"] },
  { name: "Dr.Web", services: ["DrWebEngine", "dwservice"], places: ["/opt/drweb.com"] },
  { name: "ESET", services: ["ekrn"], places: ["/opt/eset"] },
  { name: "F-Secure", services: ["fshoster", "fsulhoster"], places: ["/opt/f-secure"] },
  { name: "Kaspersky", services: ["AVP*", "KAVFS", "kavfsslp"], places: ["/opt/kaspersky"] },
  { name: "Malwarebytes", services: ["MBAMService", "MBEndpointAgent"], places: ["/opt/malwarebytes"] },
  { name: "SentinelOne", services: ["SentinelAgent"], places: ["/opt/sentinelone"] },
  { name: "Sophos", services: ["SAVService", "Sophos Endpoint Defense Service"], places: ["/opt/sophos-av", "/opt/sophos-spl"] },
  { name: "Symantec Endpoint Protection", services: ["SepMasterService"], places: ["/opt/Symantec", "/usr/lib/symantec"] },
  { name: "Trellix or McAfee", services: ["McShield", "mfetp", "xagt"], places: ["/opt/McAfee/ens", "/opt/NAI/LinuxShield", "/opt/fireeye"] },
  { name: "Trend Micro", services: ["ds_agent", "ntrtscan", "tmlisten"], places: ["/opt/ds_agent", "/opt/TrendMicro"] },
  { name: "Webroot", services: ["WRSVC"] },
];

/** What to look for on Windows. */
export const ANTIVIRUS_SERVICES: readonly string[] = ANTIVIRUS_PRODUCTS.flatMap(({ services = [] }) => services);

/** What to look for on Linux. */
export const ANTIVIRUS_PLACES: readonly string[] = ANTIVIRUS_PRODUCTS.flatMap(({ places = [] }) => places);

/** The products that what was found belongs to; the rest of it means nothing. */
export const productsOf = (found: readonly string[]): readonly string[] =>
  ANTIVIRUS_PRODUCTS.filter(({ services = [], places = [] }) =>
    [...services, ...places].some((sign) => found.some((seen) => isSign(seen.toLowerCase(), sign.toLowerCase()))),
  ).map(({ name }) => name);

const isSign = (seen: string, sign: string): boolean => (sign.endsWith("*") ? seen.startsWith(sign.slice(0, -1)) : seen === sign);
