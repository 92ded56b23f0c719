/** Shell scripts are carried in the build as text. */
declare module "*.sh" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: a text module has only a default export
  export default text;
}
