/** The part of ssh2 that knows whether its native addon could be loaded; ssh2 has no public question for it. */
declare module "ssh2/lib/protocol/crypto.js" {
  const crypto: Readonly<{ bindingAvailable: boolean }>;
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has only a default export
  export default crypto;
}
