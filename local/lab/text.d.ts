/** What the lab's Windows machines are made of is carried in the build as text. */
declare module "*.c" {
  const text: string;
  export default text;
}

declare module "*.h" {
  const text: string;
  export default text;
}

declare module "*.cs" {
  const text: string;
  export default text;
}

declare module "*.csproj" {
  const text: string;
  export default text;
}

declare module "*.reg" {
  const text: string;
  export default text;
}

declare module "*.wxs" {
  const text: string;
  export default text;
}

declare module "*.py" {
  const text: string;
  export default text;
}
