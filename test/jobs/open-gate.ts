/** A promise that the test keeps when it likes. */
export function openGate(): Readonly<{ passed: Promise<void>; open(): void }> {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
