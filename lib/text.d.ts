/** Scripts for machines are carried in the build as text. */
declare module "*.sh" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: a text module has only a default export
  export default text;
}

declare module "*.cmd" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: a text module has only a default export
  export default text;
}

declare module "*.ps1" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: a text module has only a default export
  export default text;
}
