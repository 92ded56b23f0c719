/** A machine of the lab as each side of a race needs to know it. */
export type Target = Readonly<{
  name: string;
  address: string;
  port: number;
  hostKeySha256: string;
  hostKeyType: string;
  /** A line of known_hosts without the name. */
  hostPublicKey: string;
}>;

export const OLD_VERSION = "9.61.7016.1";
export const NEW_VERSION = "9.62.7096.1";
/** Its installers are gzip archives, which every side unpacks alike. */
export const OS_TAG = "DEBIAN11-64";
