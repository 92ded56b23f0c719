/** RC4, with which NTLM seals; OpenSSL 3 keeps it in a provider that is not loaded. One stream goes through all that it is given. */
export function rc4(key: Uint8Array): (input: Uint8Array) => Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number) => state[index & 255] ?? 0;
  const swap = (one: number, other: number) => {
    const held = at(one);
    state[one] = at(other);
    state[other] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let [i, j] = [0, 0];
  return (input) => {
    const output = Buffer.alloc(input.length);
    for (const [index, byte] of input.entries()) {
      i = (i + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      output[index] = byte ^ at(at(i) + at(j));
    }
    return output;
  };
}
